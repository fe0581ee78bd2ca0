-- Which names without a known identity are like a known one, and where do they stand?
select
    suggestions.surface,
    suggestions.label,
    entities.name as may_stand_for,
    suggestions.score,
    suggestions.reason,
    documents.title,
    suggestions.document_id,
    suggestions.start_char
from suggestions
join entities on suggestions.suggested_id = entities.entity_id
join documents using (document_id)
order by suggestions.score desc, suggestions.surface, may_stand_for, suggestions.document_id, suggestions.start_char
