-- Who said what, in which office and when?
select speaker, office, published_date, kind, words, title, document_id
from quotes_by_speaker
where speaker is not null
order by speaker, published_date nulls last, document_id, start_char
