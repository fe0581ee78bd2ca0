"""What looks like a time and is none: each refusal beside real examples, which the tests check."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.dates.lexicon import GAP

_LEFT_REACH, _RIGHT_REACH = 80, 60


@dataclass(frozen=True, slots=True)
class Rejection:
    """Refuses what one of the `rules` found (any rule if there are none) where every pattern given matches.

    `before` ends at the find, `after` begins behind it, `inside` is searched in it; `unless`, which ends at the find,
    saves it. In an example the find stands in brackets; `allowed` are examples of the saved.
    """

    name: str
    rules: frozenset[str]
    examples: tuple[str, ...]
    allowed: tuple[str, ...]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    inside: re.Pattern[str] | None
    unless: re.Pattern[str] | None


def refusal(text: str, start: int, end: int, rule: str) -> str | None:
    """The name of the rejection that refuses what `rule` found at [start, end), or None."""
    left, right = text[max(0, start - _LEFT_REACH) : start], text[end : end + _RIGHT_REACH]
    for rejection in _BY_RULE.get(rule, _FOR_ALL):
        if _applies(rejection, left, text[start:end], right):
            return rejection.name
    return None


def _applies(rejection: Rejection, left: str, surface: str, right: str) -> bool:
    if rejection.inside and not rejection.inside.search(surface):
        return False
    if rejection.after and not rejection.after.match(right):
        return False
    if rejection.before and not rejection.before.search(left):
        return False
    return not (rejection.unless and rejection.unless.search(left))


def _reject(
    name: str,
    rules: str,
    *examples: str,
    before: str = "",
    after: str = "",
    inside: str = "",
    unless: str = "",
    allowed: tuple[str, ...] = (),
) -> Rejection:
    left, saved = _pattern(before, "(?:{})\\Z"), _pattern(unless, "(?:{})\\Z")
    behind, within = _pattern(after, "(?:{})"), _pattern(inside, "{}")
    return Rejection(name, frozenset(rules.split()), examples, allowed, left, behind, within, saved)


def _pattern(words: str, frame: str) -> re.Pattern[str] | None:
    return re.compile(frame.replace("{}", words.replace("~", GAP)), re.IGNORECASE) if words else None


_YEARS = "year short_year_range iso_month"
_NUMBERS = _YEARS + " iso_day numeric_day clock_24 clock_12 clock_hours coded_part month_year decade"
_COUNTED = (
    r"million|billion|trillion|thousand|bn|percent|per cent|euros?|dollars?|people|persons?|personnel|men|women"
    r"|children|(?:\w+ )?troops|(?:\w+ )?soldiers|police|officers|staff|members|participants|delegates|experts"
    r"|civilians|victims|refugees|migrants?|citizens|kilomet\w+|km|miles|met(?:er|re)s|tons?|tonnes|vehicles|aircraft"
    r"|flights|sorties|ships|tanks|MW|GW|kg|words|pages|times|square|hectares|shells|missiles|rounds|posts|houses|homes"
)
_DOCUMENTS = (
    r"resolutions?|UNSCRs?|regulation|directive|decision|documents?|docs?\.?|ref(?:erence)?\.?:?|article|art\.|chapter"
    r"|paragraph|section|page|room|box|p\.|pp\.|no\.?|nos\.|nr\.?|n°|№"
)
_PERSON = (
    r"man|woman|boy|girl|son|daughter|child|student|soldier|officer|father|mother|brother|sister|citizen|resident"
    r"|native|veteran|chairman|president|executive|[\w-]+(?:ist|ian|er|or)"
)
_INSTITUTION = r"Alliance|Treaty|Union|Organi[sz]ation|Partnership|Charter|Community|NATO|EU"

NAMES_AND_NUMBERS = (
    _reject("address", _NUMBERS, "https://example.org/[2023-01-10]/news", "desk@example.org/[2023]",
            before=r"(?:https?:|www\.)\S{0,70}|\S@\S{0,60}"),
    _reject("address_ahead", _NUMBERS, "desk-[2023]@example.org", after=r"[\w.-]{0,40}@"),
    _reject("file_name", "", "meeting-[2023].jpg", "[2024-07-18].pdf", "annual report [2023].pdf",
            after=r"[\w-]{0,40}\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|pptx?|xlsx?|csv|mp[34]|html?|zip|txt)\b"),
    _reject("file_size", _NUMBERS, "[2023].55 KB", "[1990] bytes", after=r"(?:[.,]\d{1,3})?\s?(?:[KMGT]i?B|bytes)\b"),
    _reject("number_part", _NUMBERS, "3,[2014]", "20.[2014]", "€[2020]", "US$ [2015]",
            before=r"\d[.,]|(?:[$€£¥#+]|EUR|USD|GBP|DKK|SEK|NOK)\s?"),
    _reject("number_goes_on", _YEARS, "[2019].55", "[1999],5", "[2020]%", after=r"[.,]\d|\s?[%‰°]|-\d{4}-|-\d\d-\d\d"),
    _reject("day_too_high", "month_year", "32 [May 2023]", before=r"\b(?:3[2-9]|[4-9]\d)\s"),
    _reject("copyright", "year", "© European Union [2012]", "Copyright [2026]", "(c) NATO [2009]",
            before=r"(?:©|\bcopyright|\(c\))[^.\n]{0,40}"),
    _reject("counted", "year", "[2000] troops", "about [1900] people", "[2020] million",
            after=rf"\s(?:{_COUNTED})\b", unless=r"\b(?:in|since|until|during|before|after)\s",
            allowed=("in [2022] people fled",)),
    _reject("odd_year", "year", "[1800] invitations", "[2085] entries", inside=r"1[5-8]\d\d|20[6-9]\d",
            unless=r"\b(?:in|since|by|until|from|of|before|after|year|during|to|and|the)\s|[-–(]",
            allowed=("in [1815]",)),
    _reject("telephone", _NUMBERS, "+32 2 299 [2014]", "tel. 02 [2015]", "555 123 [2012]",
            before=r"(?:\+|(?<![\d:.,])00|\(0\)|\b(?:tel|phone|fax|mobile)\b\.?:?)[\d\s().:/-]{1,20}"
            r"|\b\d{1,3}[ .-]\d{2,3}[ .-]"),
    _reject("document_number", "year", "resolution [1973]", "UNSCR [2022]", "Regulation (EU) No [1907]",
            before=rf"\b(?:{_DOCUMENTS})\s?(?:\((?:EU|EC|EEC|CFSP|Euratom)\)\s?)?(?:no\.?\s?|n°\s?)?"),
    _reject("resolution_year", "year", "resolution 2231 ([2015])", "UNSCR 1325 ([2000])",
            before=r"\b(?:resolutions?|UNSCRs?|RES)[\s/]\d{3,4}\s?\("),
    _reject("number_in_series", _YEARS + " coded_part", "PESCO [2018]/909", "[2014]/EU", "[2024]/C 123/01",
            after=r"/\d{1,5}|/[A-Z]{1,3}\b"),
    _reject("document_series", _YEARS, "STATEMENT/[2023]", "MEMO-[2016]", "JOIN([2020]) 18", "CM/[2015]",
            before=r"(?:[A-Z]{2,}|\d)/|(?-i:\b[A-Z]+)\(|(?-i:[A-Z]{2,})-"),
    _reject("programme", "year", "Agenda [2030]", "Horizon [2020]", "Vision [2030]", "NATO [2030]", "Europe [2020]",
            before=r"\b(?-i:Agenda|Horizon|Vision|Europe|Readiness|Roadmap|Strategy|NATO(?=[ -]))[ -]?",
            inside=r"20[1-9][05]"),
    _reject("programme_ahead", "year", "the [2030] Agenda", "the [2010] Headline Goal",
            after=r"\s(?-i:Agenda|Vision|Headline Goal)\b"),
    _reject("code", "coded_part", "[H1]-B visa", "the [H2] reactor", inside=r"\A[QH]\d\Z",
            after=r"(?!\s?(?:to|and|-|–)\s?[QH]\d)",
            unless=r"(?-i:\b(?:in|for|by|of|since|during|to))\s|–", allowed=("in [Q3]",)),
)
NAMES_AND_VERBS = (
    _reject("may_name", "month month_year spelled_day", "Theresa [May]", "Prime Minister [May]", "Mrs. [May]",
            inside=r"(?-i:May|MAY)\b(?![ ,]+(?:of )?\d)",
            unless=r"\b(?:in|since|until|till|early|late|mid|last|next|this|during|of|by|from|to|through|before|after"
            r"|and|or|between|around|for|the|a|on|as of|with|coming|past|our|its|their|new|recent)[\s-]|[-–]",
            allowed=("in [May]", "the [May] summit")),
    _reject("march", "month", "[March] on the capital", "Women [March] for peace",
            after=r"\s(?:on|for|to|through|towards?|against|past|with)\b",
            inside=r"March\Z", unless=r"\b(?:in|since|until|last|next|by|early|late|mid-?|of)\s?",
            allowed=("in [March] with",)),
    _reject("season_alone", "season", "[spring] into action", "prices [fall]", "the Arab [Spring]",
            after=r"(?!~of~(?:last|this|next|that)~year\b)",
            unless=r"\b(?:in|during|over|since|until|by|of|early|late|mid|next|last|this|that|through|after|before"
            r"|coming|past|every)[\s-](?:the\s)?|[-–]", allowed=("in [the summer]", "in [autumn]")),
    _reject("fall_of", "season", "after [the fall] of the Wall", "after [the fall] in prices", inside=r"fall",
            after=r"\s(?:of\s(?!(?:1|2)\d)|in\s|to\s|from\s)"),
    _reject("named_day", "weekday", "Black [Friday]", "Bloody [Sunday]", "the Good [Friday] Agreement",
            before=r"\b(?:Black|Bloody|Super|Good|Fat|Ash|Palm)\s"),
    _reject("short_year_alone", "short_year", "the '[24] season", "a ’[50] mm gun",
            unless=r"\b(?:in|since|of|from|by|until|summer|fall|spring|winter|autumn)\s['’‘]",
            allowed=("in ’[98]",)),
    _reject("dotted_number", "clock_dotted", "rose 1.4%, or [6.43] on Friday", "a budget of [12.50] on 5 May",
            unless=r"(?:\A|\n|\b(?:at|from|until|till|by|to|and|around|about)\s|[-–(|•]\s?|\d{4},?\s|day,?\s"
            r"|(?-i:[A-Z][a-z]+),?\s)",
            allowed=("at [15.30] on 5 May", "10 July 2024, [15.30]")),
    _reject("high_noon", "noon", "it is High [Noon]", inside=r"noon", before=r"\bhigh\s"),
    _reject("named_holiday", "holiday", "the [Good Friday] Agreement", "the [Easter] Rising",
            after=r"\s(?-i:Agreement|Accords?|Rising|Islands?)\b"),
    _reject("greeting", "bare_day_part", "Good [morning]", "a good [evening]", before=r"\bgood\s"),
    _reject("name_of_paper", "frequency", "The [Daily] Telegraph", "Defence [Weekly]", inside=r"(?-i:[A-Z])",
            before=r"\w\s"),
    _reject("paper", "frequency", "the party [daily] Granma", "the [weekly] Le Point",
            inside=r"(?:daily|weekly|monthly)\Z", after=r"\s(?-i:[A-Z][a-z])"),
    _reject("frequency_as_adjective", "frequency", "a [quarterly] dividend", inside=r"quarterly",
            after=r"\s(?!in|on|by|to|and|for)[a-z]"),
    _reject("now_in_compound", "vague_present", "the [now]-defunct bank", after=r"-\w", inside=r"now\Z"),
)
STRETCHES = (
    _reject("rate", "one_unit", "four flights [a day]", "two cents [a year]", "seats [an hour]",
            inside=r"\Aan?\s+(?:(?:fiscal|calendar)\s+)?\w+\Z",
            unless=r"(?:\A|[.!?;:,]\s|\b(?:for|in|within|after|than|least|about|nearly|almost|over|just|only|barely|him"
            r"|her|them|us|takes?|took|lasted?|or|and|during|some|once|is|was|be|spent|not"
            r"|even|by|of|every|with|as)\s)\(?",
            allowed=("for [a year]", "within [a week]")),
    _reject("some_day", "one_unit", "and [one day] we will win", "[One day], the war will end", inside=r"\Aone\s+day\Z",
            unless=r"\b(?:for|in|within|after|than|least|about|only|just|of|took|takes|lasted|job)\s",
            allowed=("within [one day]",)),
    _reject("round_the_clock", "amount", "[24 hours] a day", "[seven days] a week", after=r"~an?~(?:day|week|year)"),
    _reject("fraction", "amount turn_amount", "[three quarters] of the members",
            inside=r"(?:\d|one|two|three)\s+quarters\Z", after=r"\sof\b"),
    _reject("age_of_person", "compound", "a [44-year-old] protester", "the [6-year-old] Elian", "a [52-year-old] man",
            "her [6-year-old].",
            inside=r"old\Z",
            after=rf"\s(?:(?-i:(?!{_INSTITUTION})[A-Z]\w+)|(?:[\w-]+\s){{0,2}}(?:{_PERSON})\b"
            r"|(?:was|has|had|said|who|to|from|in|at|and|on|with|by)\b)|s?['’]?[.,;:)]|s\b"),
    _reject("age_told", "amount one_unit", "Mr Smith, [52 years] old", "he was [37 years] of age",
            after=r"~(?:old|of~age)\b"),
    _reject("the_units_alone", "the_units", "[the decades] of empire", "[the years] of war",
            after=r"(?!~(?:since|before|after|following|leading|preceding|prior|that~followed)\b)",
            unless=r"\bover\s", allowed=("over [the years]",)),
    _reject("units_alone", "bare_units", "the [days] of empire", "[Years] matter",
            unless=r"\b(?:for|over|after|within|in|takes?|took|last(?:ed|ing)?|spen[td]|(?:matter|hundreds) of"
            r"|(?:years|months|weeks|days) or)\s",
            allowed=("for [decades]", "took [weeks]")),
)
UNITS = (
    _reject("unit_of_something", "bare_unit bare_quarter", "in [the year] of the dragon",
            "in [the week] that changed Europe", "in [the month] of July",
            after=r"\s(?:of\s(?!20|19)|(?:that|when|before|after|following|prior|since|in\swhich|in\sreview)\b"
            r"|(?-i:[A-Z])|\d)"),
    _reject("unit_not_placed", "bare_unit bare_quarter", "[the year] was long", "days of [the week]",
            inside=r"\Athe\s+(?!latest)",
            unless=r"\b(?:in|during|for|over|throughout|within|through|on|by|than|into|to"
            r"|(?:end|beginning|start|middle|half|part|rest|balance|course|months|quarter|close|remainder|turn) of)\s",
            allowed=("during [the quarter]", "the end of [the year]")),
    _reject("last_of_something", "turn_unit", "in [the last week] of the campaign", "[the last year] of his term",
            inside=r"\A(?:the\s)?last\b", after=r"~of~(?:the|his|her|its|their|our|an?)\b"),
    _reject("named_unit", "bare_unit turn_unit", "on [This Week]", inside=r"(?-i:Year|Week|Month)\Z"),
    _reject("half_of_something", "part_of_year", "[the first half] of the meeting",
            "[the second quarter] of the course",
            after=r"~of~(?![A-Z]{0,2}[$€£#]|(?:the~)?(?:\d(?!\d\d0['’]?s\b)|(?:this|that|next|last|coming|following|same|current|previous|past)\b"
            r"|year|fiscal))"),
)
FUTURE = (
    _reject("as_soon_as", "vague_future", "as [soon] as Tuesday", inside=r"\A(?:soon|shortly)\Z", before=r"as\s"),
    _reject("soon_after", "vague_future", "[soon] after the vote", "[shortly] before noon",
            inside=r"\A(?:soon|shortly)\Z",
            after=r"\s(?:after|before|enough|thereafter|as\b)"),
    _reject("future_of", "vague_future", "in [the future] of Europe", inside=r"\Athe\sfuture\Z",
            after=r"\s(?:of|security|role|shape|relationship)\b"),
    _reject("time_of_something", "the_time", "at [the time] of the vote", "[the time] has come",
            after=r"(?!\s?[.,;:)]|\s(?:and|but|he|she|they|it|we|I)\b)"),
    _reject("time_not_placed", "the_time", "all [the time].", unless=r"\bat\s", allowed=("at [the time],",)),
    _reject("past_as_topic", "past", "leave [the past] behind", "[the past] tense", unless=r"\bin\s",
            allowed=("in [the past]",)),
    _reject("future_as_topic", "vague_future", "discuss [the future]", "[The future] belongs to us",
            inside=r"\Athe\sfuture\Z",
            unless=r"\b(?:in|into|for|about|towards?)\s", allowed=("in [the future]",)),
)
REJECTIONS: tuple[Rejection, ...] = (*NAMES_AND_NUMBERS, *NAMES_AND_VERBS, *STRETCHES, *UNITS, *FUTURE)

_FOR_ALL = tuple(rejection for rejection in REJECTIONS if not rejection.rules)
_BY_RULE = {
    rule: tuple(rejection for rejection in REJECTIONS if not rejection.rules or rule in rejection.rules)
    for rule in {name for rejection in REJECTIONS for name in rejection.rules}
}
