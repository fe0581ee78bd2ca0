-- Words of speakers, with the office that each held when the document was published.
-- speaker_id: Who said them; NULL if that is not decided.
-- speaker: The speaker's name.
-- office: The speaker's office on the day of publication; NULL if none is known.
-- published_date: Day of publication of the document.
-- kind: Direct, indirect, or a whole turn of a speaker.
-- words: The words.
-- addressee: To whom, where the text tells.
-- document_id: The document.
-- title: Its title.
-- start_char: Where the words start in documents.text.
-- end_char: Where they end (exclusive).
with held as (
    select
        quotes.quote_id,
        offices.name as office
    from quotes
    join documents using (document_id)
    join terms
        on
            quotes.speaker_id = terms.person_id
            and documents.published_date between terms.start_date and coalesce(terms.end_date, documents.published_date)
    join offices on terms.office_id = offices.office_id
    qualify row_number() over (partition by quotes.quote_id order by terms.start_date desc, terms.office_id) = 1
)

select
    quotes.speaker_id,
    speakers.name as speaker,
    held.office,
    documents.published_date,
    quotes.kind,
    quotes.surface as words,
    addressees.name as addressee,
    documents.document_id,
    documents.title,
    quotes.start_char,
    quotes.end_char
from quotes
join documents using (document_id)
left join held using (quote_id)
left join entities as speakers on quotes.speaker_id = speakers.entity_id
left join entities as addressees on quotes.addressee_id = addressees.entity_id
