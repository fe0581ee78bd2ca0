-- An event has as many mentions as it says, told in at least as many documents, and its best mention is one of them.
with counted as (
    select event_id, count(*) as mention_count, count(distinct document_id) as document_count
    from event_mentions
    where event_id is not null
    group by event_id
)

select
    events.event_id,
    events.mention_count,
    coalesce(counted.mention_count, 0) as found_mention_count,
    events.document_count,
    coalesce(counted.document_count, 0) as found_document_count,
    best.event_id as event_of_best_mention
from events
left join counted using (event_id)
left join event_mentions as best on events.best_event_mention_id = best.event_mention_id
where
    events.mention_count <> coalesce(counted.mention_count, 0)
    or events.document_count > coalesce(counted.document_count, 0)
    or best.event_id is distinct from events.event_id
