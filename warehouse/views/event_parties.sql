-- Who took part in an event, as any of its mentions tells, and as what.
-- event_id: The event.
-- entity_id: The participant.
-- name: The participant's name.
-- kind: What the participant is (person, organization, organ, state, …).
-- role: The participant's part.
-- level: The highest office that a person held on the first day of the event (leader, minister, official, military).
-- mention_count: Mentions of the event that say so.
with parties as (
    select
        event_mentions.event_id,
        event_participants.entity_id,
        event_participants.role,
        count(*) as mention_count
    from event_participants
    join event_mentions using (event_mention_id)
    where event_mentions.event_id is not null
    group by all
),

held as (
    select
        parties.event_id,
        parties.entity_id,
        arg_min(offices.level, list_position(['leader', 'minister', 'military', 'official'], offices.level)) as level
    from (select distinct event_id, entity_id from parties) as parties
    join events using (event_id)
    join terms
        on
            parties.entity_id = terms.person_id
            and events.start_date between terms.start_date and coalesce(terms.end_date, events.start_date)
    join offices on terms.office_id = offices.office_id
    group by all
)

select
    parties.event_id,
    parties.entity_id,
    entities.name,
    entities.kind,
    parties.role,
    held.level,
    parties.mention_count
from parties
join entities using (entity_id)
left join held using (event_id, entity_id)
