-- A commitment said to be under way, fulfilled, superseded or lapsed names another document that says so.
select
    commitments.commitment_id,
    commitments.status,
    commitments.status_evidence_document_id,
    event_mentions.document_id as promised_in
from commitments
join event_mentions using (event_mention_id)
where
    (commitments.status <> 'open' and commitments.status_evidence_document_id is null)
    or commitments.status_evidence_document_id = event_mentions.document_id
