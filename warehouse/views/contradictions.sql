-- Claims on one event that disagree, side by side: other days, places, holders of an office or numbers, or told and
-- denied. What several passages say is shown once; a person whom only one of them names is no contradiction.
-- event_id: The event.
-- event_title: A line that tells it.
-- aspect: In what they disagree: date, place, people, number or polarity.
-- first_claim: What the one passage says.
-- second_claim: What the other says.
-- pair_count: Pairs of passages that disagree so.
-- is_same_document: True if one document says both.
-- first_evidence: The characters of the one passage.
-- first_document_id: Its document.
-- first_published_date: That document's day of publication.
-- first_start_char: Where the passage starts in documents.text.
-- first_end_char: Where it ends (exclusive).
-- second_evidence: The characters of the other passage.
-- second_document_id: Its document.
-- second_published_date: That document's day of publication.
-- second_start_char: Where the passage starts in documents.text.
-- second_end_char: Where it ends (exclusive).
with told as (
    select
        mention.*,
        documents.published_date,
        substr(documents.text, mention.start_char + 1, mention.end_char - mention.start_char) as evidence
    from event_mentions as mention
    join documents using (document_id)
    join events using (event_id)
    where events.mention_count > 1 and documents.near_duplicate_of is null
),

people as (
    select part.event_mention_id, string_agg(distinct entities.name, '; ' order by entities.name) as names
    from event_participants as part
    join entities using (entity_id)
    where entities.kind = 'person'
    group by part.event_mention_id
),

-- two who held the same office at different times: only one of them can have been there for it
rivals as (
    select distinct one.person_id as one_id, other.person_id as other_id
    from terms as one
    join terms as other on one.office_id = other.office_id and one.person_id <> other.person_id
    join offices on one.office_id = offices.office_id and offices.is_single_holder
),

rival_passages as (
    select distinct one.event_mention_id as first_id, other.event_mention_id as second_id
    from told as one
    join told as other on one.event_id = other.event_id and one.event_mention_id < other.event_mention_id
    join event_participants as here on one.event_mention_id = here.event_mention_id
    join event_participants as there on other.event_mention_id = there.event_mention_id
    join rivals on here.entity_id = rivals.one_id and there.entity_id = rivals.other_id
),

-- "12 ships" and "14 ships": a number, and the word that tells of what; days and years are no counts
counts as (
    select
        event_mention_id,
        regexp_extract(counted, '([a-z]{4,})$', 1) as noun,
        replace(regexp_extract(counted, '^([0-9][0-9,.]*)', 1), ',', '') as number
    from (
        select
            event_mention_id,
            unnest(regexp_extract_all(evidence, '[0-9][0-9,.]*(?: (?:thousand|million|billion))? [a-z]{4,}')) as counted
        from told
    )
    where not regexp_matches(counted, '(days?|weeks?|months?|years?|hours?)$|^(19|20)[0-9]{2} ')
),

claims as (
    select
        event_mention_id, 'date' as aspect, null as noun,
        if(start_date = end_date, start_date::varchar, start_date::varchar || ' to ' || end_date::varchar) as claim
    from told
    where start_date is not null and end_date is not null
    union all
    select told.event_mention_id, 'place', null, entities.name
    from told
    join entities on told.place_id = entities.entity_id
    union all
    select event_mention_id, 'people', null, names
    from people
    union all
    select event_mention_id, 'number', noun, number || ' ' || noun
    from counts
    union all
    select event_mention_id, 'polarity', null, polarity
    from told
    where modality in ('asserted', 'ongoing')
),

pairs as (
    select
        one.event_id,
        claim.aspect,
        claim.claim as first_claim,
        counterclaim.claim as second_claim,
        one.event_mention_id as first_id,
        other.event_mention_id as second_id,
        count(*) over same_claims as pair_count
    from told as one
    join told as other on one.event_id = other.event_id and one.event_mention_id < other.event_mention_id
    join claims as claim on one.event_mention_id = claim.event_mention_id
    join claims as counterclaim
        on
            other.event_mention_id = counterclaim.event_mention_id
            and claim.aspect = counterclaim.aspect
            and claim.noun is not distinct from counterclaim.noun
            and claim.claim <> counterclaim.claim
    join events on one.event_id = events.event_id
    left join entities as known on events.known_event_id = known.entity_id
    left join entities as here on one.place_id = here.entity_id
    left join entities as there on other.place_id = there.entity_id
    left join rival_passages
        on one.event_mention_id = rival_passages.first_id and other.event_mention_id = rival_passages.second_id
    where
        case claim.aspect
            -- two days of one summit agree
            when 'date' then (one.end_date < other.start_date or other.end_date < one.start_date)
                and not coalesce(
                    least(one.start_date, other.start_date) >= known.start_date
                    and greatest(one.end_date, other.end_date) <= coalesce(known.end_date, known.start_date), false)
            -- a city and its country agree
            when 'place' then 'state' not in (here.kind, there.kind)
                or coalesce(here.country_code <> there.country_code, true)
            when 'people' then rival_passages.first_id is not null
            else true
        end
    window same_claims as (
        partition by one.event_id, claim.aspect, least(claim.claim, counterclaim.claim),
            greatest(claim.claim, counterclaim.claim)
    )
    qualify row_number() over (same_claims order by one.event_mention_id, other.event_mention_id) = 1
)

select
    pairs.event_id,
    events.title as event_title,
    pairs.aspect,
    pairs.first_claim,
    pairs.second_claim,
    pairs.pair_count,
    one.document_id = other.document_id as is_same_document,
    one.evidence as first_evidence,
    one.document_id as first_document_id,
    one.published_date as first_published_date,
    one.start_char as first_start_char,
    one.end_char as first_end_char,
    other.evidence as second_evidence,
    other.document_id as second_document_id,
    other.published_date as second_published_date,
    other.start_char as second_start_char,
    other.end_char as second_end_char
from pairs
join events using (event_id)
join told as one on pairs.first_id = one.event_mention_id
join told as other on pairs.second_id = other.event_mention_id
order by pairs.event_id, pairs.aspect, pairs.first_id, pairs.second_id
