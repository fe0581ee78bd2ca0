"""The rules that find single expressions: each beside examples of what it finds, which the tests check.

In an example the words in brackets are context that the rule needs and does not take.
"""

from __future__ import annotations

from transforms.dates.rules.calendar import DATE_RULES, PART_RULES
from transforms.dates.rules.clock import DAY_RULES
from transforms.dates.rules.relative import RATE_RULES, RELATIVE_RULES, SET_RULES, VAGUE_RULES
from transforms.dates.rules.rule import LONG_NUMBER, SHORT_NUMBER, YEAR_NUMBER, Rule
from transforms.dates.rules.stretch import STRETCH_RULES

RULES: tuple[Rule, ...] = (
    *DATE_RULES, *PART_RULES, *DAY_RULES, *RELATIVE_RULES, *STRETCH_RULES, *SET_RULES, *RATE_RULES,
    *VAGUE_RULES,
)

__all__ = ["LONG_NUMBER", "RULES", "SHORT_NUMBER", "YEAR_NUMBER", "Rule"]
