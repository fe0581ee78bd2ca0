-- Words of speakers, quoted and reported, with the office that each held when the document was published.
-- speaker_id: Who said them; NULL if that is not decided.
-- speaker: The speaker's name.
-- office: The speaker's office on the day of publication, of several the highest; NULL if none is known.
-- published_date: Day of publication of the document.
-- kind: Direct, a whole turn of a speaker, indirect, or mixed: reported words of which some stand in marks.
-- words: The words.
-- cue: The word that tells of speech.
-- addressee: To whom, where the text tells.
-- document_id: The document.
-- title: Its title.
-- start_char: Where the words start in documents.text.
-- end_char: Where they end (exclusive).
with spoken as (
    select document_id, start_char, end_char, surface, kind, speaker_id, addressee_id, cue from quotes
    union all
    select document_id, start_char, end_char, surface, kind, speaker_id, addressee_id, cue from reported_speech
),

held as (
    select
        documents.document_id,
        terms.person_id,
        offices.name as office
    from documents
    join terms
        on documents.published_date between terms.start_date and coalesce(terms.end_date, documents.published_date)
    join offices using (office_id)
    where terms.person_id in (select speaker_id from spoken)
    qualify row_number() over (
        partition by documents.document_id, terms.person_id
        order by
            list_position(['leader', 'minister', 'military', 'official'], offices.level),
            terms.start_date desc,
            length(offices.name) desc,
            terms.office_id
    ) = 1
)

select
    spoken.speaker_id,
    speakers.name as speaker,
    held.office,
    documents.published_date,
    spoken.kind,
    spoken.surface as words,
    spoken.cue,
    addressees.name as addressee,
    documents.document_id,
    documents.title,
    spoken.start_char,
    spoken.end_char
from spoken
join documents using (document_id)
left join held on spoken.document_id = held.document_id and spoken.speaker_id = held.person_id
left join entities as speakers on spoken.speaker_id = speakers.entity_id
left join entities as addressees on spoken.addressee_id = addressees.entity_id
