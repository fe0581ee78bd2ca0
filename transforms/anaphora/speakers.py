"""I, we and you: who speaks, for which side, and to whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from transforms.anaphora.groups import CORE, bodies_near, resolve_phrase
from transforms.anaphora.persons import Answer
from transforms.anaphora.scene import NARRATION, Noun, Scene, Sentence
from transforms.anaphora.wording import ACTING_VERBS
from transforms.model import Mention, Span
from transforms.quotes import find_marked

# what two have together, where nobody else is named: "our partnership has never been closer"
_MUTUAL = re.compile(
    r"our\s+(?:(?!own\b)[a-z]+\s+){0,2}(?:partnership|cooperation|co-operation|relationship|relations|joint \w+)\b"
    r"(?!\s+(?:with|to)\b)", re.IGNORECASE)
# "World War I", "Title I of the Treaty"
_NUMBERED = frozenset((
    "war", "part", "annex", "chapter", "title", "article", "phase", "pillar", "level", "group", "section", "tranche",
    "volume", "book", "category", "class", "type", "table", "appendix", "protocol", "stage"))
_WITH_ALLIES = re.compile(r"(?:we|us)(?:,?\s+(?:the|as|at)\s+|\s+)(?:\w+\s+)?Allies\b", re.IGNORECASE)
_AS_EUROPEANS = re.compile(r"(?:we|us)(?:,?\s+(?:the|as)\s+|\s+)Europeans\b", re.IGNORECASE)
_AS_BEFORE = re.compile(r"\bAs (?:\w+\s+)?(Europeans|Allies)\s*,?\s*$")
_IN_BODY = re.compile(r"^\s+(?:in|at|here in|here at|from)\s+(?:the\s+)?", re.IGNORECASE)
# "all of us" takes in those who listen
_INCLUSIVE_BEFORE = re.compile(r"\b(?:all|both|each|one|some|many|most|none|few|two|three|any|every one) of\s+$",
                               re.IGNORECASE)
_OF_SEVERAL = re.compile(r"\s+(?:two|both)\b")
_LET = re.compile(r"\b(?:[Ll]et)\s+$")
_SIGNATORIES = re.compile(r"We,\s+the\s")
_JOINT = re.compile(
    r"Joint (?:statement|declaration|communiqu[eé]|letter|article|op-ed)\s+(?P<by>by|of|from)?", re.IGNORECASE)
_ADDRESS_BEFORE = re.compile(
    r"(?:\b[Dd]ear|\b[Tt]hank you(?: so| very)?(?: much)?(?: indeed)?,?|\b[Tt]hanks,?|\b[Ww]elcome,?|"
    r"\b[Cc]ongratulations,?|\bGood (?:morning|afternoon|evening),?|\bHello,?)"
    r"(?:\s+(?:[Dd]ear|my (?:dear )?friend|Mr|Ms|Mrs|Madam|President|Prime Minister|Minister|Secretary General)[,.]?)*"
    r"\s+(?:[A-Z][\w’'-]+\s+){0,3}$")
# "So then Ursula, …", "as you mentioned, Ursula, …"
_OPENS_SENTENCE = re.compile(
    r"(?:^|[.!?:“\"]\s*)(?:(?:So|And|But|Well|Now|[Tt]hen|Mr|Madam|Mrs|Ms)[.,]?\s+){0,2}$|\byou(?:\s+\w+){1,3},\s+$")
_TO_YOU = re.compile(
    r",\s+(?:the|in|on|you|your|thank|I|we|welcome|please|it|congratulations|let|may|could|can|do|what|how|when)\b")
_CLOSES_SENTENCE = re.compile(r"\s*[.!?]")
_AUDIENCE = re.compile(
    r"\b(?:ladies and gentlemen|colleagues|journalists|friends|everyone|everybody|you all|all of you|"
    r"dear students|members of the press|honou?rable members|excellencies|distinguished)\b", re.IGNORECASE)
# what is said to everybody: "as you know", "you see"
_GENERIC_YOU = re.compile(
    r"\byou\s+(?:all\s+)?(?:know|see|can see|will see|may know|might|may recall|recall|will recall|remember|can imagine"
    r"|have seen|have heard|may have|guys)\b", re.IGNORECASE)
_THANK = re.compile(r"\b[Tt]hank\s+$")
_BOTH_AFTER = re.compile(r"\s+(?:both|two)\b")


def resolve_self(scene: Scene, sentence: Sentence, token: Token) -> Answer | None:
    """Who says I; nothing for a number and for words cited in a speech."""
    if token.lower_ == "i" and (token.text == "i" or _is_number(token)):
        return None
    start = sentence.span_of(token).start
    voice = scene.voice_at(start)
    if _is_cited(scene, sentence, token, voice):
        return None
    speaker = scene.speaker_of(voice)
    return Answer((speaker,), "self") if speaker else Answer((), "no_speaker")


def _is_number(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).lower_ in _NUMBERED and token.nbor(-1).text[0].isupper()


def _is_cited(scene: Scene, sentence: Sentence, token: Token, voice: int) -> bool:
    """True inside marks in a turn: the speaker cites somebody."""
    if voice == NARRATION or scene.quotes[voice].kind != "turn":
        return False
    text = sentence.segment.text
    first, last = sentence.tokens.start_char, sentence.tokens.end_char
    return any(words.marked.start <= token.idx - first < words.marked.end for words in find_marked(text[first:last]))


# --- we ---------------------------------------------------------------------------------------------------------------


def resolve_we(scene: Scene, sentence: Sentence, token: Token) -> Answer | None:
    """The side for which is spoken: a body or state, two where the words take in both, the signatories of a text."""
    text, span = scene.context.text, sentence.span_of(token)
    voice = scene.voice_at(span.start)
    if _is_nobodys(scene, sentence, token) or _is_cited(scene, sentence, token, voice):
        return None
    if token.lower_ == "our" and _OF_SEVERAL.match(text, span.end, sentence.end):
        phrase = resolve_phrase(scene, sentence, token.nbor(1))
        if phrase is not None and phrase[1].ids:
            return phrase[1]
    told = _told_side(scene, sentence, token)
    if told:
        return Answer((told,), "side")
    is_signed = scene.signatories is not None and (voice == NARRATION or scene.quotes[voice].kind == "turn")
    if is_signed or (voice == NARRATION and not scene.speaker_id):
        return _side_of_text(scene, sentence, token)
    return _one_or_both(scene, sentence, token, scene.speaker_of(voice))


def _is_nobodys(scene: Scene, sentence: Sentence, token: Token) -> bool:
    """"all of us", "let us" take in those who listen; the "our" of "our Alliance" is part of the name."""
    span, text = sentence.span_of(token), scene.context.text
    before = text[max(sentence.start, span.start - 40):span.start]
    if token.lower_ == "our":
        return any(m.label == "ORG" and m.entity_id for m in scene.mentions_in(span.end, span.end + 2))
    return bool(_INCLUSIVE_BEFORE.search(before)) or (token.lower_ == "us" and bool(_LET.search(before)))


def _one_or_both(scene: Scene, sentence: Sentence, token: Token, speaker_id: str | None) -> Answer | None:
    side = scene.side_of(speaker_id)
    both = _both_sides(scene, sentence, token, side)
    if both:
        return Answer(both, "several")
    return Answer((side,), "side") if side else None


def _told_side(scene: Scene, sentence: Sentence, token: Token) -> str | None:
    """"we, the Allies", "we as Europeans", "we in Finland"; the same for "our" later in the sentence."""
    text = scene.context.text
    for we in (one for one in sentence.tokens if one.lower_ in ("we", "us") and one.i <= token.i):
        start = sentence.span_of(we).start
        words = text[start:start + 60]
        if _WITH_ALLIES.match(words):
            return "nato"
        if _AS_EUROPEANS.match(words):
            return "european-union"
        end = start + len(we)
        place = _IN_BODY.match(text[end:end + 30])
        named = scene.mentions_in(end + place.end(), end + place.end() + 1) if place else ()
        for mention in named:
            if mention.entity_id and mention.label in ("ORG", "GPE") \
                    and scene.kind_of(mention.entity_id) in ("body", "state"):
                return scene.knowledge.organization_of(mention.entity_id)
    fellow = _AS_BEFORE.search(text, sentence.start, sentence.span_of(token).start)
    return None if fellow is None else "nato" if fellow[1] == "Allies" else "european-union"


def _both_sides(scene: Scene, sentence: Sentence, token: Token, side: str | None) -> tuple[str, ...]:
    """"NATO and the EU share values and we work together": both, if the speaker's side is one of the two."""
    start = sentence.span_of(token).start
    for group in sentence.groups:
        if group.end <= start and group.kind == "body" and len(group.ids) == 2 and group.rank == 3 \
                and group.voice == scene.voice_at(start):
            ids = tuple(dict.fromkeys(scene.knowledge.organization_of(one) for one in group.ids))
            if len(ids) == 2 and (side is None or side in ids):
                return ids
    is_mutual = token.lower_ == "our" and _MUTUAL.match(scene.context.text, start, sentence.end)
    return CORE if is_mutual and side in CORE and bodies_near(scene, start) | {side} == set(CORE) else ()


def _side_of_text(scene: Scene, sentence: Sentence, token: Token) -> Answer | None:
    """Outside quotes: those who sign the text, the side of whom is told to have said it, the publisher."""
    if scene.signatories is not None:
        several = Answer(scene.signatories, "side" if len(scene.signatories) == 1 else "several")
        return several if scene.signatories else None
    said_by = _teller(sentence, token)
    if said_by is not None:
        return _one_or_both(scene, sentence, token, said_by)
    publisher = scene.context.publisher_id
    return Answer((scene.knowledge.organization_of(publisher),), "side") if publisher else None


def find_signatories(scene: Scene) -> tuple[str, ...] | None:
    """Those of "Joint statement by …" or "We, the President of …, and …"; empty if not known, None for other texts."""
    for segment in scene.context.analysis.segments:
        opening = (_JOINT if segment.kind == "title" else _SIGNATORIES).match(segment.text)
        if opening is None or segment.kind not in ("title", "body", "turn"):
            continue
        start = segment.start + opening.end()
        is_end = (token.idx for token in segment.doc if token.idx > opening.end() and token.pos_ == "VERB")
        end = segment.end if segment.kind == "title" else segment.start + next(is_end, len(segment.text))
        signing = _signing(scene, scene.mentions_in(start, end))
        if segment.kind == "body" or len(signing) > 1:
            return signing
        if segment.kind == "title" and opening["by"]:
            return ()
    return None


def _signing(scene: Scene, mentions: Sequence[Mention]) -> tuple[str, ...]:
    people = [m.entity_id for m in mentions if m.label in ("ROLE", "PERSON")]
    if len(people) > 1:
        return tuple(dict.fromkeys(one for one in people if one)) if all(people) else ()
    bodies = [m.entity_id for m in mentions if m.label in ("ORG", "GPE") and m.entity_id
              and scene.kind_of(m.entity_id) in ("body", "state")]
    return tuple(dict.fromkeys(bodies)) if not people else ()


def _teller(sentence: Sentence, token: Token) -> str | None:
    """The subject of "said that we …"."""
    for verb in token.ancestors:
        if verb.pos_ == "VERB" and verb.lemma_ in ACTING_VERBS:
            subjects = {child.i for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")}
            if token.i in subjects:
                continue
            for noun in sentence.nouns:
                if noun.head.i in subjects and noun.ids and len(noun.ids) == 1 and noun.voice == NARRATION:
                    return noun.ids[0]
    return None


# --- you --------------------------------------------------------------------------------------------------------------


def resolve_you(scene: Scene, sentence: Sentence, token: Token) -> Answer | None:
    """The one addressed by name in the same sentence or shortly before, in the same words."""
    text, span = scene.context.text, sentence.span_of(token)
    voice = scene.voice_at(span.start)
    if voice == NARRATION or _GENERIC_YOU.match(text, span.start, sentence.end) \
            or _is_cited(scene, sentence, token, voice):
        return None
    here = _addressed(scene, sentence, voice)
    if len(here) > 1:
        return Answer(here, "addressee") if len(here) == 2 and _BOTH_AFTER.match(text, span.end) else None
    if here and not _AUDIENCE.search(text, sentence.start, sentence.end):
        return Answer(here, "addressee")
    return None if here or _closes(scene, sentence, span) else _addressed_before(scene, sentence, voice)


def _closes(scene: Scene, sentence: Sentence, span: Span) -> bool:
    """True for the "Thank you." that is said to all."""
    text = scene.context.text
    return bool(_THANK.search(text[max(sentence.start, span.start - 8):span.start])
                and _CLOSES_SENTENCE.match(text, span.end))


def _addressed_before(scene: Scene, sentence: Sentence, voice: int) -> Answer | None:
    """What goes on after "Thank you, Ursula. Your leadership …" is said to her, until a sentence does not say you."""
    quote = scene.quotes[voice]
    if _AUDIENCE.search(scene.context.text, sentence.start, sentence.end):
        return None
    if quote.kind == "direct":
        return Answer((quote.addressee_id,), "addressee") if quote.addressee_id else None
    before = scene.history[-1] if scene.history else None
    if before is None or before.end <= quote.start:
        return None
    addressed = _addressed(scene, before, voice) or before.addressed
    return Answer(addressed, "addressee") if len(addressed) == 1 else None


def _addressed(scene: Scene, sentence: Sentence, voice: int) -> tuple[str, ...]:
    """Those whom the sentence addresses by name or title."""
    speaker = scene.quotes[voice].speaker_id
    found = (noun for noun in sentence.nouns if noun.kind == "person" and len(noun.ids) == 1 and noun.voice == voice
             and noun.ids[0] != speaker and _is_addressed(scene.context.text, sentence, noun))
    return tuple(dict.fromkeys(noun.ids[0] for noun in found))


def _is_addressed(text: str, sentence: Sentence, noun: Noun) -> bool:
    before, after = text[max(sentence.start - 2, noun.start - 60, 0):noun.start], text[noun.end:noun.end + 30]
    if _ADDRESS_BEFORE.search(before):
        return after[:1] in (",", ".", "!", "?", ";", ":", "") or after.startswith((" and", " for", " –", " -"))
    if _OPENS_SENTENCE.search(before) and _TO_YOU.match(after):
        return True
    return before.endswith(", ") and " " not in text[noun.start:noun.end] and bool(_CLOSES_SENTENCE.match(after))
