-- Which promises were overdue at the end of 2023, and for how long?
select promisor, action, condition, promised_date, due_end_date, days_overdue, status, evidence
from overdue_at(date '2023-12-31')
order by days_overdue desc, commitment_id
