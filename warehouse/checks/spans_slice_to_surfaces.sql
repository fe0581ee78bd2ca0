-- The characters of documents.text from start_char to end_char are the surface of the row.
with spans as (
    select 'mentions' as table_name, document_id, start_char, end_char, surface from mentions
    union all
    select 'dates', document_id, start_char, end_char, surface from dates
    union all
    select 'quotes', document_id, start_char, end_char, surface from quotes
    union all
    select 'reported_speech', document_id, start_char, end_char, surface from reported_speech
    union all
    select 'reported_speech (cue)', document_id, cue_start_char, cue_end_char, cue from reported_speech
    union all
    select 'topic_mentions', document_id, start_char, end_char, surface from topic_mentions
    union all
    select 'event_mentions', document_id, trigger_start_char, trigger_end_char, "trigger" from event_mentions
)

select
    spans.table_name,
    spans.document_id,
    spans.start_char,
    spans.end_char,
    spans.surface,
    substr(documents.text, spans.start_char + 1, spans.end_char - spans.start_char) as found
from spans
join documents using (document_id)
where substr(documents.text, spans.start_char + 1, spans.end_char - spans.start_char) <> spans.surface
