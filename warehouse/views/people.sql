-- The people of the record, with the office that each holds or held last and how often the documents name them.
-- person_id: The person.
-- name: The usual name.
-- country_code: Country (ISO 3166-1 alpha-2), where known.
-- wikidata_id: Item in Wikidata, where sure.
-- office: The office of the latest term; of those that began on one day the highest. NULL if no term is known.
-- organization: The body or state that the office belongs to.
-- office_start_date: First day in that office.
-- office_end_date: Last day in it; NULL while it lasts or where it is not known.
-- told_office: The office that the documents of the record name most for the person; NULL if they name none.
-- mention_count: Mentions that stand for the person; 0 for the many whom the record does not name.
-- document_count: Documents that mention the person.
with last_terms as (
    select terms.*
    from terms
    join offices using (office_id)
    qualify row_number() over (
        partition by terms.person_id
        order by
            terms.start_date desc,
            list_position(['leader', 'minister', 'military', 'official'], offices.level),
            length(offices.name) desc,
            terms.office_id
    ) = 1
),

told as (
    select mentions.entity_id, arg_max(offices.name, mentions.mention_count) as office
    from (
        select entity_id, office_id, count(*) as mention_count
        from mentions
        where entity_id is not null and office_id is not null
        group by all
        order by all
    ) as mentions
    join offices using (office_id)
    group by mentions.entity_id
),

counted as (
    select entity_id, count(*) as mention_count, count(distinct document_id) as document_count
    from mentions
    where entity_id is not null
    group by entity_id
)

select
    people.entity_id as person_id,
    people.name,
    people.country_code,
    people.wikidata_id,
    offices.name as office,
    organizations.name as organization,
    last_terms.start_date as office_start_date,
    last_terms.end_date as office_end_date,
    told.office as told_office,
    coalesce(counted.mention_count, 0) as mention_count,
    coalesce(counted.document_count, 0) as document_count
from entities as people
left join last_terms on people.entity_id = last_terms.person_id
left join offices on last_terms.office_id = offices.office_id
left join entities as organizations on last_terms.organization_id = organizations.entity_id
left join told on people.entity_id = told.entity_id
left join counted on people.entity_id = counted.entity_id
where people.kind = 'person'
