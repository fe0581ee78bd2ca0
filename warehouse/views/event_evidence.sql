-- Every passage that tells of an event, in the words of its document.
-- event_id: The event; NULL if the passage was not brought together with one.
-- event_mention_id: The passage.
-- event_type: What happened, as this passage tells.
-- modality: Whether it is told as fact, plan, promise, demand or possibility.
-- polarity: Whether it is told or denied.
-- start_date: First day on which it can have happened, as this passage tells.
-- end_date: Last day on which it can have happened, as this passage tells.
-- evidence: The characters of the document that tell it.
-- attributed_to: Who says so, if not the document itself.
-- title: The document's title.
-- publisher: The body that published the document.
-- published_date: Day of publication; NULL if the text does not tell.
-- score: How well the passage fits the other passages of the event.
-- reasons: Why it was taken for the same event.
-- document_id: The document.
-- start_char: Where the passage starts in documents.text.
-- end_char: Where it ends (exclusive).
-- path: The raw file.
-- url: Public address of the page, where the file tells it.
select
    mention.event_id,
    mention.event_mention_id,
    mention.event_type,
    mention.modality,
    mention.polarity,
    mention.start_date,
    mention.end_date,
    substr(documents.text, mention.start_char + 1, mention.end_char - mention.start_char) as evidence,
    speakers.name as attributed_to,
    register.title,
    register.publisher,
    register.published_date,
    link.score,
    link.reasons,
    mention.document_id,
    mention.start_char,
    mention.end_char,
    register.path,
    register.url
from event_mentions as mention
join documents using (document_id)
join document_register as register using (document_id)
left join event_links as link using (event_mention_id)
left join entities as speakers on mention.attributed_to = speakers.entity_id
