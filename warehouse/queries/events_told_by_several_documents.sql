-- Which events are told by several documents, and in what words by each?
select
    timeline.start_date,
    timeline.event_type,
    timeline.title,
    evidence.published_date,
    evidence.publisher,
    evidence.title as document_title,
    evidence.evidence,
    evidence.reasons
from timeline
join event_evidence as evidence using (event_id)
where timeline.document_count > 1
order by
    timeline.start_date nulls last, timeline.event_id, evidence.published_date nulls last, evidence.event_mention_id
