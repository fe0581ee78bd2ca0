"""The words by which anaphora are told apart: pronouns by person, nouns for people, verbs of those who act."""

from __future__ import annotations

import re

HE = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
FIRST = frozenset(("i", "me", "my", "mine", "myself"))
WE = frozenset(("we", "us", "our", "ours", "ourselves"))
YOU = frozenset(("you", "your", "yours", "yourself"))
THEY = frozenset(("they", "them", "their", "theirs", "themselves"))
IT = frozenset(("it", "its", "itself"))

MALE_NOUNS = frozenset(("man", "spokesman", "chairman", "king", "prince", "businessman", "father", "husband", "boy"))
FEMALE_NOUNS = frozenset(("woman", "spokeswoman", "chairwoman", "queen", "princess", "mother", "wife", "girl"))
PERSON_NOUNS = MALE_NOUNS | FEMALE_NOUNS | frozenset((
    "spokesperson", "official", "diplomat", "minister", "president", "ambassador", "journalist", "reporter",
    "analyst", "expert", "general", "admiral", "colonel", "soldier", "officer", "leader", "chancellor", "commander",
    "chair", "chairperson", "director", "envoy", "adviser", "advisor", "lawmaker", "senator", "commissioner",
    "predecessor", "successor", "counterpart", "colleague", "host", "moderator", "researcher", "professor",
    "premier", "secretary", "speaker", "deputy", "representative", "delegate", "negotiator", "student", "citizen",
    "person", "child", "friend", "candidate", "politician", "scholar", "author", "captain", "lieutenant", "veteran"))
# plurals that act by themselves, and may be what "they" stands for after whatever verb
PEOPLE_NOUNS = frozenset((
    "soldiers", "leaders", "ministers", "allies", "citizens", "partners", "members", "countries", "states", "nations",
    "forces", "troops", "people", "officials", "experts", "staffs", "presidents", "ambassadors", "governments",
    "commissioners", "diplomats", "heads", "journalists", "civilians", "delegates", "representatives", "parties",
    "institutions", "organisations", "organizations", "teams", "women", "men", "children", "refugees", "officers",
    "commanders", "students", "parliamentarians", "companies", "europeans", "russians", "ukrainians", "americans"))

TITLE_NOUNS = frozenset((
    "minister", "president", "general", "admiral", "ambassador", "commissioner", "chancellor", "spokesperson",
    "spokesman", "spokeswoman", "colonel", "senator", "professor", "premier", "envoy", "commander"))
GIVES_GENDER = re.compile(r"\b(Mr|Mrs|Ms|Miss|Madam|Sir|Dame|Lord|Lady|Baroness|King|Queen|Prince|Princess)\.?\s+$")

_TITLE_WORDS = r"(?:(?:the|both|with|then|its|President|Mr|Mrs|Ms|Dr|Lord|[A-Z][\w’'-]+)\.?\s+){0,5}"
# between the members of a group: ", ", " and the ", " as well as Foreign Minister "
JOINED = re.compile(rf"\s*(?:,|,?\s*\band\b|,?\s*\bor\b|,?\s*\bnor\b|,?\s*as well as\b|,?\s*&)\s+{_TITLE_WORDS}")
JOINED_LAST = re.compile(r"\s*,?\s*(?:and|or|nor|as well as|&)\b")

# verbs of those who meet one another: "Mr Borrell met Mr Stoltenberg. They discussed …"
MEETING_VERBS = frozenset((
    "meet", "talk", "speak", "discuss", "hold", "host", "receive", "visit", "call", "phone", "welcome", "sign",
    "join", "have", "consult", "confer", "exchange", "address"))
MEETING_NOUNS = frozenset(("talks", "meeting", "call", "discussion", "discussions", "talk", "exchange", "lunch",
                           "dinner", "conversation", "consultations", "views"))
# verbs whose subject thinks, speaks or decides: no paper and no plan does
ACTING_VERBS = frozenset((
    "say", "add", "state", "declare", "note", "stress", "underline", "underscore", "emphasize", "emphasise",
    "announce", "tell", "warn", "argue", "insist", "conclude", "reiterate", "affirm", "reaffirm", "confirm", "recall",
    "welcome", "urge", "discuss", "agree", "decide", "sign", "meet", "adopt", "endorse", "condemn", "commend", "praise",
    "thank", "pledge", "promise", "commit", "want", "plan", "intend", "hope", "expect", "believe", "set", "launch",
    "invite", "ask", "request", "express", "acknowledge", "consider", "take", "work", "share", "exchange",
    "call", "encourage", "look", "review", "speak", "visit", "travel", "address", "explore", "hold", "stand"))
# "thanked him for his …": what follows belongs to the one who is thanked
JUDGING_VERBS = frozenset((
    "thank", "praise", "commend", "congratulate", "criticize", "criticise", "hail", "applaud", "blame", "welcome",
    "honor", "honour", "reward", "remember", "salute"))
