-- Every file is loaded without a reason, or is a duplicate or in quarantine with one; the last run counted the raw ones so.
with last_run as (
    select *
    from runs
    order by started_at desc, run_id desc
    limit 1
),

counted as (
    select
        count(*) as raw_count,
        count(*) filter (where status = 'loaded') as loaded_count,
        count(*) filter (where status = 'duplicate') as duplicate_count,
        count(*) filter (where status = 'quarantined') as quarantined_count
    from sources
    where parent_source_id is null
)

select source_id as row_id, status || ' with reason: ' || coalesce(reason, 'none') as fault
from sources
where (status = 'loaded') <> (reason is null)

union all

select
    last_run.run_id,
    format(
        'the run counted {} = {} + {} + {}, the sources are {} = {} + {} + {}',
        last_run.raw_count, last_run.loaded_count, last_run.duplicate_count, last_run.quarantined_count,
        counted.raw_count, counted.loaded_count, counted.duplicate_count, counted.quarantined_count
    )
from last_run
cross join counted
where
    last_run.raw_count <> counted.raw_count
    or last_run.loaded_count <> counted.loaded_count
    or last_run.duplicate_count <> counted.duplicate_count
    or last_run.quarantined_count <> counted.quarantined_count
