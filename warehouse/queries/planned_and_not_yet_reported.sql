-- Which events were announced and are not told as a fact by any document since?
select start_date, end_date, event_type, title, place, participants, document_count
from timeline
where modality in ('planned', 'committed') and polarity = 'positive'
order by start_date nulls last, event_id
