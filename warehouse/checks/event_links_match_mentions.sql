-- A passage that tells of an event has a link that gives the reasons, to the same event; no other passage has one.
select event_mention_id, mention.event_id, link.event_id as linked_event_id
from event_mentions as mention
full join event_links as link using (event_mention_id)
where mention.event_id is distinct from link.event_id
