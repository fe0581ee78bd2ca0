-- A loaded source has the documents that it says it has, at least one; no other source has any.
with counted as (
    select source_id, count(*) as found_count
    from documents
    group by source_id
)

select sources.source_id, sources.status, sources.document_count, coalesce(counted.found_count, 0) as found_count
from sources
left join counted using (source_id)
where
    sources.document_count <> coalesce(counted.found_count, 0)
    or (sources.status = 'loaded') <> (sources.document_count > 0)
