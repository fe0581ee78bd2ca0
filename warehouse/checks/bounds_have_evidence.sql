-- An undated document with a bound of its publication has evidence that decides that bound, of that very day.
with bounds as (
    select document_id, 'earliest' as bound, published_earliest as day
    from documents
    where published_date is null and published_earliest is not null

    union all

    select document_id, 'latest', published_latest
    from documents
    where published_date is null and published_latest is not null
)

select bounds.document_id, bounds.bound, bounds.day
from bounds
left join date_bounds as evidence
    on
        bounds.document_id = evidence.document_id
        and bounds.bound = evidence.bound
        and bounds.day = evidence.day
        and evidence.status = 'decisive'
where evidence.document_id is null
