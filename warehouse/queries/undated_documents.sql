-- Which documents have no day of publication, and how closely is it known all the same?
select title, kind, publisher, published_earliest, published_latest, day_count, date_count, path
from undated_documents
order by day_count nulls last, path, document_id
