-- What became of the files, by status, reason and media type; raw files, and the files in them.
-- is_raw: True for a file of the raw folder, false for one in an archive, mail, mailbox or table.
-- status: Loaded, duplicate or quarantined.
-- reason: Why it is a duplicate or in quarantine; NULL if loaded.
-- media_type: Media type judged by content.
-- source_count: Files.
-- document_count: Documents read from them.
-- byte_count: Their size in bytes.
select
    parent_source_id is null as is_raw,
    status,
    reason,
    media_type,
    count(*) as source_count,
    sum(document_count)::bigint as document_count,
    sum(byte_count)::bigint as byte_count
from sources
group by all
