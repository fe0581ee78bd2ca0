-- Whom and what the record names: by a mention, a part in an event, a document; with the bodies above and their states.
with recursive named as (
    select entity_id from mentions where entity_id is not null
    union
    select entity_id from event_participants
    union
    select publisher_id from documents where publisher_id is not null
    union
    select place_id from events where place_id is not null
    union
    select promisor_id from commitments where promisor_id is not null
),

held as (
    select organization_id as entity_id
    from terms
    where person_id in (from named)
    union
    select organization_id
    from memberships
    where state_id in (from named)
    union
    from named
),

above as (
    from held
    union
    select entities.parent_id
    from above
    join entities using (entity_id)
    where entities.parent_id is not null
)

select distinct entity_id from above
