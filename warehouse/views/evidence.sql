-- Every span on which an event rests, in every document that tells of it, as in: from evidence('e-0123456789abcdef').
-- parameters: of_event
-- event_mention_id: The passage.
-- document_id: The document.
-- document_title: Its title.
-- publisher: The body that published it.
-- published_date: Its day of publication; NULL if the text does not tell.
-- is_copy: True if it copies another document, or announces one: it adds evidence and no weight.
-- aspect: What the span tells: clause, trigger, date, place, participant or topic.
-- says: What it stands for: the type, the day, the name.
-- role: The participant's part.
-- start_char: Where the span starts in documents.text.
-- end_char: Where it ends (exclusive).
-- surface: The characters of the span.
-- score: How well the passage fits the other passages of the event.
-- reasons: Why it was taken for the same event.
-- path: The raw file.
with told as (
    select *
    from event_mentions
    where event_id = of_event
),

spans as (
    select event_mention_id, 1 as place_in_order, 'clause' as aspect, event_type || ', ' || modality || ', ' || polarity
        as says, null as role, start_char, end_char
    from told
    union all
    select event_mention_id, 2, 'trigger', event_type, null, trigger_start_char, trigger_end_char
    from told
    union all
    select told.event_mention_id, 3, 'date', dates.timex_value, null, dates.start_char, dates.end_char
    from told
    join dates using (date_id)
    union all
    select told.event_mention_id, 4, 'place', places.name, null, mentions.start_char, mentions.end_char
    from told
    join entities as places on told.place_id = places.entity_id
    join mentions
        on
            told.document_id = mentions.document_id
            and told.place_id = mentions.entity_id
            and mentions.start_char >= told.start_char and mentions.end_char <= told.end_char
    union all
    select told.event_mention_id, 5, 'participant', entities.name, part.role, part.start_char, part.end_char
    from told
    join event_participants as part using (event_mention_id)
    join entities using (entity_id)
    union all
    select told.event_mention_id, 6, 'topic', topics.name, null, about.start_char, about.end_char
    from told
    join event_topics as about using (event_mention_id)
    join topics using (topic_id)
)

select
    told.event_mention_id,
    told.document_id,
    documents.title as document_title,
    register.publisher,
    documents.published_date,
    coalesce(documents.near_duplicate_of, documents.announced_document_id) is not null as is_copy,
    spans.aspect,
    spans.says,
    spans.role,
    spans.start_char,
    spans.end_char,
    substr(documents.text, spans.start_char + 1, spans.end_char - spans.start_char) as surface,
    link.score,
    link.reasons,
    register.path
from spans
join told using (event_mention_id)
join documents using (document_id)
join document_register as register using (document_id)
left join event_links as link using (event_mention_id)
order by
    documents.published_date nulls last, told.document_id, told.event_mention_id, spans.place_in_order,
    spans.start_char, spans.says
