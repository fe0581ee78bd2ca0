-- Who is named with whom, acts with whom, and speaks to whom?
select first_name, second_name, act_count, address_count, passage_count, document_count, first_date, last_date
from who_with_whom
order by passage_count desc, first_name, second_name
