-- What the record left open: names without an identity and temporal expressions without a value, by reason.
-- about: Whether it is a mention or a date.
-- reason: Why it was left open.
-- label: What sort of mention or expression it is.
-- surface: The characters.
-- place_count: Places where they stand.
-- document_count: Documents in which they stand.
-- example_document_id: One of these documents.
with left_open as (
    select 'mention' as about, basis as reason, label, surface, document_id
    from mentions
    where entity_id is null
    union all
    select 'date', status, timex_type, surface, document_id
    from dates
    where status <> 'resolved'
)

select
    about,
    reason,
    label,
    surface,
    count(*) as place_count,
    count(distinct document_id) as document_count,
    min(document_id) as example_document_id
from left_open
group by all
