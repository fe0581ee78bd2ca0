-- Who promised what by when, and what became of it by the last day of the record.
-- commitment_id: The commitment.
-- promisor: Who promises; NULL if that is not decided.
-- beneficiary: For whom.
-- action: What is promised, in the words of the text.
-- topic: What it is about.
-- promised_date: Day of publication of the document that promises.
-- due_start_date: First day of the time by or at which it is due; NULL if no time is told.
-- due_end_date: Last day of that time.
-- specificity: Specific if it names a deadline, a number or a named thing to make.
-- status: What became of it, by later evidence only.
-- is_overdue: True if it is open although the record goes on after the last day; NULL if it has no such day.
-- evidence: The characters that promise.
-- status_evidence: Title of the later document that tells what became of it.
-- document_id: The document that promises.
with last_day as (
    select max(published_date) as published_date
    from documents
)

select
    commitments.commitment_id,
    promisors.name as promisor,
    beneficiaries.name as beneficiary,
    commitments.action,
    topics.name as topic,
    documents.published_date as promised_date,
    commitments.due_start_date,
    commitments.due_end_date,
    commitments.specificity,
    commitments.status,
    commitments.status = 'open' and commitments.due_end_date < last_day.published_date as is_overdue,
    substr(documents.text, mention.start_char + 1, mention.end_char - mention.start_char) as evidence,
    coalesce(later.title, commitments.status_evidence_document_id) as status_evidence,
    mention.document_id
from commitments
join event_mentions as mention using (event_mention_id)
join documents on mention.document_id = documents.document_id
cross join last_day
left join entities as promisors on commitments.promisor_id = promisors.entity_id
left join entities as beneficiaries on commitments.beneficiary_id = beneficiaries.entity_id
left join topics on commitments.topic_id = topics.topic_id
left join documents as later on commitments.status_evidence_document_id = later.document_id
order by commitments.due_end_date nulls last, commitments.commitment_id
