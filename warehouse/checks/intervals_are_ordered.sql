-- Every interval of days starts before it ends or on the same day, and a publication day lies between its bounds.
with intervals as (
    select 'dates' as table_name, date_id as row_id, start_date, end_date from dates
    union all
    select 'event_mentions', event_mention_id, start_date, end_date from event_mentions
    union all
    select 'events', event_id, start_date, end_date from events
    union all
    select 'commitments', commitment_id, due_start_date, due_end_date from commitments
    union all
    select 'entities', entity_id, start_date, end_date from entities
    union all
    select 'terms', person_id || ' ' || office_id, start_date, end_date from terms
    union all
    select 'memberships', state_id || ' ' || organization_id, start_date, end_date from memberships
    union all
    select 'documents', document_id, published_earliest, published_latest from documents
    union all
    select 'documents (from the earliest)', document_id, published_earliest, published_date from documents
    union all
    select 'documents (to the latest)', document_id, published_date, published_latest from documents
)

select table_name, row_id, start_date, end_date
from intervals
where start_date > end_date
