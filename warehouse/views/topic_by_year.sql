-- How much is said about each topic in each year of publication.
-- topic_id: The topic.
-- topic: Its name.
-- published_year: Year of publication; NULL for documents of which it is not sure.
-- mention_count: Passages that speak of it, copies of documents left out.
-- document_count: Documents that speak of it, copies left out.
-- event_count: Events told in them that are about it.
with spoken as (
    select
        topic_mentions.topic_id,
        register.published_year,
        count(*) as mention_count,
        count(distinct register.document_id) as document_count
    from topic_mentions
    join document_register as register using (document_id)
    where not register.is_copy
    group by all
),

told as (
    select event_topics.topic_id, register.published_year, count(distinct event_mentions.event_id) as event_count
    from event_topics
    join event_mentions using (event_mention_id)
    join document_register as register using (document_id)
    where not register.is_copy
    group by all
)

select
    topics.topic_id,
    topics.name as topic,
    years.published_year,
    coalesce(spoken.mention_count, 0) as mention_count,
    coalesce(spoken.document_count, 0) as document_count,
    coalesce(told.event_count, 0) as event_count
from (
    select topic_id, published_year from spoken
    union
    select topic_id, published_year from told
) as years
join topics using (topic_id)
left join spoken
    on years.topic_id = spoken.topic_id and years.published_year is not distinct from spoken.published_year
left join told on years.topic_id = told.topic_id and years.published_year is not distinct from told.published_year
