-- The documents with their texts, in which offsets count.
select
    documents.document_id as id,
    'PlainText' as schema,
    coalesce(documents.title, register.path) as name,
    documents.title as title,
    register.path as "fileName",
    'text/plain' as "mimeType",
    documents.text as "bodyText",
    case documents.language when 'en' then 'eng' when 'fr' then 'fra' when 'de' then 'deu' end as language,
    documents.published_date as "publishedAt",
    documents.published_date as "date",
    register.publisher as publisher,
    register.url as "sourceUrl",
    documents.kind as keywords
from documents
join document_register as register using (document_id)
order by id
