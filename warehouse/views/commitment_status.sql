-- Who promised what by when, on what condition, and what later documents tell became of it.
-- commitment_id: The commitment.
-- promisor: Who promises; NULL if that is not decided.
-- promisors: All who promise, separated by `; `.
-- beneficiary: For whom.
-- action: What is promised, in the words of the text.
-- condition: What it depends on, in the words of the text; NULL if none is told.
-- topic: What it is about.
-- promised_date: Day of publication of the document that promises.
-- due_start_date: First day of the time by or at which it is due; NULL if no time is told.
-- due_end_date: Last day of that time.
-- specificity: Specific if it names a deadline, a number or a named thing to make.
-- status: What became of it, by later evidence only.
-- is_overdue: True if it is open or under way although the record goes on after the last day; NULL if it has no such
--   day. `overdue_at(day)` asks for any day.
-- evidence: The characters that promise.
-- status_date: Day of publication of the later document that tells what became of it.
-- status_evidence: The characters of that document that say so.
-- status_title: Its title.
-- status_score: How like the promised act they are.
-- status_reasons: What they share.
-- document_id: The document that promises.
-- status_document_id: The later document.
with last_day as (
    select max(published_date) as published_date
    from documents
),

together as (
    select part.event_mention_id, string_agg(distinct entities.name, '; ' order by entities.name) as promisors
    from event_participants as part
    join entities using (entity_id)
    where part.role in ('initiator', 'participant', 'issuer', 'signatory')
    group by part.event_mention_id
)

select
    commitments.commitment_id,
    promisors.name as promisor,
    coalesce(together.promisors, promisors.name) as promisors,
    beneficiaries.name as beneficiary,
    commitments.action,
    commitments.condition,
    topics.name as topic,
    documents.published_date as promised_date,
    commitments.due_start_date,
    commitments.due_end_date,
    commitments.specificity,
    commitments.status,
    commitments.status in ('open', 'progress') and commitments.due_end_date < last_day.published_date as is_overdue,
    substr(documents.text, mention.start_char + 1, mention.end_char - mention.start_char) as evidence,
    later.published_date as status_date,
    substr(later.text, commitments.status_start_char + 1, commitments.status_end_char - commitments.status_start_char)
        as status_evidence,
    later.title as status_title,
    commitments.status_score,
    commitments.status_reasons,
    mention.document_id,
    commitments.status_evidence_document_id as status_document_id
from commitments
join event_mentions as mention using (event_mention_id)
join documents on mention.document_id = documents.document_id
cross join last_day
left join together using (event_mention_id)
left join entities as promisors on commitments.promisor_id = promisors.entity_id
left join entities as beneficiaries on commitments.beneficiary_id = beneficiaries.entity_id
left join topics on commitments.topic_id = topics.topic_id
left join documents as later on commitments.status_evidence_document_id = later.document_id
order by commitments.due_end_date nulls last, commitments.commitment_id
