-- The last run counted as many documents as the record has.
with last_run as (
    select run_id, document_count
    from runs
    order by started_at desc, run_id desc
    limit 1
),

counted as (
    select count(*) as found_count
    from documents
)

select last_run.run_id, last_run.document_count, counted.found_count
from last_run
cross join counted
where last_run.document_count <> counted.found_count
