"""Resolve: what each found name stands for, at the document's date. Exactly one candidate, or NULL with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from transforms.mentions import Candidate, Candidates
from transforms.model import Mention
from transforms.resolve.acronyms import without_other_acronyms
from transforms.resolve.context import Context
from transforms.resolve.given_names import resolve_given_names
from transforms.resolve.metonyms import resolve_metonyms
from transforms.resolve.names import choose, find_short_forms, is_nominal, resolve_strong
from transforms.resolve.new import affiliate, find_surnames, find_titled, is_weak_name, resolve_new
from transforms.resolve.people import resolve_surname

__all__ = ["Context", "affiliate", "resolve_names", "resolve_sites"]


def resolve_names(context: Context, candidates: Candidates) -> list[Mention]:
    """The names of a document as mentions, sorted and without overlap; persons are noted in the context."""
    mentions = _resolve_strong(context, candidates.names)
    new = [candidate for candidate in candidates.new if not is_weak_name(candidate, candidates.weak)]
    mentions += [mention for candidate in new if (mention := resolve_new(context, candidate))]
    taken = bytearray(len(context.text))
    for mention in mentions:
        _take(mention, taken)
    surnames = [mention for candidate in _of_basis(candidates.weak, "surname")
                if (mention := resolve_surname(context, candidate, candidates))]
    surnames += list(find_surnames(context))
    mentions += _add_free(surnames, taken)
    mentions += _add_free(find_short_forms(context), taken)
    free = (candidate for candidate in _of_basis(candidates.weak, "given_name")
            if 1 not in taken[candidate.start:candidate.end])
    mentions += _add_free(resolve_given_names(context, free, sorted(mentions, key=_place)), taken)
    mentions += _add_free(find_titled(context, new), taken)
    return resolve_metonyms(context, without_other_acronyms(context, sorted(mentions, key=_place)))


def _resolve_strong(context: Context, names: Sequence[Candidate]) -> list[Mention]:
    """The names that stand alone, then the common nouns, which need to know all that is named in the text."""
    plain = [mention for candidate in names
             if not is_nominal(candidate) and (mention := resolve_strong(context, candidate))]
    _note(context, plain)
    plain.sort(key=_place)
    nominal = [mention for candidate in names
               if is_nominal(candidate) and (mention := resolve_strong(context, candidate, plain))]
    _note(context, nominal)
    return sorted((*plain, *nominal), key=_place)


def _note(context: Context, mentions: Iterable[Mention]) -> None:
    for mention in mentions:
        if mention.label == "PERSON" and mention.entity_id:
            context.note_person(mention.entity_id)
        elif mention.label == "ORG" and mention.entity_id:
            context.bodies.add(mention.entity_id)


def _place(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def resolve_sites(context: Context, candidates: Candidates) -> list[Mention]:
    """The buildings named after a body: places of events, but no mentions of their own."""
    return [choose(context, site, site.senses) for site in candidates.sites]


def _add_free(mentions: Iterable[Mention], taken: bytearray) -> list[Mention]:
    """Those that overlap no character taken before; longer ones first."""
    added = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if 1 not in taken[mention.start:mention.end]:
            _take(mention, taken)
            added.append(mention)
    return added


def _take(mention: Mention, taken: bytearray) -> None:
    taken[mention.start:mention.end] = b"\1" * (mention.end - mention.start)


def _of_basis(candidates: Sequence[Candidate], basis: str) -> Iterator[Candidate]:
    for candidate in candidates:
        senses = candidate.of_basis(basis)
        if senses:
            yield Candidate(candidate.start, candidate.end, candidate.label, senses)
