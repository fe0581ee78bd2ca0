-- What was promised, by whom and by when, and what became of it?
select
    promisor,
    action,
    topic,
    promised_date,
    due_start_date,
    due_end_date,
    status,
    is_overdue,
    status_evidence,
    evidence
from commitments_due
order by due_end_date nulls last, promised_date nulls last, commitment_id
