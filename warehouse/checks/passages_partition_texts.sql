-- The passages of a document cover its text from the first character to the last, without gap or overlap.
with steps as (
    select
        document_id,
        ordinal,
        start_char,
        end_char,
        coalesce(lag(end_char) over in_order, 0) as expected_start_char,
        row_number() over in_order - 1 as expected_ordinal
    from passages
    window in_order as (partition by document_id order by ordinal)
),

covers as (
    select document_id, max(end_char) as end_char
    from passages
    group by document_id
)

select document_id, ordinal, start_char, end_char, 'gap, overlap or wrong ordinal' as fault
from steps
where start_char <> expected_start_char or ordinal <> expected_ordinal or end_char <= start_char

union all

select documents.document_id, null, covers.end_char, length(documents.text), 'the text goes on after the last passage'
from documents
left join covers using (document_id)
where length(documents.text) <> coalesce(covers.end_char, 0)
