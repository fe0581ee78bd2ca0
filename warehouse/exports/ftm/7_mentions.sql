-- The names in the documents, each once a document, with the one for whom it stands.
select
    'mention-' || md5(mentions.document_id || ' ' || coalesce(mentions.entity_id, '') || ' ' || mentions.surface) as id,
    'Mention' as schema,
    mentions.document_id as document,
    mentions.surface as name,
    mentions.entity_id as resolved,
    case when entities.kind = 'person' or mentions.label = 'PERSON' then 'Person' else 'Organization' end
        as "detectedSchema"
from mentions
left join entities using (entity_id)
where
    mentions.label in ('PERSON', 'ORG', 'GPE')
    and (entities.kind in ('person', 'organization', 'organ', 'state', 'group')
        or (mentions.entity_id is null and mentions.label in ('PERSON', 'ORG')))
group by all
order by id
