-- The documents without their texts: what each is, who published it and when.
-- document_id: The document.
-- kind: What sort of text it is.
-- title: Its title as written; NULL if it has none.
-- publisher_id: The body that published it; NULL if the text does not tell.
-- publisher: The name of that body.
-- published_date: Day of publication; NULL if the text does not tell.
-- published_earliest: Earliest day on which it can have been published.
-- published_latest: Latest day on which it can have been published.
-- published_year: Year of publication, also where only the year is sure; NULL if it is not.
-- char_count: Length of its text in characters.
-- is_copy: True if it is a copy of another document with small changes.
-- path: The raw file that it comes from.
-- url: Public address of the page, where the file tells it.
select
    documents.document_id,
    documents.kind,
    documents.title,
    documents.publisher_id,
    publishers.name as publisher,
    documents.published_date,
    documents.published_earliest,
    documents.published_latest,
    case
        when documents.published_date is not null then year(documents.published_date)
        when year(documents.published_earliest) = year(documents.published_latest)
            then year(documents.published_earliest)
    end as published_year,
    length(documents.text) as char_count,
    documents.near_duplicate_of is not null as is_copy,
    sources.path,
    coalesce(documents.url, sources.url) as url
from documents
join sources using (source_id)
left join entities as publishers on documents.publisher_id = publishers.entity_id
