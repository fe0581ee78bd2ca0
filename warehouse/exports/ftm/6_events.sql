-- The events, with who took part, where, and the documents and words that tell them.
with parties as (
    select
        event_id,
        list(distinct entity_id order by entity_id) as involved,
        list(distinct entity_id order by entity_id) filter (where role in ('host', 'chair')) as organizers
    from event_parties
    where kind in ('person', 'organization', 'organ', 'state', 'group')
    group by event_id
),

proofs as (
    select
        event_id,
        list(distinct document_id order by document_id) as documents,
        list(distinct evidence order by evidence) as notes,
        list(distinct url order by url) filter (where url is not null) as urls
    from event_evidence
    group by event_id
)

select
    events.event_id as id,
    'Event' as schema,
    events.title as name,
    events.start_date as "startDate",
    events.end_date as "endDate",
    if(events.start_date = events.end_date, events.start_date, null) as "date",
    parties.involved as involved,
    parties.organizers as organizer,
    places.name as location,
    if(places.kind = 'place', places.entity_id, null) as "addressEntity",
    lower(places.country_code[1:2]) as country,
    [events.event_type, events.modality, events.polarity] as keywords,
    proofs.notes as notes,
    proofs.documents as proof,
    proofs.urls as "sourceUrl",
    events.event_id as "recordId"
from events
left join parties using (event_id)
left join proofs using (event_id)
left join entities as places on events.place_id = places.entity_id
order by id
