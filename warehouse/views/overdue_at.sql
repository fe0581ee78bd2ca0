-- The promises that were made before a day, were due before it, and of which no document published by then tells that
-- they were kept, replaced or given up, as in: from overdue_at(date '2019-03-12').
-- parameters: on_day
-- commitment_id: The commitment.
-- promisor: Who promises; NULL if that is not decided.
-- action: What is promised, in the words of the text.
-- condition: What it depends on; NULL if none is told.
-- promised_date: Day of publication of the document that promises.
-- due_end_date: Last day of the time in which it was due.
-- days_overdue: Days since then.
-- status: What became of it by the end of the record.
-- evidence: The characters that promise.
-- document_id: The document that promises.
select
    commitment_id,
    promisor,
    action,
    condition,
    promised_date,
    due_end_date,
    on_day - due_end_date as days_overdue,
    status,
    evidence,
    document_id
from commitment_status
where
    promised_date <= on_day
    and due_end_date < on_day
    and (status in ('open', 'progress') or status_date > on_day)
