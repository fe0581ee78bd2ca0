-- How many documents does the record have from each publisher, over which years, and where are the gaps?
with spans as (
    select
        publisher,
        min(published_year) as first_year,
        max(published_year) as last_year,
        count(distinct published_year) as covered_year_count,
        sum(document_count)::bigint as document_count,
        sum(undated_count)::bigint as undated_count
    from coverage
    group by publisher
)

select
    coalesce(publisher, 'not told') as publisher,
    document_count,
    undated_count,
    first_year,
    last_year,
    last_year - first_year + 1 - covered_year_count as missing_year_count
from spans
order by document_count desc, publisher
