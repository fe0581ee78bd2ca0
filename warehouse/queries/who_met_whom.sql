-- Which people met each other, how often, and when first and last?
select first_name, second_name, meeting_count, document_count, first_date, last_date
from who_met_whom
where first_kind = 'person' and second_kind = 'person'
order by meeting_count desc, last_date desc nulls last, first_name, second_name
