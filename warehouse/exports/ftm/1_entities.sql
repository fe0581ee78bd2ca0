-- People, bodies, states and places that the record names.
with names as (
    select entity_id, list(distinct alias order by alias) as aliases
    from aliases
    group by entity_id
)

select
    entities.entity_id as id,
    case entities.kind
        when 'person' then 'Person'
        when 'organization' then 'Organization'
        when 'group' then 'Organization'
        when 'place' then 'Address'
        else 'PublicBody'
    end as schema,
    entities.name as name,
    if(entities.kind = 'place', entities.name, null) as "full",
    if(entities.kind = 'place', null, list_filter(names.aliases, lambda alias: alias <> entities.name)) as alias,
    lower(entities.country_code[1:2]) as country,
    entities.wikidata_id as "wikidataId",
    if(entities.kind in ('person', 'place'), null, parents.entity_id) as parent
from entities
join told using (entity_id)
left join names using (entity_id)
left join entities as parents on entities.parent_id = parents.entity_id and parents.kind <> 'place'
where entities.kind in ('person', 'organization', 'organ', 'state', 'group', 'place')
order by id
