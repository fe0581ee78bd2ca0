-- What was promised, by whom and by when, on what condition, and what became of it?
select
    promisors,
    action,
    condition,
    topic,
    promised_date,
    due_start_date,
    due_end_date,
    status,
    is_overdue,
    status_date,
    status_evidence,
    evidence
from commitment_status
order by due_end_date nulls last, promised_date nulls last, commitment_id
