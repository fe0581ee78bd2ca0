"""How names and terms are spelled: folding for the look-up, plurals, and letters that are also written as two."""

from __future__ import annotations

import unicodedata

_ALIKE = {
    "’": "'", "‘": "'", "–": "-", "‑": "-", "‐": "-", "\u00ad": "-", "ı": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o",
    "đ": "d", "Đ": "d", "ð": "d", "Ð": "d",
}
# German, Danish, Norwegian, Swedish and Icelandic letters as telegrams and passports write them: "Moessner", "Stoere"
_AS_TWO = str.maketrans({
    "ä": "ae", "Ä": "Ae", "ö": "oe", "Ö": "Oe", "ü": "ue", "Ü": "Ue", "ø": "oe", "Ø": "Oe", "å": "aa", "Å": "Aa",
    "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss", "ẞ": "SS", "þ": "th", "Þ": "Th",
})
# Letters that no fold to one character can spell: "Mössner" without its dots is still not "Mößner"
_NEVER_ONE = str.maketrans({"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th"})


# Words of personal names that are written small, or large or small: "de Hoop Scheffer", "De Croo", "el Sisi"
PARTICLES = frozenset((
    "abu", "af", "al", "av", "bin", "bint", "da", "dal", "das", "de", "dei", "del", "della", "den", "der", "des", "di",
    "do", "dos", "du", "el", "het", "ibn", "la", "le", "lo", "ten", "ter", "van", "vom", "von", "zu", "zum", "zur",
))


class _FoldTable(dict[int, str]):
    """Folds each character to one character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        parts = unicodedata.normalize("NFKD", char) if code > 127 else char
        base = parts[0] if all(map(unicodedata.combining, parts[1:])) else char
        lower = " " if char.isspace() else _ALIKE.get(char, base.lower())
        self[code] = lower if len(lower) == 1 else char
        return self[code]


_FOLDED = _FoldTable()


def fold(text: str) -> str:
    """The text without case and diacritics, of the same length: offsets in it are offsets in the text."""
    return text.translate(_FOLDED)


def romanize(name: str) -> tuple[str, ...]:
    """The other ways to write a name whose letters are written as two: "Moessner" and "Mössner" for "Mößner"."""
    if name.isascii():
        return ()
    return tuple(form for form in dict.fromkeys((name.translate(_AS_TWO), name.translate(_NEVER_ONE))) if form != name)


def plural(term: str) -> str:
    """The plural of an English noun by its ending; what ends in -s is left."""
    if term.endswith(("s", "x", "ch", "sh")):
        return term if term.endswith("s") else term + "es"
    if term.endswith("y") and term[-2:-1] not in "aeiou":
        return term[:-1] + "ies"
    return term + "s"
