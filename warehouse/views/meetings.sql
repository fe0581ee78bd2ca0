-- Meetings, visits, staff talks and attendance at the other side's bodies, with who took part and at what level.
-- event_id: The event.
-- event_type: MEETING, VISIT, STAFF_TALKS or PARTICIPATION.
-- start_date: First day on which it can have happened; NULL if it has no date.
-- end_date: Last day on which it can have happened.
-- is_held: True if it is told as a fact, false if it is only planned, wished for or denied.
-- level: The highest level of office among the people who took part; NULL if none is known.
-- title: A line that tells it.
-- place: Where.
-- participants: Names of those who took part, separated by `; `.
-- topics: Names of its topics, separated by `; `.
-- document_count: Documents that tell of it, copies counted once.
with levels as (
    select event_id, arg_min(level, list_position(['leader', 'minister', 'military', 'official'], level)) as level
    from event_parties
    where level is not null
    group by event_id
)

select
    timeline.event_id,
    timeline.event_type,
    timeline.start_date,
    timeline.end_date,
    timeline.modality in ('asserted', 'ongoing') and timeline.polarity = 'positive' as is_held,
    levels.level,
    timeline.title,
    timeline.place,
    timeline.participants,
    timeline.topics,
    timeline.document_count
from timeline
left join levels using (event_id)
where timeline.event_type in ('MEETING', 'PARTICIPATION', 'VISIT', 'STAFF_TALKS')
