-- How many documents the record has from each publisher and year.
-- publisher: The body that published them; NULL if the texts do not tell.
-- published_year: Year of publication; NULL for documents of which it is not sure.
-- document_count: Documents, entries of listings among them.
-- copy_count: Documents that are copies of others with small changes.
-- undated_count: Documents without a day of publication.
-- char_count: Characters of their texts.
select
    publisher,
    published_year,
    count(*) as document_count,
    count(*) filter (where is_copy) as copy_count,
    count(*) filter (where published_date is null) as undated_count,
    sum(char_count)::bigint as char_count
from document_register
group by all
