-- The events of the record in the order of their days, with who took part and what they were about.
-- event_id: The event.
-- start_date: First day on which it can have happened; NULL if it has no date.
-- end_date: Last day on which it can have happened.
-- precision: How exact that is.
-- event_type: What happened.
-- modality: The firmest way in which it is told: asserted, ongoing, planned, committed, called_for, hypothetical.
-- polarity: Whether it is told (positive) or denied (negated).
-- title: A line that tells it.
-- place: Where.
-- participants: Names of those who took part, separated by `; `.
-- topics: Names of its topics, separated by `; `.
-- mention_count: Mentions that tell of it.
-- document_count: Documents that tell of it, copies counted once.
with parties as (
    select event_id, string_agg(distinct name, '; ' order by name) as participants
    from event_parties
    group by event_id
),

subjects as (
    select event_mentions.event_id, string_agg(distinct topics.name, '; ' order by topics.name) as topics
    from event_topics
    join event_mentions using (event_mention_id)
    join topics using (topic_id)
    where event_mentions.event_id is not null
    group by event_mentions.event_id
)

select
    events.event_id,
    events.start_date,
    events.end_date,
    events.precision,
    events.event_type,
    events.modality,
    events.polarity,
    events.title,
    places.name as place,
    parties.participants,
    subjects.topics,
    events.mention_count,
    events.document_count
from events
left join entities as places on events.place_id = places.entity_id
left join parties using (event_id)
left join subjects using (event_id)
order by events.start_date nulls last, events.end_date nulls last, events.event_id
