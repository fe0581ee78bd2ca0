-- Pairs that took part in the same meetings that were held: people with people, bodies with bodies, or mixed.
-- first_id: The one whose identifier sorts first.
-- first_name: Its name.
-- first_kind: What it is (person, organization, organ, state, …).
-- second_id: The other.
-- second_name: Its name.
-- second_kind: What it is.
-- meeting_count: Meetings in which both took part.
-- document_count: Documents that tell of these meetings; copies, and entries beside the page that they announce, are
--   counted once.
-- mention_count: Passages that tell of them, those in copies too.
-- first_date: First day of the earliest of them that has a date.
-- last_date: First day of the latest of them that has a date.
-- event_ids: The meetings, in the order of their days; `evidence(event_id)` has the words.
with attendance as (
    select distinct meetings.event_id, meetings.start_date, parties.entity_id, parties.name, parties.kind
    from meetings
    join event_parties as parties using (event_id)
    where
        meetings.is_held
        and parties.role in ('initiator', 'counterpart', 'participant', 'host', 'chair', 'signatory')
),

tellings as (
    select
        mention.event_id,
        list(distinct coalesce(documents.near_duplicate_of, documents.announced_document_id, documents.document_id))
            as stories,
        count(*) as mention_count
    from event_mentions as mention
    join documents using (document_id)
    where mention.event_id is not null
    group by mention.event_id
)

select
    one.entity_id as first_id,
    one.name as first_name,
    one.kind as first_kind,
    other.entity_id as second_id,
    other.name as second_name,
    other.kind as second_kind,
    count(*) as meeting_count,
    len(list_distinct(flatten(list(tellings.stories)))) as document_count,
    sum(tellings.mention_count)::bigint as mention_count,
    min(one.start_date) as first_date,
    max(one.start_date) as last_date,
    list(one.event_id order by one.start_date nulls last, one.event_id) as event_ids
from attendance as one
join attendance as other on one.event_id = other.event_id and one.entity_id < other.entity_id
join tellings on one.event_id = tellings.event_id
group by all
