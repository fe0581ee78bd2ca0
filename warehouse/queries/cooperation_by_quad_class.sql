-- How do words and deeds, cooperation and conflict, compare by year, in the classes of GDELT and ICEWS?
select
    year(events.start_date) as event_year,
    count(*) filter (where codes.quad_class = 1) as verbal_cooperation,
    count(*) filter (where codes.quad_class = 2) as material_cooperation,
    count(*) filter (where codes.quad_class = 3) as verbal_conflict,
    count(*) filter (where codes.quad_class = 4) as material_conflict,
    count(*) filter (where codes.quad_class is null) as without_code
from events
join event_codes as codes using (event_id)
group by all
order by event_year nulls last
