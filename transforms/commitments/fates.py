"""What became of a promise: the later act that is most like it decides, and says why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from transforms.commitments.evidence import Act, Shelf
from transforms.commitments.wording import weight_of

THRESHOLD = 0.55
# Acts of one sort, as different texts tell them
_LIKE: dict[str, frozenset[str]] = {
    "SIGNING": frozenset(("SIGNING", "ADOPTION")),
    "ADOPTION": frozenset(("ADOPTION", "SIGNING", "PUBLICATION", "ESTABLISHMENT")),
    "PUBLICATION": frozenset(("PUBLICATION", "ADOPTION")),
    "ESTABLISHMENT": frozenset(("ESTABLISHMENT", "ADOPTION")),
    "EXERCISE": frozenset(("EXERCISE",)),
    "AID": frozenset(("AID", "OPERATION_COORDINATION", "CAPABILITY_PROJECT", "EXERCISE")),
    "SANCTION": frozenset(("SANCTION", "ADOPTION")),
    "MEMBERSHIP_STEP": frozenset(("MEMBERSHIP_STEP",)),
}
_PRACTICAL = frozenset((
    "COOPERATION", "INFORMATION_SHARING", "CAPABILITY_PROJECT", "OPERATION_COORDINATION", "AID", "EXERCISE",
    "ESTABLISHMENT", "STAFF_TALKS"))
# Done again and again: only what is done about the time that was named is meant
_RECURRING = frozenset(("EXERCISE", "PUBLICATION", "MEETING", "STAFF_TALKS"))
# Never done once for all: telling that it was done tells of progress
_LASTING = frozenset(("COOPERATION", "SUPPORT"))
_LATE = timedelta(days=366)
_EARLY = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a promise, and the later act that says so."""

    status: str
    evidence: Act
    score: float
    reasons: str


def find_fates(promised: dict[str, Act], told: Iterable[Act]) -> dict[str, Fate]:
    """Event mention that promises to its fate; promises of which no later document tells are left out."""
    shelf = Shelf(promised.values(), [*told, *promised.values()])
    fates = {key: _decide(list(_judged(act, shelf.after(act)))) for key, act in promised.items()}
    return {key: fate for key, fate in fates.items() if fate is not None}


def _decide(fates: list[Fate]) -> Fate | None:
    """The first replacement or fulfilment; else the last failure, else the last word of progress."""
    final = [_first(fates, status) for status in ("superseded", "fulfilled")]
    earliest = min((fate for fate in final if fate), default=None,
                   key=lambda fate: (fate.evidence.page.earliest or date.min, fate.status))
    if earliest is not None:
        return earliest
    return _last(fates, "lapsed") or _last(fates, "progress")


def _first(fates: Iterable[Fate], status: str) -> Fate | None:
    return min((f for f in fates if f.status == status), default=None,
               key=lambda f: (f.evidence.page.earliest or date.min, -f.score, f.evidence.order))


def _last(fates: Iterable[Fate], status: str) -> Fate | None:
    return max((f for f in fates if f.status == status), default=None,
               key=lambda f: (f.evidence.page.earliest or date.min, f.score, f.evidence.order))


def _judged(act: Act, later: Iterable[Act]) -> Iterator[Fate]:
    for other in later:
        status = _status(act, other)
        if status is None:
            continue
        score, reasons = score_likeness(act, other)
        if score >= THRESHOLD:
            yield Fate(status, other, score, "; ".join(reasons))


# --- what the evidence says ------------------------------------------------------------------------------------------


def _status(act: Act, other: Act) -> str | None:  # noqa: PLR0911  (one return for each kind of evidence)
    match other.kind:
        case "done":
            return _of_done(act, other)
        case "under_way":
            return "progress" if _is_like(act, other) else None
        case "progress":
            return "progress"
        case "lapsed":
            return "lapsed"
        case "denied":
            is_due = act.end is not None and other.page.earliest is not None and other.page.earliest > act.end
            return "lapsed" if is_due and _is_like(act, other) else None
        case "postponed":
            is_moved = other.end is not None and act.end is not None and other.end > act.end
            return "superseded" if is_moved else None
        case "promised":
            return "superseded" if _is_like(act, other) and _replaces(act, other) else None


def _of_done(act: Act, other: Act) -> str | None:
    """Fulfilled; or progress, if less was done than promised or if it is never done once for all."""
    if not _is_like(act, other) or not _is_in_time(act, other):
        return None
    count = _compare_numbers(act, other)
    is_short = count == "less" or (count is None and act.event_type in _LASTING)
    return "progress" if is_short else "fulfilled"


def _is_like(act: Act, other: Act) -> bool:
    if other.event_type is None or other.event_type == act.event_type:
        return True
    if act.event_type in ("COMMITMENT", "SUPPORT", "OTHER"):
        return other.event_type in _PRACTICAL | {"ADOPTION", "PUBLICATION", "SIGNING"}
    if act.event_type in _LIKE:
        return other.event_type in _LIKE[act.event_type]
    return act.event_type in _PRACTICAL and other.event_type in _PRACTICAL


def _is_in_time(act: Act, other: Act) -> bool:
    """Not done before it was promised; what is done every year must be of the year that was meant."""
    if other.end is not None and act.page.earliest is not None and other.end < act.page.earliest:
        return False
    if act.event_type not in _RECURRING:
        return True
    when = (other.start, other.end) if other.start and other.end else (other.page.earliest, other.page.latest)
    if when[0] is None or when[1] is None or act.page.latest is None:
        return False
    if act.end is None:
        return when[0] <= act.page.latest + 3 * _LATE
    early = (act.start or act.end) - _EARLY
    latest = act.end + (_LATE if act.event_type == "PUBLICATION" else _EARLY)
    # "by June" bounds one side only: a report that comes sooner is meant too
    earliest = min(early, act.page.latest) if act.event_type == "PUBLICATION" else early
    return when[0] <= latest and when[1] >= earliest


def _replaces(act: Act, other: Act) -> bool:
    """Promised again with another deadline or number; what recurs is promised anew after its day has passed."""
    if act.event_type in _RECURRING and (
            act.wording.ordinals != other.wording.ordinals
            or (act.end is not None and other.page.earliest is not None and other.page.earliest > act.end)):
        return False
    has_other_day = act.end is not None and other.end is not None and act.end != other.end
    return has_other_day or _compare_numbers(act, other) in ("less", "more")


def _compare_numbers(act: Act, other: Act) -> str | None:
    """Whether the other tells as many of the same things ("same"), "less" or "more"; None without such."""
    told = dict(other.wording.numbers)
    for noun, number in act.wording.numbers:
        if noun in told:
            return "same" if told[noun] == number else "less" if told[noun] < number else "more"
    return None


# --- how alike two acts are ------------------------------------------------------------------------------------------


def score_likeness(act: Act, other: Act) -> tuple[float, list[str]]:
    """How likely two passages tell of one act, 0 to 1, and what speaks for it."""
    if act.sides and other.sides and not act.sides & other.sides:
        return 0.0, []
    if act.object_id and other.object_id and act.object_id != other.object_id:
        return 0.0, []
    if _are_others(act, other):
        return 0.0, []
    shared = act.wording.stems & other.wording.stems
    common, whole = _weight(shared), _weight(act.wording.stems)
    has_object = act.object_id is not None and act.object_id == other.object_id
    if not has_object and (common < _least(act, other, whole) or common < 0.4 * whole):
        return 0.0, []
    parts = [*_word_score(shared, common, whole, has_object=has_object), *_other_scores(act, other)]
    return round(max(0.0, min(1.0, sum(value for value, _ in parts))), 4), [why for value, why in parts if value > 0]


def _are_others(act: Act, other: Act) -> bool:
    """True for the tenth and the eleventh of a row of like things."""
    rows = [{word for word in each.wording.ordinals if word[0].isdigit()} for each in (act, other)]
    return bool(rows[0] and rows[1] and not rows[0] & rows[1])


def _least(act: Act, other: Act, whole: float) -> float:
    """The weight of words that two acts must share: more for acts of another type, less for few and common words."""
    if other.event_type not in (None, act.event_type):
        return 1.5
    return min(1.0, max(0.6, 0.75 * whole))


def _weight(stems: Iterable[str]) -> float:
    return sum(weight_of(stem) for stem in sorted(stems))


def _word_score(
    shared: frozenset[str], common: float, whole: float, *, has_object: bool
) -> Iterator[tuple[float, str]]:
    if whole:
        yield 0.5 * common / whole * min(1.0, 0.5 + common / 4), "words:" + ",".join(sorted(shared))
    if has_object:
        yield 0.4, "object"


def _other_scores(act: Act, other: Act) -> Iterator[tuple[float, str]]:
    if other.event_type == act.event_type:
        yield 0.2, "same type"
    elif other.event_type is None:
        yield 0.1, f"told:{other.kind}"
    if act.sides & other.sides:
        yield 0.15, "by:" + ",".join(sorted(act.sides & other.sides))
    if act.topics & other.topics:
        yield 0.15, "topic:" + ",".join(sorted(act.topics & other.topics))
    if act.place_id and act.place_id == other.place_id:
        yield 0.1, f"place:{act.place_id}"
    if _compare_numbers(act, other) == "same":
        yield 0.1, "number"
    if act.wording.ordinals & other.wording.ordinals:
        yield 0.1, "ordinal:" + ",".join(sorted(act.wording.ordinals & other.wording.ordinals))
    elif act.wording.ordinals and other.wording.ordinals:
        yield -0.2, "other ordinal"
    if act.end is not None and other.kind == "done" and _is_about_due(act, other):
        yield 0.1, "in time"


def _is_about_due(act: Act, other: Act) -> bool:
    day = other.end or other.page.earliest
    return day is not None and act.end is not None and day <= act.end + _EARLY
