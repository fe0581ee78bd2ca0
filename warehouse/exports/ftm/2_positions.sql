-- Offices that the people named in the record have held.
select distinct
    'position-' || offices.office_id as id,
    'Position' as schema,
    offices.name as name,
    offices.organization_id as organization,
    lower(bodies.country_code[1:2]) as country
from offices
join terms using (office_id)
join told on terms.person_id = told.entity_id
join entities as bodies on offices.organization_id = bodies.entity_id
order by id
