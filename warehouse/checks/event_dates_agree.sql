-- The days of an event and those of each passage that tells of it have a day in common, or lie at most two weeks apart:
-- sources that speak of one thing may give it different dates.
select
    events.event_id,
    events.start_date,
    events.end_date,
    event_mentions.event_mention_id,
    event_mentions.start_date as mention_start_date,
    event_mentions.end_date as mention_end_date
from events
join event_mentions using (event_id)
where event_mentions.start_date > events.end_date + 14 or event_mentions.end_date < events.start_date - 14
