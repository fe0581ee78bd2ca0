-- On which words of which documents does the event rest that most documents tell?
with best as (
    select event_id
    from timeline
    order by document_count desc, mention_count desc, event_id
    limit 1
)

select told.published_date, told.publisher, told.document_title, told.is_copy, told.aspect, told.says, told.role,
    told.surface, told.score, told.reasons
from best
cross join lateral (
    select *
    from evidence(best.event_id)
) as told
