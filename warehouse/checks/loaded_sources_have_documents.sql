-- A loaded source has the documents that it says it has, or holds a loaded file; no other source has any.
with counted as (
    select source_id, count(*) as found_count
    from documents
    group by source_id
),

held as (
    select parent_source_id as source_id, count(*) as loaded_member_count
    from sources
    where status = 'loaded' and parent_source_id is not null
    group by parent_source_id
)

select
    sources.source_id,
    sources.status,
    sources.document_count,
    coalesce(counted.found_count, 0) as found_count,
    coalesce(held.loaded_member_count, 0) as loaded_member_count
from sources
left join counted using (source_id)
left join held using (source_id)
where
    sources.document_count <> coalesce(counted.found_count, 0)
    or (sources.status = 'loaded') <> (sources.document_count > 0 or coalesce(held.loaded_member_count, 0) > 0)
