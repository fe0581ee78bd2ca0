-- Their terms of office.
select
    'occupancy-' || md5(terms.person_id || ' ' || terms.office_id || ' ' || terms.start_date::varchar) as id,
    'Occupancy' as schema,
    terms.person_id as holder,
    'position-' || terms.office_id as post,
    substr(terms.start_date::varchar, 1, case terms.start_precision when 'year' then 4 when 'month' then 7 else 10 end)
        as "startDate",
    substr(terms.end_date::varchar, 1, case terms.end_precision when 'year' then 4 when 'month' then 7 else 10 end)
        as "endDate"
from terms
join told on terms.person_id = told.entity_id
order by id
