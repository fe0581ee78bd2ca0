-- Who called for what, supported, criticized or refused what, and whose words are they?
select published_date, event_type, polarity, attributed_to, evidence, title, publisher
from event_evidence
where event_type in ('CALL', 'SUPPORT', 'CRITICISM', 'REFUSAL')
order by published_date nulls last, document_id, start_char
