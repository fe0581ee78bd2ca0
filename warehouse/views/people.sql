-- The people of the record, with the office that each holds or held last and how often the documents name them.
-- person_id: The person.
-- name: The usual name.
-- country_code: Country (ISO 3166-1 alpha-2), where known.
-- wikidata_id: Item in Wikidata, where sure.
-- office: The office with the latest first day; NULL if no term of office is known.
-- organization: The body or state that the office belongs to.
-- office_start_date: First day in that office.
-- office_end_date: Last day in it; NULL while it lasts or where it is not known.
-- mention_count: Mentions that stand for the person.
-- document_count: Documents that mention the person.
with last_terms as (
    select *
    from terms
    qualify row_number() over (partition by person_id order by start_date desc, office_id) = 1
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
    coalesce(counted.mention_count, 0) as mention_count,
    coalesce(counted.document_count, 0) as document_count
from entities as people
left join last_terms on people.entity_id = last_terms.person_id
left join offices on last_terms.office_id = offices.office_id
left join entities as organizations on last_terms.organization_id = organizations.entity_id
left join counted on people.entity_id = counted.entity_id
where people.kind = 'person'
