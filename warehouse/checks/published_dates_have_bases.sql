-- A publication date says how exact it is and where it was read.
select document_id, published_date, published_precision, published_basis
from documents
where published_date is not null and (published_precision is null or published_basis is null)
