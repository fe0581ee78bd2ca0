"""The contract: every table and column of the record, declared here and nowhere else."""

from __future__ import annotations

from warehouse.schema import Column, Table, boolean, date, integer, share, string, timestamp

SOURCE_STATUSES = ("loaded", "duplicate", "quarantined")
DOCUMENT_KINDS = (
    "news", "statement", "speech", "transcript", "press_release", "declaration", "readout", "report", "listing",
    "listing_entry", "article", "other",
)
BOUND_REASONS = (
    "stated", "office_held", "office_new", "office_ended", "office_ahead", "office_first_days", "office_since",
    "event_relative", "event_ahead", "event_past", "event_elapsed", "anniversary", "day_told", "day_planned",
    "day_in_caption", "day_signed", "day_of_week", "weekday_and_day", "text_past", "member_count", "member_joined",
    "member_newest", "member_ahead", "reference_code", "address", "updated", "fetched", "listing_order",
    "newest_entry", "announced_by", "copy_of",
)
BOUND_STATUSES = ("decisive", "agrees", "conflict")
HEADER_FIELDS = (
    "title", "published", "updated", "publisher", "url", "language", "kind", "reference_code", "fetched_at",
)
PASSAGE_KINDS = (
    "title", "subtitle", "dateline", "header", "body", "heading", "caption", "note", "turn", "contact", "reference",
    "navigation", "boilerplate", "entry",
)
PUBLISHED_BASES = ("header", "dateline", "metadata", "listing_entry", "issued_line", "constraint")
PRECISIONS = (
    "minute", "day", "week", "month", "season", "quarter", "half", "year", "decade", "century", "range", "vague",
)
ENTITY_KINDS = ("person", "organization", "organ", "state", "place", "instrument", "event", "group")
MENTION_LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT", "DOC", "NORP", "ROLE", "PRONOUN")
MENTION_BASES = (
    "name", "alias", "surname", "given_name", "title_and_surname", "nominal", "office", "office_in_text",
    "self", "side", "addressee", "antecedent", "several", "counterpart", "new_name", "demonym", "combining", "metonym",
    "unknown", "ambiguous", "no_date", "no_holder", "no_speaker", "no_antecedent",
)
TIMEX_TYPES = ("DATE", "TIME", "DURATION", "SET")
DATE_BASES = ("explicit", "relative_to_publication", "relative_to_date", "relative_to_event", "none")
DATE_STATUSES = ("resolved", "vague", "unresolved", "conflict")
DATE_MODIFIERS = (
    "before", "after", "on_or_before", "on_or_after", "less_than", "more_than", "equal_or_less", "equal_or_more",
    "start", "mid", "end", "approx",
)
QUOTE_KINDS = ("direct", "turn")
SPEECH_KINDS = ("indirect", "mixed")
SUGGESTION_REASONS = ("same_name", "same_surname", "similar_name")
EVENT_TYPES = (
    "MEETING", "PARTICIPATION", "VISIT", "STAFF_TALKS", "SIGNING", "ADOPTION", "PUBLICATION", "ESTABLISHMENT",
    "EXERCISE", "OPERATION_COORDINATION", "INFORMATION_SHARING", "CAPABILITY_PROJECT", "COOPERATION", "AID",
    "SANCTION", "MEMBERSHIP_STEP", "STATEMENT", "COMMITMENT", "CALL", "SUPPORT", "CRITICISM", "REFUSAL",
    "HOSTILE_ACT", "OFFICE_CHANGE", "OTHER",
)
MODALITIES = ("asserted", "ongoing", "planned", "committed", "called_for", "hypothetical")
POLARITIES = ("positive", "negated")
EVENT_DATE_BASES = ("stated", "document_date", "tense", "listing_entry", "known_event")
ROLES = (
    "initiator", "counterpart", "participant", "host", "chair", "signatory", "speaker", "addressee", "beneficiary",
    "target", "issuer",
)
SPECIFICITIES = ("specific", "vague")
COMMITMENT_STATUSES = ("open", "progress", "fulfilled", "superseded", "lapsed")

ID_PATTERN = r"^[a-z0-9][a-z0-9._-]*$"


def _id(name: str, description: str, *, null: bool = False, ref: str = "") -> Column:
    return string(name, description, null=null, ref=ref, pattern=ID_PATTERN)


def _document() -> Column:
    return _id("document_id", "The document whose text the offsets count in.", ref="documents.document_id")


def _span(what: str) -> tuple[Column, Column]:
    return (
        integer("start_char", f"Where {what} starts: offset in Unicode code points into documents.text."),
        integer("end_char", f"Where {what} ends (exclusive): offset in code points into documents.text."),
    )


def _entity(name: str, description: str) -> Column:
    return _id(name, description, null=True, ref="entities.entity_id")


SOURCES = Table("sources", "A file seen by the run, raw or in a raw file, whatever became of it.", ("source_id",), (
    _id("source_id", "Identifier of the file, made from its path."),
    _id("parent_source_id", "The archive, mail, mailbox or table that holds it; NULL for a raw file.", null=True,
        ref="sources.source_id"),
    string("path", "Path relative to the raw folder; behind `!/` the path in a file that holds others. Bytes that are "
           "not UTF-8 are escaped as \\xNN."),
    string("sha256", "SHA-256 of the bytes in hexadecimal; NULL if they could not be read, and for a container in "
           "another.", null=True, pattern="^[0-9a-f]{64}$"),
    integer("byte_count", "Size in bytes; NULL as for sha256.", null=True),
    string("media_type", "Media type judged by content; NULL if quarantined before that, and for a container in "
           "another.", null=True),
    string("encoding", "Character encoding by which the text was read (IANA name).", null=True),
    integer("replaced_count", "Byte sequences that were invalid in that encoding and read as U+FFFD.", null=True),
    string("status", "What became of the file: every file is one of these.", of=SOURCE_STATUSES),
    string("reason", "Why it is a duplicate or in quarantine, and the cure; NULL if loaded.", null=True),
    integer("document_count", "Documents read from it: 0 unless loaded, and for a file that only holds others."),
    integer("member_count", "Files that it holds, those in these included; 0 for a file that is itself a text."),
    string("text_id", "Hash of its text, header facts and layout: of all sources with the same hash one is loaded.",
           null=True, pattern="^[0-9a-f]{64}$"),
    string("url", "Public address of the page, where the file tells it.", null=True),
    timestamp("fetched_at", "When a crawler fetched the page, where a web archive tells it."),
), "record")

HEADER_FACTS = Table("header_facts", "What a file says of its text: each value for each fact, also where two disagree.",
                     ("source_id", "ordinal"), (
    _id("source_id", "The file.", ref="sources.source_id"),
    integer("ordinal", "Place among what the file says, the surest first within a field; from 0."),
    string("field", "The fact.", of=HEADER_FIELDS),
    string("value", "As the file writes it."),
    string("origin", "Where in the file it stands: a metadata element, a header line, a column."),
), "record")

DOCUMENTS = Table("documents", "A text with its own date: a page, or one entry of a listing page.", ("document_id",), (
    _id("document_id", "Identifier made from the source's text and header facts and the span in it."),
    _id("source_id", "The file that it comes from, raw or in a raw file.", ref="sources.source_id"),
    _id("parent_document_id", "For a listing entry: the listing page.", null=True, ref="documents.document_id"),
    integer("item_number", "For a listing entry: its place in the listing, from 1.", null=True),
    string("kind", "What sort of text it is.", of=DOCUMENT_KINDS),
    string("title", "The title as written, white space folded; NULL if it has none.", null=True),
    _entity("publisher_id", "The body that published it; NULL if the text does not tell."),
    _entity("speaker_id", "The speaker of a first-person statement."),
    string("language", "Language of the text (ISO 639-1); NULL if it is too short to tell.", null=True),
    date("published_date", "Day of publication that the text itself tells; NULL if it does not."),
    string("published_precision", "How exact that date is.", null=True, of=PRECISIONS),
    string("published_basis", "Where the date was read.", null=True, of=PUBLISHED_BASES),
    integer("published_start_char", "Where the date that decided stands, offset into text.", null=True),
    integer("published_end_char", "Where the date that decided ends, offset into text.", null=True),
    date("published_earliest", "Earliest day on which it can have been published; `date_bounds` has the evidence."),
    date("published_latest", "Latest day on which it can have been published."),
    timestamp("updated_at", "When the page says it was last updated, as if its clock were UTC."),
    _id("place_id", "The place of the dateline.", null=True, ref="entities.entity_id"),
    string("reference_code", "The publisher's reference number.", null=True),
    string("url", "Public address of the page, where the file tells it.", null=True),
    integer("source_start_char", "Where text starts in the source's text, in code points."),
    integer("source_end_char", "Where text ends in the source's text (exclusive)."),
    string("text", "The text, verbatim; all offsets count in it."),
    _id("near_duplicate_of", "The earlier document of which this one is a copy with small changes.", null=True,
        ref="documents.document_id"),
    _id("announced_document_id", "For a listing entry: the page in the record that it announces.", null=True,
        ref="documents.document_id"),
), "extract")

DATE_BOUNDS = Table(
    "date_bounds", "What bounds the day of publication of a document, and the words that say it.",
    ("document_id", "ordinal"), (
    _id("document_id", "The document that is bounded.", ref="documents.document_id"),
    integer("ordinal", "Place among its evidence, from 0."),
    string("bound", "Which bound.", of=("earliest", "latest")),
    date("day", "The bound that this evidence alone gives.", null=False),
    string("reason", "What kind of evidence it is.", of=BOUND_REASONS),
    string("status", "Whether it decides, agrees with what decides, or is in conflict with other evidence: then the "
           "document has no bounds.", of=BOUND_STATUSES),
    _id("told_in_document_id", "The document in which the span counts: a neighbor in a listing may tell it.",
        ref="documents.document_id"),
    integer("start_char", "Where it stands; NULL for what the page's own data tell.", null=True),
    integer("end_char", "Where it ends (exclusive).", null=True),
    string("surface", "The characters of the span.", null=True),
    _entity("entity_id", "The person, event, text or body whose fact it is; NULL if several readings remain."),
    _id("office_id", "The office held.", null=True, ref="offices.office_id"),
), "record")

PASSAGES = Table("passages", "The parts of a document; together they cover its text without gap or overlap.",
                 ("document_id", "ordinal"), (
    _document(),
    integer("ordinal", "Place in the document, from 0."),
    string("kind", "What the part is; an `entry` is told by a child document.", of=PASSAGE_KINDS),
    *_span("the passage"),
    _entity("speaker_id", "Who speaks, in a turn or a first-person statement."),
    integer("page_number", "Page of the PDF on which it begins, from 1.", null=True),
    string("element", "Element of the web page with which it begins: an XPath into the saved file.", null=True),
), "extract")

ENTITIES = Table("entities", "Someone or something known, from the knowledge or named by the record.", ("entity_id",), (
    _id("entity_id", "Identifier."),
    string("kind", "What it is.", of=ENTITY_KINDS),
    string("name", "Its usual name."),
    string("wikidata_id", "Its item in Wikidata, where sure.", null=True, pattern=r"^Q[0-9]+$"),
    string("country_code", "ISO 3166-1 alpha-2 code of its country (XK for Kosovo).", null=True),
    _id("parent_id", "The body that an organ belongs to.", null=True, ref="entities.entity_id"),
    date("start_date", "First day of an event, of a body's existence, or the date of an instrument."),
    date("end_date", "Last day of an event or of a body's existence."),
    boolean("is_known", "True if the knowledge files list it; false if the record named it."),
), "knowledge")

ALIASES = Table("aliases", "A surface that can stand for an entity.", ("entity_id", "alias"), (
    _id("entity_id", "The entity.", ref="entities.entity_id"),
    string("alias", "The surface."),
), "knowledge")

OFFICES = Table("offices", "An office that persons hold.", ("office_id",), (
    _id("office_id", "Identifier."),
    string("name", "Its full name."),
    _id("organization_id", "The body or state that it belongs to.", ref="entities.entity_id"),
    string("level", "Its level.", of=("leader", "minister", "official", "military")),
    boolean("is_single_holder", "True if only one person can hold it at a time."),
), "knowledge")

TERMS = Table("terms", "Who held which office when.", ("person_id", "office_id", "start_date"), (
    _id("person_id", "The holder.", ref="entities.entity_id"),
    _id("office_id", "The office.", ref="offices.office_id"),
    _id("organization_id", "The body or state that the office belongs to.", ref="entities.entity_id"),
    date("start_date", "First day in office.", null=False),
    date("end_date", "Last day in office; NULL while it lasts or where it is not known."),
    string("start_precision", "How exact the first day is.", of=("day", "month", "year")),
    string("end_precision", "How exact the last day is.", null=True, of=("day", "month", "year")),
    string("source", "Where the fact can be checked."),
), "knowledge")

MEMBERSHIPS = Table("memberships", "Which state belonged to which organization when.",
                    ("state_id", "organization_id", "start_date"), (
    _id("state_id", "The state.", ref="entities.entity_id"),
    _id("organization_id", "The organization.", ref="entities.entity_id"),
    date("start_date", "Day of accession.", null=False),
    date("end_date", "Last day of membership; NULL while it lasts."),
    string("source", "Where the fact can be checked."),
), "knowledge")

MENTIONS = Table("mentions", "A span that names or stands for an entity.",
                 ("document_id", "start_char", "end_char", "label", "referent"), (
    _document(),
    *_span("the mention"),
    string("surface", "The characters of the span."),
    string("label", "What sort of mention it is; a PRONOUN is any word that points back.", of=MENTION_LABELS),
    integer("referent", "Number of the one it stands for, from 0: \"both organisations\" has two rows."),
    _entity("entity_id", "Whom or what it stands for; NULL where that is not decided."),
    _id("office_id", "For a ROLE: the office that it names.", null=True, ref="offices.office_id"),
    string("basis", "How that was decided, or why it was not.", of=MENTION_BASES),
), "extract")

SUGGESTIONS = Table(
    "suggestions", "Who or what a name without a known identity may stand for. Nothing in the record rests on it.",
    ("document_id", "start_char", "end_char", "label", "suggested_id"), (
    _document(),
    *_span("the name"),
    string("surface", "The characters of the span."),
    string("label", "What sort of mention it is.", of=MENTION_LABELS),
    _id("suggested_id", "Whom or what it may stand for.", ref="entities.entity_id"),
    string("alias", "That one's name which is alike."),
    share("score", "How alike the two names are: 1 where they are the same."),
    string("reason", "What they share.", of=SUGGESTION_REASONS),
), "record")

DATES = Table("dates", "A temporal expression and what it stands for.", ("document_id", "start_char", "end_char"), (
    _id("date_id", "Identifier made from the document and the span."),
    _document(),
    *_span("the expression"),
    string("surface", "The characters of the span."),
    string("timex_type", "Kind of expression as in TIMEX3.", of=TIMEX_TYPES),
    string("timex_value", "Value in ISO 8601 as in TIMEX3; NULL if it is not resolved.", null=True),
    date("start_date", "First day of the closed interval."),
    date("end_date", "Last day of the closed interval."),
    string("precision", "The unit in which it is told.", null=True, of=PRECISIONS),
    string("modifier", "What limits or blurs it.", null=True, of=DATE_MODIFIERS),
    string("basis", "What it is counted from.", of=DATE_BASES),
    date("anchor_date", "The day that it is counted from."),
    string("rule", "The rule that found it."),
    string("status", "Whether it has a value, and if not, why.", of=DATE_STATUSES),
), "extract")

EVENT_REFERENCES = Table(
    "event_references", "A known event named where a time is told: \"at the Washington Summit\".",
    ("document_id", "start_char", "end_char"), (
    _document(),
    *_span("the name"),
    string("surface", "The characters of the span."),
    _id("entity_id", "The known event, or the instrument of whose signing it is the day.", ref="entities.entity_id"),
    date("start_date", "First day of the event.", null=False),
    date("end_date", "Last day of the event.", null=False),
    string("modifier", "Before, after or since it; NULL for the event's own days.", null=True, of=DATE_MODIFIERS),
), "extract")

QUOTES = Table("quotes", "Words and who said them.", ("document_id", "start_char", "end_char"), (
    _id("quote_id", "Identifier made from the document and the span."),
    _document(),
    *_span("the words (without the marks)"),
    string("surface", "The words."),
    string("kind", "Words in marks, or a whole turn of a speaker.", of=QUOTE_KINDS),
    _entity("speaker_id", "Who said them."),
    _entity("addressee_id", "To whom."),
    string("cue", "The word that tells of speech (said, added, …).", null=True),
), "extract")

REPORTED_SPEECH = Table(
    "reported_speech", "What somebody said, told in the words of the document.",
    ("document_id", "start_char", "end_char", "cue_start_char"), (
    _document(),
    *_span("what is said, without the cue"),
    string("surface", "The characters of the span."),
    string("kind", "Indirect, or mixed if some of the words stand in marks.", of=SPEECH_KINDS),
    _entity("speaker_id", "Who said it; NULL if that is not decided."),
    _entity("addressee_id", "To whom, where the text tells."),
    string("cue", "The word that tells of speech (said, stressed, according to, …)."),
    integer("cue_start_char", "Where the cue starts."),
    integer("cue_end_char", "Where the cue ends (exclusive)."),
), "extract")

TOPICS = Table("topics", "An area of cooperation.", ("topic_id",), (
    _id("topic_id", "Identifier."),
    string("name", "Its name."),
    _id("parent_id", "The wider topic.", null=True, ref="topics.topic_id"),
    string("origin", "The text that founded it as an area of cooperation."),
), "knowledge")

TOPIC_MENTIONS = Table("topic_mentions", "Where an area of cooperation is spoken of.",
                       ("document_id", "start_char", "end_char", "topic_id"), (
    _document(),
    *_span("the words"),
    string("surface", "The words."),
    _id("topic_id", "The topic.", ref="topics.topic_id"),
    string("reason", "Why they speak of it: a term of its own, or the word near by which it is one."),
), "extract")

EVENT_MENTIONS = Table("event_mentions", "One passage that tells of one event.", ("event_mention_id",), (
    _id("event_mention_id", "Identifier made from the document, the trigger and the type."),
    _document(),
    *_span("the clause that tells it"),
    string("trigger", "The word or words that name the act."),
    integer("trigger_start_char", "Where the trigger starts."),
    integer("trigger_end_char", "Where the trigger ends (exclusive)."),
    string("event_type", "What happened, of the closed list.", of=EVENT_TYPES),
    string("modality", "Whether it is told as fact, plan, promise, demand or possibility.", of=MODALITIES),
    string("polarity", "Whether it is told or denied.", of=POLARITIES),
    _entity("attributed_to", "Who says so, if not the document itself."),
    date("start_date", "First day on which it can have happened."),
    date("end_date", "Last day on which it can have happened."),
    string("precision", "How exact that is.", null=True, of=PRECISIONS),
    string("date_basis", "What the date rests on.", null=True,
           of=EVENT_DATE_BASES),
    _id("date_id", "The temporal expression that dates it.", null=True, ref="dates.date_id"),
    _entity("place_id", "Where."),
    _entity("object_id", "The text that is signed or published, or the body that is set up."),
    _id("event_id", "The event of the record that it tells of.", null=True, ref="events.event_id"),
    share("confidence", "How sure the extraction is: 0 to 1, from the rule that fired."),
    string("rule", "The rule that fired."),
), "extract")

EVENT_PARTICIPANTS = Table("event_participants", "Who took part in an event, and as what.",
                           ("event_mention_id", "entity_id", "role"), (
    _id("event_mention_id", "The event mention.", ref="event_mentions.event_mention_id"),
    _id("entity_id", "The participant.", ref="entities.entity_id"),
    string("role", "Its part.", of=ROLES),
    *_span("the participant's mention"),
), "extract")

EVENT_TOPICS = Table("event_topics", "What an event was about.", ("event_mention_id", "topic_id"), (
    _id("event_mention_id", "The event mention.", ref="event_mentions.event_mention_id"),
    _id("topic_id", "The topic.", ref="topics.topic_id"),
    *_span("the words that tell the topic"),
), "extract")

EVENTS = Table("events", "One real event, told in one or many documents.", ("event_id",), (
    _id("event_id", "Identifier made from its mentions' identifiers."),
    string("event_type", "What happened.", of=EVENT_TYPES),
    string("modality", "The firmest way in which it is told.", of=MODALITIES),
    string("polarity", "Whether it is told or denied.", of=POLARITIES),
    date("start_date", "First day on which it can have happened."),
    date("end_date", "Last day on which it can have happened."),
    string("precision", "How exact that is.", null=True, of=PRECISIONS),
    string("date_basis", "What the date rests on.", null=True, of=EVENT_DATE_BASES),
    _entity("place_id", "Where."),
    _entity("object_id", "The text that is signed or published, or the body that is set up."),
    string("title", "A line that a person would write for it."),
    _entity("known_event_id", "The known event (summit, signing) that it is."),
    _id("first_document_id", "The document that told of it first; one without a date only if none has one.", null=True,
        ref="documents.document_id"),
    date("first_reported_date", "Day on which that document was published."),
    _id("best_event_mention_id", "The mention that tells it best.", ref="event_mentions.event_mention_id"),
    integer("mention_count", "Mentions that tell of it.", minimum=1),
    integer("document_count", "Documents that tell of it, copies counted once.", minimum=1),
), "record")

EVENT_LINKS = Table("event_links", "Why a mention was merged into an event.", ("event_mention_id",), (
    _id("event_mention_id", "The mention.", ref="event_mentions.event_mention_id"),
    _id("event_id", "The event.", ref="events.event_id"),
    _id("linked_mention_id", "The mention that joined it: from each one leads a way to the event's best one; NULL if "
        "it is the only one.", null=True, ref="event_mentions.event_mention_id"),
    share("score", "How likely the two tell of one event: 1 for the event's only mention."),
    string("reasons", "What they share, as `reason` or `reason:detail`, and the weight, separated by `; `."),
), "record")

COMMITMENTS = Table("commitments", "Who undertook what, for when, and what became of it.", ("commitment_id",), (
    _id("commitment_id", "Identifier made from the event mention."),
    _id("event_mention_id", "The passage that promises.", ref="event_mentions.event_mention_id"),
    _entity("promisor_id", "Who promises."),
    _entity("beneficiary_id", "For whom."),
    string("action", "What is promised, in the words of the text."),
    _id("topic_id", "What it is about.", null=True, ref="topics.topic_id"),
    string("condition", "What it depends on, in the words of the text (\"subject to …\"); NULL if none is told.",
           null=True),
    date("due_start_date", "First day of the time by or at which it is due."),
    date("due_end_date", "Last day of that time."),
    string("specificity", "Specific if it names a deadline, a number or a named thing to make.", of=SPECIFICITIES),
    string("status", "What became of it, by later evidence only.", of=COMMITMENT_STATUSES),
    _id("status_evidence_document_id", "The later document that says so.", null=True, ref="documents.document_id"),
    _id("status_event_mention_id", "The event mention in it; NULL where a sentence says so that tells no act.",
        null=True, ref="event_mentions.event_mention_id"),
    integer("status_start_char", "Where the words that say so start, in the text of that document.", null=True),
    integer("status_end_char", "Where they end (exclusive).", null=True),
    share("status_score", "How like the promised act they are; NULL while it is open.", null=True),
    string("status_reasons", "What they share, as `reason` or `reason:detail`, separated by `; `.", null=True),
), "record")

RUNS = Table("runs", "The account of the run that wrote this record.", ("run_id",), (
    string("run_id", "Identifier of the run."),
    timestamp("started_at", "When it started.", null=False),
    timestamp("finished_at", "When the Parquet was written."),
    string("code_version", "Version of the code: distribution version and hash of the code that extracts."),
    string("model_version", "Name and version of the language model."),
    string("knowledge_version", "Hash of the knowledge files."),
    integer("raw_count", "Raw files seen."),
    integer("loaded_count", "Raw files loaded."),
    integer("duplicate_count", "Raw files with the bytes of another."),
    integer("quarantined_count", "Raw files in quarantine."),
    integer("member_count", "Files in raw files that hold others."),
    integer("document_count", "Documents in the record."),
    integer("read_count", "Raw files that were read anew in this run, copies not counted."),
    integer("extracted_count", "Texts that were analyzed anew in this run."),
    string("recomputed_reasons", "Why, as JSON: reason to number of texts."),
), "run")

CHECKS = Table("checks", "The checks that the warehouse passed before it was swapped in.", ("name",), (
    string("name", "The check: a file of warehouse/checks, or a key or reference of the contract."),
    string("description", "What it proves."),
    string("status", "Whether it passed.", of=("passed", "failed")),
    integer("row_count", "Failing rows."),
), "run")

TABLES: tuple[Table, ...] = (
    SOURCES, HEADER_FACTS, DOCUMENTS, DATE_BOUNDS, PASSAGES, ENTITIES, ALIASES, OFFICES, TERMS, MEMBERSHIPS, MENTIONS,
    SUGGESTIONS, DATES, EVENT_REFERENCES, QUOTES, REPORTED_SPEECH, TOPICS, TOPIC_MENTIONS, EVENT_MENTIONS,
    EVENT_PARTICIPANTS, EVENT_TOPICS, EVENTS, EVENT_LINKS, COMMITMENTS, RUNS, CHECKS,
)
BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
