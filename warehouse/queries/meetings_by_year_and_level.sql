-- How many meetings were held each year, and at what level?
select
    year(start_date) as meeting_year,
    coalesce(level, 'not known') as level,
    count(*) as meeting_count,
    count(*) filter (where event_type = 'VISIT') as visit_count,
    count(*) filter (where event_type = 'STAFF_TALKS') as staff_talks_count,
    max(document_count) as most_documents
from meetings
where is_held
group by all
order by meeting_year nulls last, level
