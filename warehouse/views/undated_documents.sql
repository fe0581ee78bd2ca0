-- Documents whose text does not tell the day of publication, with the days between which it must lie.
-- document_id: The document.
-- kind: What sort of text it is.
-- title: Its title as written.
-- publisher: The body that published it.
-- published_earliest: Earliest day on which it can have been published; NULL if nothing limits it.
-- published_latest: Latest day on which it can have been published; NULL if nothing limits it.
-- day_count: Days between these bounds, both counted; NULL if one is missing.
-- evidence: What decides the bounds, in the words of the texts; `date_bounds` has all evidence.
-- date_count: Temporal expressions in its text.
-- path: The raw file that it comes from.
with counted as (
    select document_id, count(*) as date_count
    from dates
    group by document_id
),

decisive as (
    select
        document_id,
        array_to_string(list_sort(list_distinct(list(concat_ws(': ', reason, surface)))), '; ') as evidence
    from date_bounds
    where status = 'decisive'
    group by document_id
)

select
    register.document_id,
    register.kind,
    register.title,
    register.publisher,
    register.published_earliest,
    register.published_latest,
    register.published_latest - register.published_earliest + 1 as day_count,
    decisive.evidence,
    coalesce(counted.date_count, 0) as date_count,
    register.path
from document_register as register
left join counted using (document_id)
left join decisive using (document_id)
where register.published_date is null
