-- A temporal expression that counts as resolved has a value in TIMEX3.
select date_id, document_id, surface, status
from dates
where status = 'resolved' and timex_value is null
