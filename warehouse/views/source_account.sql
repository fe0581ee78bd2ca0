-- What became of the raw files, by status, reason and media type.
-- status: Loaded, duplicate or quarantined.
-- reason: Why it is a duplicate or in quarantine; NULL if loaded.
-- media_type: Media type judged by content.
-- source_count: Raw files.
-- document_count: Documents read from them.
-- byte_count: Their size in bytes.
select
    status,
    reason,
    media_type,
    count(*) as source_count,
    sum(document_count)::bigint as document_count,
    sum(byte_count)::bigint as byte_count
from sources
group by all
