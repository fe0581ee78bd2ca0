-- A listing entry has a listing page as its parent and its own place in it, counted from 1; no other document has.
with entries as (
    select
        document_id,
        kind,
        parent_document_id,
        item_number,
        count(*) over (partition by parent_document_id, item_number) as same_place_count
    from documents
)

select document_id, kind, parent_document_id, item_number
from entries
where
    (kind = 'listing_entry') <> (parent_document_id is not null)
    or (parent_document_id is null) <> (item_number is null)
    or item_number < 1
    or parent_document_id = document_id
    or (parent_document_id is not null and same_place_count > 1)
