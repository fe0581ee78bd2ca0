-- A mention without an entity says why, and one with an entity says how it was found.
with bases as (
    select
        document_id,
        start_char,
        end_char,
        surface,
        entity_id,
        basis,
        basis in ('unknown', 'ambiguous', 'no_date', 'no_holder', 'no_speaker', 'no_antecedent') as is_reason
    from mentions
)

select document_id, start_char, end_char, surface, entity_id, basis
from bases
where (entity_id is null) <> is_reason
