-- What was spoken of each year, and which topics rose or fell against the year before?
with counted as (
    select published_year, topic, mention_count, document_count, event_count
    from topic_by_year
    where published_year is not null
)

select
    now.published_year,
    now.topic,
    now.document_count,
    now.document_count - coalesce(before.document_count, 0) as change,
    now.mention_count,
    now.event_count
from counted as now
left join counted as before on now.topic = before.topic and now.published_year = before.published_year + 1
order by now.published_year, now.document_count desc, now.topic
