-- The promises, as notes on those who promise.
select
    status.commitment_id as id,
    'Note' as schema,
    status.action as name,
    commitments.promisor_id as entity,
    status.evidence as description,
    status.status_evidence as summary,
    list_filter([
        'commitment', status.status, status.specificity, 'due ' || status.due_end_date::varchar,
        'condition: ' || status.condition
    ], lambda word: word is not null) as keywords,
    list_filter([status.document_id, status.status_document_id], lambda document: document is not null) as proof
from commitment_status as status
join commitments using (commitment_id)
order by id
