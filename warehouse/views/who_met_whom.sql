-- Pairs that took part in the same meetings that were held: people with people, bodies with bodies, or mixed.
-- first_id: The one whose identifier sorts first.
-- first_name: Its name.
-- first_kind: What it is (person, organization, organ, state, …).
-- second_id: The other.
-- second_name: Its name.
-- second_kind: What it is.
-- meeting_count: Meetings in which both took part.
-- first_date: First day of the earliest of them that has a date.
-- last_date: First day of the latest of them that has a date.
with attendance as (
    select distinct meetings.event_id, meetings.start_date, parties.entity_id, parties.name, parties.kind
    from meetings
    join event_parties as parties using (event_id)
    where
        meetings.is_held
        and parties.role in ('initiator', 'counterpart', 'participant', 'host', 'chair', 'signatory')
)

select
    one.entity_id as first_id,
    one.name as first_name,
    one.kind as first_kind,
    other.entity_id as second_id,
    other.name as second_name,
    other.kind as second_kind,
    count(*) as meeting_count,
    min(one.start_date) as first_date,
    max(one.start_date) as last_date
from attendance as one
join attendance as other on one.event_id = other.event_id and one.entity_id < other.entity_id
group by all
