-- Which names stand for nobody known, and would most be worth adding to the knowledge?
select surface, label, reason, place_count, document_count, example_document_id
from open_questions
where about = 'mention' and label <> 'PRONOUN'
order by document_count desc, place_count desc, surface, label, reason
