"""Find: the spans that may name someone or something, and the words that speak of a topic. Nothing is decided here."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from spacy.tokens import Span as SpacySpan

from transforms.knowledge.names import NameHit, NameMatcher, Sense
from transforms.knowledge.spelling import PARTICLES
from transforms.model import Span, TopicMention
from transforms.nlp import Analysis, Segment
from transforms.topics import find_topics

_HEADLINE_KINDS = ("title", "subtitle", "heading")
WEAK_BASES = frozenset(("surname", "given_name"))
MODEL_LABELS = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "FAC": "FAC"}
# Names inside an address, a file name or a code name nothing: "240528b-002.jpg", "press@nato.int", "EN.pdf"
_WORD = re.compile(r"\S+")
_MASKED = re.compile(r"@.|://|^www\.|\.(?:jpe?g|png|gif|pdf|docx?|html?|int|eu|com|org)\b", re.IGNORECASE)
# A point ends the sentence after a word of five letters ("the Prime Minister. I told him"), not after "Gen."
# Ranks as forces write them: "Lt. Gen.", "Vice Admiral", "Brig Gen"
_RANK = (
    r"(?:(?:Lieutenant|Lt|Major|Maj|Brigadier|Brig|Vice|Rear|Air Chief|Air|Col)\.?[ -])?"
    r"(?:General|Gen|Admiral|Adm|Marshal|Brigadier|Commodore|Colonel|Col|Captain|Capt|Commander|Cdr|Major|Maj)")
# "Secretary General Rutte" has no rank, and in parliaments a marshal presides
_NO_RANK = "".join(rf"(?<!{word}[ -])" for word in (
    "Secretary", "Director", "Attorney", "Inspector", "Consul", "Governor", "Solicitor", "Commissioner"))
RANK = re.compile(rf"{_NO_RANK}\b(?!Marshal\b){_RANK}\.?\s+$")
HONORIFIC = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Messrs|Mme|Madam|Madame|Monsieur|Ma[iî]tre|Señora?|Signora?|Herr|Frau|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Count|King"
    rf"|Queen|{_RANK}|Ambassadors?|Ministers?|Commissioners?|Vice[- ]Presidents?|[Pp]residents?|Prime Ministers?"
    r"|Chancellors?|Secretary|Senators?|Sen|Rep|Secretary[ -]General|High Representative|HR/VP|VP|PM|FM|DM|MEP|SG|DSG"
    r"|Chairman|Chairwoman|Chair|Director(?:[ -]General)?|(?:Foreign|Defen[cs]e|Interior|Finance) Minister"
    r"|(?:Foreign|Defen[cs]e) Secretary"
    r"|(?:Crown )?Prince|Princess|Sheikh|Emir|Sultan|Rabbi|Imam|Bishop|Archbishop|Cardinal|Pope|Father|Sister|Judge"
    r"|Justice|Governor|Gov|Mayor|Sheriff|Attorney General|Congress(?:man|woman)|Undersecretary|Treasurer|Sergeant|Sgt"
    r"|Corporal|Lieutenant|Lt|Inspector|Superintendent|Detective|Rapporteur|MP|Deputy"
    r"|[Cc]hief|[Ss]poke(?:sman|swoman|sperson)|Taoiseach|Premier|[Ee]nvoy|[Mm]inister|[Aa]mbassador|[Cc]ommissioner)"
    r"(?:(?<![^\W\d_]{5})\.)?\s+$")
# What follows a name and is no part of it: "Gen John Smith OBE", "Anna Kowalczyk MEP", "John Smith, USN (Ret.)"
POST_NOMINALS = frozenset((
    "mep", "mp", "mps", "meps", "mdb", "msp", "obe", "mbe", "cbe", "kbe", "dbe", "gbe", "cmg", "kcmg", "dcmg", "gcmg",
    "kg", "kcb", "gcb", "cb", "dso", "phd", "usn", "usa", "usaf", "usmc", "raf", "rn", "ret", "retd", "jr", "sr", "ii",
    "iii", "iv", "qc", "kc", "esq", "mba", "llm", "msc"))
_TITLE_FIRST = re.compile(HONORIFIC.pattern.removesuffix("$"))
_NAME_WORD = r"(?:[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*|[A-Z][a-z]{0,2}\.)"
_PARTICLE = rf"(?:(?:{'|'.join(sorted(PARTICLES))})\s+)*"
_NO_SURNAMES = (
    "Summit", "Declaration", "Street", "Avenue", "Square", "Airport", "Centre", "Center", "University", "Hall", "House",
    "Award", "Prize", "Foundation", "Institute", "Palace", "Park", "Plan", "Treaty", "January", "February", "March",
    "April", "May", "June", "July", "August", "September", "October", "November", "December", "Day", "River", "Sea",
    "Bay", "Island", "Agreement", "Protocol", "Convention", "Process", "Group", "Report", "Committee",
    "Station", "Road", "Bridge", "Tower", "Hotel", "Castle", "School", "Church", "Cathedral", "Barracks", "Base")
# "General Motors", "General Affairs", "Supreme Allied Commander Transformation": no general's name
_AFTER_TITLE = frozenset((
    "motors", "electric", "dynamics", "atomics", "mills", "assembly", "affairs", "staff", "secretariat", "counsel",
    "election", "elections", "court", "data", "agreement", "debate", "budget", "directorate", "director", "security",
    "headquarters", "session", "transformation", "operations", "command", "commanders", "i", "forces"))
# Known places that are first names too: "Chad Smith", "Georgia Example"
_PLACE_FIRST_NAMES = frozenset((
    "Chad", "Jordan", "Georgia", "Austin", "Sydney", "Florence", "Victoria", "Charlotte", "Israel", "Dallas"))
# Short first names that are words too: "Will Georgia join?", "Mark London's words"
_WORD_FIRST_NAMES = frozenset((
    "Will", "May", "Mark", "Frank", "Bill", "Rob", "Grant", "Pat", "Sue", "Drew", "Dean", "Art", "Gene", "Rich", "Don",
    "Ray", "March", "April", "June", "August", "Dear"))
_VERB_FIRST = re.compile(r"(?:Will|May|March)\b")
_PERSON_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Mme)\.? $")
# Things named after people: "Charles de Gaulle airport", "the Robert Schuman building", "USS George Washington"
_THING_AFTER = re.compile(
    r"(?: (?:International|[Ii]nternational|Memorial|Carrier|Presidential|State|European|National|Peace))*"
    r" (?:[Aa]irport|[Cc]arrier|Strike Group|Building|Bridge|Square|Street|Avenue|Boulevard|University|School|Hospital"
    r"|Library|Museum|Foundation|Stiftung|Institute|Stadium|Hall|Cent(?:er|re)|Prize|Award|Medal|Lecture|[Bb]arracks"
    r"|Memorial|Station|Tower|Fellowship|Scholarship|College|Academy|Auditorium|Room|(?:Nimitz-)?[Cc]lass|Theatre)\b"
    r"|-class\b|\s?\((?:CVN|R|D|F|L|P|DDG|LHD|SSN|CG)[- ]?\d+\)")
_THING_AFTER_THE = re.compile(
    r" (?:building|bridge|square|street|university|school|hospital|library|museum|foundation|institute|stadium|hall"
    r"|cent(?:er|re)|prize|award|medal|lecture|memorial|station|tower|fellowship|scholarship|room|strike group)\b")
_THE_BEFORE = re.compile(r"\b[Tt]he $")
_SHIP_BEFORE = re.compile(
    r"\b(?:HMS|USS|FS|ITS|HNLMS|HDMS|HMCS|HMAS|TCG|ESPS|RFA|USNS|FGS|ORP|[Cc]arrier|[Ff]rigate|[Dd]estroyer|[Cc]ruiser"
    r"|[Ss]ubmarine|[Ww]arship|[Ss]hip|[Vv]essel) [“\"'‘]?$")
_SHIP_NAME = re.compile(
    r"\b(?:HMS|USS|ITS|HNLMS|HDMS|HMCS|HMAS|TCG|ESPS|RFA|USNS|FGS|ORP) [“\"'‘]?"
    rf"(?P<name>{_NAME_WORD}(?: {_PARTICLE}{_NAME_WORD}){{0,2}})")
_PARTICLE_END = re.compile(rf"\s{_PARTICLE}{_NAME_WORD}")
_POST_NOMINAL = re.compile(r",?\s*\(?([^\W\d_]+)\.?\)?$")
_FULL_NAME = re.compile(rf"{_NAME_WORD}(?:\s+{_PARTICLE}{_NAME_WORD}){{1,3}}$")
_TITLED_NAME = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Dr|Ambassador|{_RANK}|Professor|Minister|Commissioner|President|Chancellor|Senator|Lord|Lady|Sir"
    r"|Dame|Baroness|Judge)\.?\s+"
    rf"({_NAME_WORD}(?:\s+{_PARTICLE}{_NAME_WORD}){{0,2}})")
_GIVEN_AND_SURNAME = re.compile(
    rf"[A-ZÀ-ÖØ-Þ][\w’'-]+ (?:[A-Z]\. )?{_PARTICLE}(?!(?:{'|'.join(_NO_SURNAMES)})\b)"
    r"[A-ZÀ-ÖØ-ÞĀ-Ž][a-zà-öø-ÿā-ž][\w’'-]*")
# The European institutions' way with names: "Enrique BARÓN CRESPO (PES, E)", "Dana SPINANT"
_CAPITALS = r"[A-ZÀ-ÖØ-ÞĀ-Ž]{2}[A-ZÀ-ÖØ-ÞĀ-Ž'’-]*"
_CAPITAL_SURNAME = re.compile(
    rf"\b[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿā-ž]+(?:[ -][A-ZÀ-ÖØ-Þ][a-zà-öø-ÿā-ž]+){{0,2}} ({_CAPITALS}(?: {_CAPITALS}){{0,3}})\b"
    r"(?P<group>\s?\([A-Z][\w/&’-]*(?:, ?[A-Z]{1,3})?\))?")
# Exercises that no list knows: "exercise Trident Juncture 18", "EU CYBRID 2017" where the paragraph speaks of one
_NAMED_EXERCISE = re.compile(
    r"\b[Ee]xercises? ((?:[A-Z][\w’'-]+|[A-Z][A-Z/]+)(?: [A-Z][\w’'-]+){0,3}(?: (?:(?:19|20)\d\d|['’]?\d\d\b))?)")
_DATED_EXERCISE = re.compile(r"\b((?:[A-Z]{2,}[/-]?)+(?: [A-Z]{3,}(?:/[A-Z]+)?){0,2} (?:19|20)\d\d)\b")
_EXERCISE = re.compile(r"\b(?:exercis|drill|manoeuvre|war ?game)", re.IGNORECASE)
# how far from its name the word may stand
_EXERCISE_REACH = 200
# Head nouns of bodies that no list knows: "European Diplomatic Academy", "Centre for Strategic Studies"
_BODY_HEAD = re.compile(
    r"\b(?:Council|Committee|Agency|Institute|University|Academy|Ministry|Party|Service|Centre|Center|Foundation"
    r"|Command|Commission|Union|Association|Assembly|Parliament|Court|Bank|Fund|Group|Forum|Board|Authority|School"
    r"|College|Corps|Brigade|Task Force|Taskforce|Office|Department|Directorate|Delegation|Federation|Society|Network"
    r"|Initiative|Mission|Company|Corporation|Congress|Senate|Bundestag|Organisation|Organization|Partnership|Navy|Army"
    r"|Air Force|Armed Forces|Coast Guard|National Guard|Marine Corps|Headquarters|Staff|Secretariat|Bureau|Division"
    r"|Battalion|Regiment|Police|Chamber|Cluster|Alliance|Consortium|Observatory|Museum|Library|Laboratory)\b")
_NAME_GLUE = frozenset(("of", "the", "and", "for", "on", "to", "de", "du", "la", "s"))
_NOT_A_NAME = frozenset((
    "the", "a", "an", "and", "or", "of", "in", "on", "at", "for", "with", "by", "from", "to", "this", "that",
    "these", "those", "his", "her", "their", "our", "your", "its", "it", "he", "she", "we", "they", "statement",
    "press", "release", "transcript", "question", "answer", "moderator", "remarks", "speech", "photo", "video",
    "audio", "news", "download", "january", "february", "march", "april", "june", "july", "august", "september",
    "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "thank", "thanks", "dear", "welcome", "yes", "no", "summit", "declaration", "cooperation", "allies", "ally",
    "leaders", "ministers", "minister", "president", "secretary", "general", "deputy", "high", "representative",
    "commissioner", "chancellor", "ambassador", "chairman", "spokesperson", "excellency", "excellencies", "ladies",
    "gentlemen", "colleagues", "member", "members", "state", "states", "background", "east", "west", "north",
    "south", "summary", "annex", "introduction", "conclusion", "office", "council", "cabinet", "house", "elect",
    "designate", "emeritus", "and"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may name something, with what it can stand for; `senses` is empty for what only the model saw."""

    start: int
    end: int
    label: str
    senses: tuple[Sense, ...]

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)

    def of_basis(self, *bases: str) -> tuple[Sense, ...]:
        """Its senses of these bases."""
        return tuple(sense for sense in self.senses if sense.basis in bases)


@dataclass(frozen=True, slots=True)
class Candidates:
    """All that was found in a document: names that stand alone, names that need evidence, roles, new names, topics.

    A site is a building named after a body ("NATO Headquarters"): the name in it is the body's, the whole is a place.
    """

    names: tuple[Candidate, ...]
    weak: tuple[Candidate, ...]
    roles: tuple[Candidate, ...]
    new: tuple[Candidate, ...]
    sites: tuple[Candidate, ...]
    topics: tuple[TopicMention, ...]


def find_mentions(analysis: Analysis, matcher: NameMatcher) -> Candidates:
    """The candidates of one document, sorted; names, roles and topics each without overlap among themselves."""
    text = analysis.document.text
    hits = list(_readable(matcher.find(text), analysis.segments, text))
    things = _ship_names(analysis.segments)
    strong = [name for name in _split(hits, _is_strong) if not _is_of_thing(name, things, text)]
    exercises = [one for one in _find_exercises(analysis.segments) if not _is_known_event(one, strong)]
    strong = [name for name in strong if not any(one.span.contains(name.span) for one in exercises)]
    sites = _sites(strong)
    described = [name for name in strong if _is_described(name, text)]
    apart = {*sites, *described}
    names = _longest(name for name in strong if name not in apart)
    names = [name for name in names if _is_proper(name, analysis)]
    names = sorted((*names, *_longest(described)), key=lambda name: (name.start, name.end))
    weak = [name for name in _uncovered(_split(hits, _is_weak), names) if not _is_of_thing(name, things, text)]
    roles = _longest(_split(hits, lambda sense: sense.label == "ROLE"))
    persons = _longest(one for one in _persons_of_place_name(analysis, names, weak) if not _is_named_thing(one, text))
    names = _uncovered(names, persons)
    found = [one for one in _find_new(analysis, names, weak) if not _is_of_thing(one, things, text)]
    titles = [one for one in found if one.label == "PERSON" and " " not in text[one.start:one.end]]
    found = [one for one in found if one.label != "PERSON" or " " in text[one.start:one.end]]
    found += _uncovered(titles, roles)
    new = _longest((*exercises, *persons, *_uncovered(found, persons)))
    free = set(_uncovered([name for name in names if name.label == "NORP"], new))
    names = [name for name in names if name.label != "NORP" or name in free]
    return Candidates(tuple(names), tuple(_uncovered(weak, persons)), tuple(roles), tuple(new), tuple(sites),
                      tuple(find_topics(hits, text)))


def is_headline(analysis: Analysis, segment: Segment) -> bool:
    """True for a title or heading, and for a text of one line without a point at its end."""
    is_line = len(analysis.segments) == 1 and "\n" not in segment.text and segment.text[-1] not in ".!?:;"
    return segment.kind in _HEADLINE_KINDS or (segment.kind == "body" and is_line)


def _ship_names(segments: Sequence[Segment]) -> list[Span]:
    """Where ships are named: "George Washington" of "USS George Washington"."""
    return [Span(segment.start + match.start("name"), segment.start + match.end("name"))
            for segment in segments for match in _SHIP_NAME.finditer(segment.text)]


def _is_of_thing(name: Candidate, ships: Sequence[Span], text: str) -> bool:
    """A person's or place's name in that of a ship, or a full name that something is named after."""
    if name.label not in ("PERSON", "GPE", "LOC"):
        return False
    at = bisect_right(ships, name.start, key=attrgetter("start")) - 1
    if (at >= 0 and ships[at].contains(name.span)) or _SHIP_NAME.match(text, name.start):
        return True
    return name.label == "PERSON" and " " in text[name.start:name.end] and _is_named_thing(name, text)


def _is_named_thing(name: Candidate, text: str) -> bool:
    before = text[max(0, name.start - 16):name.start]
    if _SHIP_BEFORE.search(before) or _THING_AFTER.match(text, name.end):
        return True
    return bool(_THE_BEFORE.search(before) and _THING_AFTER_THE.match(text, name.end))


def _persons_of_place_name(
    analysis: Analysis, names: Sequence[Candidate], weak: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Persons whose name has that of a place: "Jack London", "Mr Warsaw", "Chad Smith"."""
    text = analysis.document.text
    given = {hit.end: hit for hit in weak if hit.of_basis("given_name")}
    surnames = {hit.start: hit for hit in weak if hit.of_basis("surname")}
    for place in names:
        if place.label not in ("GPE", "LOC") or " " in text[place.start:place.end]:
            continue
        first, last = given.get(place.start - 1), surnames.get(place.end + 1)
        if text[place.start:place.end] in _PLACE_FIRST_NAMES and last and not _is_title_word(text, last):
            yield Candidate(place.start, last.end, "PERSON", ())
        elif first and text[first.end] == " " and _is_first_name(analysis, first):
            yield Candidate(first.start, place.end, "PERSON", ())
        elif _PERSON_TITLE.search(text[max(0, place.start - 8):place.start]):
            yield Candidate(place.start, place.end, "PERSON", ())


def _is_title_word(text: str, name: Candidate) -> bool:
    """"Jordan King Abdullah": the word is a title too."""
    return HONORIFIC.search(text[name.start:name.end] + " ") is not None


def _is_first_name(analysis: Analysis, hit: Candidate) -> bool:
    """A first name that the model takes for a name, and that is no word that may stand before a place."""
    segment = analysis.segment_at(hit.start)
    if segment is None or segment.kind in _HEADLINE_KINDS:
        return False
    span = segment.doc.char_span(hit.start - segment.start, hit.end - segment.start)
    return (span is not None and analysis.document.text[hit.start:hit.end] not in _WORD_FIRST_NAMES
            and all(token.pos_ == "PROPN" for token in span))


def _is_strong(sense: Sense) -> bool:
    return sense.label not in ("ROLE", "TOPIC") and sense.basis not in WEAK_BASES


def _is_weak(sense: Sense) -> bool:
    return sense.basis in WEAK_BASES


def _is_described(name: Candidate, text: str) -> bool:
    """An event told by a description ("war in Ukraine"): unlike a proper name it leaves the names in it standing."""
    words = re.findall(r"[^\W\d_][\w'’-]*", text[name.start:name.end])
    is_nominal = all(sense.basis == "nominal" for sense in name.senses)
    return name.label == "EVENT" and (is_nominal or any(w[0].islower() and w not in _NAME_GLUE for w in words))


def _sites(names: Sequence[Candidate]) -> list[Candidate]:
    """The buildings in whose name a body's stands; `names` are sorted by start."""
    bodies = [name for name in names if name.label == "ORG"]
    found = []
    for name in names:
        first = bisect_left(bodies, name.start, key=attrgetter("start")) if name.label == "FAC" else len(bodies)
        last = bisect_left(bodies, name.end, lo=first, key=attrgetter("start"))
        if any(body.end <= name.end for body in bodies[first:last]):
            found.append(name)
    return found


def _split(hits: Iterable[NameHit], wanted: Callable[[Sense], bool]) -> list[Candidate]:
    found = []
    for hit in hits:
        senses = tuple(sense for sense in hit.senses if wanted(sense))
        if senses:
            found.append(Candidate(hit.start, hit.end, senses[0].label, senses))
    return found


def _readable(hits: Sequence[NameHit], segments: Sequence[Segment], text: str) -> Iterator[NameHit]:
    """The hits that lie in a read segment and not in an address or file name; both inputs are sorted."""
    masks = [Span(match.start(), match.end()) for match in _WORD.finditer(text) if _MASKED.search(match[0])]
    at = mask_at = 0
    for hit in hits:
        while at < len(segments) and segments[at].end <= hit.start:
            at += 1
        while mask_at < len(masks) and masks[mask_at].end <= hit.start:
            mask_at += 1
        in_segment = at < len(segments) and segments[at].start <= hit.start and hit.end <= segments[at].end
        if in_segment and not (mask_at < len(masks) and masks[mask_at].start < hit.end):
            yield hit


def _longest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Without overlaps: the leftmost wins, of those that start together the longest."""
    taken: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (c.start, -c.end)):
        if not taken or candidate.start >= taken[-1].end:
            taken.append(candidate)
    return taken


def _uncovered(candidates: Sequence[Candidate], others: Sequence[Candidate]) -> list[Candidate]:
    """Those that share no character with one of the others, which are sorted by start."""
    longest = max((other.end - other.start for other in others), default=0)
    free = []
    for candidate in candidates:
        first = bisect_left(others, candidate.start - longest, key=attrgetter("start"))
        last = bisect_left(others, candidate.end, lo=first, key=attrgetter("start"))
        if all(other.end <= candidate.start for other in others[first:last]):
            free.append(candidate)
    return free


def _is_proper(name: Candidate, analysis: Analysis) -> bool:
    """A one-word place that is also an English word ("Nice", "Split", "Mobile") must be tagged as a name, and an
    acronym with small letters ("Nato", but "Shape …")."""
    surface = analysis.document.text[name.start:name.end]
    is_place = name.label in ("GPE", "LOC", "FAC", "PERSON")
    is_acronym = name.label == "ORG" and surface.istitle() and all(sense.surface.isupper() for sense in name.senses)
    if not (is_place or is_acronym) or " " in surface or (surface.isupper() and len(surface) > 2):
        return True
    segment = analysis.segment_at(name.start)
    if segment is None:
        return False
    span = segment.words_at(name.start, name.end)
    return span is None or any(token.pos_ == "PROPN" or token.ent_type_ for token in span)


def _is_known_event(exercise: Candidate, names: Sequence[Candidate]) -> bool:
    return any(name.label == "EVENT" and name.span.overlaps(exercise.span) for name in names)


def _find_exercises(segments: Sequence[Segment]) -> Iterator[Candidate]:
    for segment in segments:
        text = segment.text
        matches = [*_NAMED_EXERCISE.finditer(text), *_DATED_EXERCISE.finditer(text)] if _EXERCISE.search(text) else []
        for match in matches:
            if _EXERCISE.search(text, max(0, match.start() - _EXERCISE_REACH), match.end() + _EXERCISE_REACH):
                yield Candidate(segment.start + match.start(1), segment.start + match.end(1), "EVENT", ())


def _find_new(
    analysis: Analysis, names: Sequence[Candidate], weak: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Persons and bodies that only the model, a title, a known first name or capitals show, where no known name
    stands."""
    ordered = sorted(names, key=attrgetter("start"))
    longest = max((name.end - name.start for name in ordered), default=0)
    given = [hit for hit in weak if hit.of_basis("given_name")]
    starts = [hit.start for hit in given]
    surnames = {hit.start for hit in weak if hit.of_basis("surname")} - set(starts)
    for segment in analysis.segments:
        first_names = given[bisect_left(starts, segment.start):bisect_left(starts, segment.end)]
        # "Rice Harvest Falls", "Austin Meet Stoltenberg": no new name begins with a surname in a headline
        found = [*(one for one in _model_names(segment)
                   if one.start not in surnames or not is_headline(analysis, segment)),
                 *_titled_names(segment), *_capital_surnames(segment, first_names),
                 *_after_given_names(segment, first_names)]
        for candidate in (_without_post_nominals(one, analysis.document.text) for one in found):
            first = bisect_left(ordered, candidate.start - longest, key=attrgetter("start"))
            last = bisect_left(ordered, candidate.end, key=attrgetter("start"))
            near = [name for name in ordered[first:last] if candidate.start < name.end]
            # "Allies Will Stand by Turkey"
            is_verb = candidate.label == "PERSON" and segment.kind in _HEADLINE_KINDS and (
                _VERB_FIRST.match(segment.text, candidate.start - segment.start) is not None)
            if not is_verb and all(_is_part_of_body(name, candidate) for name in near):
                yield candidate


def _is_part_of_body(name: Candidate, body: Candidate) -> bool:
    """A people's name in the longer name of a body: "Polish" of the "Polish Institute of International Affairs"."""
    return name.label == "NORP" and body.label == "ORG" and body.span.contains(name.span)


def _without_post_nominals(name: Candidate, text: str) -> Candidate:
    """The name without "OBE", "MEP", "Jr"; what is all post-nominal is left."""
    end = name.end
    while name.label == "PERSON" and " " in text[name.start:end] and (
            last := _POST_NOMINAL.search(text, name.start, end)) and last[1].casefold() in POST_NOMINALS:
        end = last.start()
    return replace(name, end=end) if name.start < end < name.end else name


def _model_names(segment: Segment) -> Iterator[Candidate]:
    for entity in segment.doc.ents:
        label = MODEL_LABELS.get(entity.label_)
        if label:
            start, end = _trim_name(entity, label, segment.text)
            if label == "PERSON":
                end = _with_surname(segment.text, start, end)
            if start < end and _plausible(segment.text[start:end], label):
                yield Candidate(segment.start + start, segment.start + end, label, ())


def _with_surname(text: str, start: int, end: int) -> int:
    """The end of a name that the model cut behind a particle: "Dirk De\\nBacker"; the start where nothing follows."""
    words = text[start:end].split()
    if len(words) < 2 or words[-1].casefold() not in PARTICLES:
        return end
    rest = _PARTICLE_END.match(text, end)
    return rest.end() if rest else start


def _titled_names(segment: Segment) -> Iterator[Candidate]:
    for match in _TITLED_NAME.finditer(segment.text):
        words = match[1].split()
        if not any(word.strip(".").casefold() in _NOT_A_NAME | _AFTER_TITLE for word in words):
            end = match.end(1) - len(match[1]) + len(match[1].rstrip("'’-."))
            end -= 2 if segment.text[match.start(1):end].endswith(("'s", "’s")) else 0
            yield Candidate(segment.start + match.start(1), segment.start + end, "PERSON", ())


def _capital_surnames(segment: Segment, given: Sequence[Candidate]) -> Iterator[Candidate]:
    """Names with the surname in capitals, where the first word is known as a first name or a group is told."""
    starts = {hit.start - segment.start for hit in given}
    for match in _CAPITAL_SURNAME.finditer(segment.text):
        is_post_nominal = match[1].split()[0].casefold() in POST_NOMINALS
        if (match["group"] or match.start() in starts) and not is_post_nominal:
            yield Candidate(segment.start + match.start(), segment.start + match.end(1), "PERSON", ())


def _after_given_names(segment: Segment, given: Sequence[Candidate]) -> Iterator[Candidate]:
    """A known first name and the name words that follow it: "Matti Saarelainen"."""
    for hit in given:
        start = hit.start - segment.start
        is_title = _is_title_word(segment.text, replace(hit, start=start, end=hit.end - segment.start))
        match = None if is_title else _GIVEN_AND_SURNAME.match(segment.text, start)
        end = start + len(re.sub(r"['’]s?$", "", match[0])) if match else start
        end = _with_second_surname(segment, start, end)
        span = segment.doc.char_span(start, end) if match else None
        if span is not None and all(
                token.pos_ == "PROPN" or token.lower_ in PARTICLES or not token.is_alpha for token in span):
            yield Candidate(hit.start, segment.start + end, "PERSON", ())


def _with_second_surname(segment: Segment, start: int, end: int) -> int:
    """The end of a name with the second surname, which the model takes for one with the first: "Xavier Cifre
    Quatresols"."""
    rest = _PARTICLE_END.match(segment.text, end) if end > start else None
    span = segment.doc.char_span(start, rest.end()) if rest else None
    is_one = span is not None and all(token.ent_type_ == "PERSON" for token in span) and not any(
        token.ent_iob_ == "B" for token in span[1:])
    return rest.end() if rest and is_one else end


def _trim_name(entity: SpacySpan, label: str, around: str) -> tuple[int, int]:
    """The model's span without article, titles and possessive: "the European Academy's" is "European Academy"."""
    text = entity.text
    start, end = entity.start_char, entity.end_char
    lead = re.match(r"(?:the|a|an|The)\s+", text)
    if lead:
        start += lead.end()
    if label in ("PERSON", "GPE"):
        # the model takes some "Mr Surname" for a place
        while title := _TITLE_FIRST.match(around[start:end]):
            start += title.end()
    tail = re.search(r"(?:['’]s?|\W)+$", around[start:end])
    return start, start + tail.start() if tail and tail.start() else end


def _plausible(surface: str, label: str) -> bool:
    words = surface.split()
    if any(char.isdigit() or char in "@/|:•" for char in surface) or not words:
        return False
    if label == "PERSON":
        return bool(_FULL_NAME.fullmatch(surface)) and not any(w.casefold().strip(".") in _NOT_A_NAME for w in words)
    if label == "ORG":
        return (len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper()
                and bool(_BODY_HEAD.search(surface)) and not _BODY_HEAD.fullmatch(surface))
    return (words[0][0].isupper() and words[-1][0].isupper() and len(surface) > 3
            and not any(word.casefold() in _NOT_A_NAME for word in words))
