-- The text of a document is as long as its span in the source, and an entry is the same characters of its listing.
with entries as (
    select
        entry.document_id,
        entry.source_start_char,
        entry.source_end_char,
        entry.text,
        substr(
            parent.text,
            entry.source_start_char - parent.source_start_char + 1,
            entry.source_end_char - entry.source_start_char
        ) as text_in_parent,
        entry.source_id = parent.source_id
        and entry.source_start_char >= parent.source_start_char
        and entry.source_end_char <= parent.source_end_char as is_within
    from documents as entry
    join documents as parent on entry.parent_document_id = parent.document_id
)

select document_id, source_start_char, source_end_char, length(text) as char_count, 'length' as fault
from documents
where length(text) <> source_end_char - source_start_char

union all

select document_id, source_start_char, source_end_char, length(text), 'not a slice of its parent'
from entries
where not is_within or text <> text_in_parent
