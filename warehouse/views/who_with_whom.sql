-- Pairs of people and what ties them: acts of both, words of one to the other, passages that name both.
-- first_id: The person whose identifier sorts first.
-- first_name: The person's name.
-- second_id: The other.
-- second_name: The other's name.
-- act_count: Events told as facts in which both took part.
-- address_count: Quotes, turns and reported words of one to the other.
-- passage_count: Passages that name both; copies of a document are not counted.
-- document_count: Documents that hold such a passage.
-- first_date: Day of publication of the earliest of these documents that has one.
-- last_date: Day of publication of the latest.
with own as (
    select document_id, published_date
    from documents
    where near_duplicate_of is null and announced_document_id is null
),

named as (
    select distinct passages.document_id, passages.ordinal, own.published_date, mentions.entity_id
    from mentions
    join own using (document_id)
    join passages
        on
            mentions.document_id = passages.document_id
            and mentions.start_char >= passages.start_char and mentions.start_char < passages.end_char
    join entities on mentions.entity_id = entities.entity_id and entities.kind = 'person'
    where passages.kind not in ('navigation', 'boilerplate', 'contact', 'entry')
),

passage_ties as (
    select
        one.entity_id as first_id,
        other.entity_id as second_id,
        count(*) as passage_count,
        count(distinct one.document_id) as document_count,
        min(one.published_date) as first_date,
        max(one.published_date) as last_date
    from named as one
    join named as other using (document_id, ordinal)
    where one.entity_id < other.entity_id
    group by all
),

attendance as (
    select distinct events.event_id, parties.entity_id
    from events
    join event_parties as parties using (event_id)
    where parties.kind = 'person' and events.polarity = 'positive' and events.modality in ('asserted', 'ongoing')
),

act_ties as (
    select one.entity_id as first_id, other.entity_id as second_id, count(*) as act_count
    from attendance as one
    join attendance as other on one.event_id = other.event_id and one.entity_id < other.entity_id
    group by all
),

words as (
    select document_id, speaker_id, addressee_id from quotes
    union all
    select document_id, speaker_id, addressee_id from reported_speech
),

address_ties as (
    select
        least(words.speaker_id, words.addressee_id) as first_id,
        greatest(words.speaker_id, words.addressee_id) as second_id,
        count(*) as address_count
    from words
    join own using (document_id)
    join entities as speakers on words.speaker_id = speakers.entity_id and speakers.kind = 'person'
    join entities as addressees on words.addressee_id = addressees.entity_id and addressees.kind = 'person'
    where words.speaker_id <> words.addressee_id
    group by all
),

ties as (
    select first_id, second_id from passage_ties
    union
    select first_id, second_id from act_ties
    union
    select first_id, second_id from address_ties
)

select
    ties.first_id,
    one.name as first_name,
    ties.second_id,
    other.name as second_name,
    coalesce(act_ties.act_count, 0) as act_count,
    coalesce(address_ties.address_count, 0) as address_count,
    coalesce(passage_ties.passage_count, 0) as passage_count,
    coalesce(passage_ties.document_count, 0) as document_count,
    passage_ties.first_date,
    passage_ties.last_date
from ties
join entities as one on ties.first_id = one.entity_id
join entities as other on ties.second_id = other.entity_id
left join passage_ties on ties.first_id = passage_ties.first_id and ties.second_id = passage_ties.second_id
left join act_ties on ties.first_id = act_ties.first_id and ties.second_id = act_ties.second_id
left join address_ties on ties.first_id = address_ties.first_id and ties.second_id = address_ties.second_id
