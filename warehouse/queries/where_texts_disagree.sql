-- Where do the texts disagree on the day, the place, the people or the number of one event?
select event_title, aspect, first_claim, second_claim, first_evidence, second_evidence, is_same_document
from contradictions
order by is_same_document, event_title, aspect, first_document_id, first_start_char, second_document_id,
    second_start_char
