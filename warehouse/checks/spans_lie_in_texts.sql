-- Every span has at least one character and ends within the text of its document.
with spans as (
    select 'mentions' as table_name, document_id, start_char, end_char from mentions
    union all
    select 'dates', document_id, start_char, end_char from dates
    union all
    select 'quotes', document_id, start_char, end_char from quotes
    union all
    select 'reported_speech', document_id, start_char, end_char from reported_speech
    union all
    select 'reported_speech (cue)', document_id, cue_start_char, cue_end_char from reported_speech
    union all
    select 'suggestions', document_id, start_char, end_char from suggestions
    union all
    select 'topic_mentions', document_id, start_char, end_char from topic_mentions
    union all
    select 'event_mentions', document_id, start_char, end_char from event_mentions
    union all
    select 'event_mentions (trigger)', document_id, trigger_start_char, trigger_end_char from event_mentions
    union all
    select 'event_participants', event_mentions.document_id, part.start_char, part.end_char
    from event_participants as part
    join event_mentions using (event_mention_id)
    union all
    select 'event_topics', event_mentions.document_id, topic.start_char, topic.end_char
    from event_topics as topic
    join event_mentions using (event_mention_id)
    union all
    select 'commitments (status)', status_evidence_document_id, status_start_char, status_end_char
    from commitments
    where status_start_char is not null or status_end_char is not null
    union all
    select 'documents (published)', document_id, published_start_char, published_end_char
    from documents
    where published_start_char is not null or published_end_char is not null
),

lengths as (
    select document_id, length(text) as char_count
    from documents
)

select spans.*, lengths.char_count
from spans
join lengths using (document_id)
where (spans.start_char >= 0 and spans.start_char < spans.end_char and spans.end_char <= lengths.char_count) is not true
