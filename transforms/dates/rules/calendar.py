"""Rules for dates that the calendar tells: days, months, years, parts of years, decades, seasons."""

from __future__ import annotations

import re
from dataclasses import replace
from re import Match

from transforms.dates import lexicon as lx
from transforms.dates.readings import Ambiguous, Between, Calendar, Era, Listed, NthOf, Reading, Relative, Timed
from transforms.dates.rules.clock import clock_value
from transforms.dates.rules.rule import LONG_NUMBER, SHORT_NUMBER, YEAR_NUMBER, make_calendar, make_rule

_MONTH_FIRSTS = tuple(lx.MONTHS)
_YEAR_TAIL = rf"(?:(?:,?~|{lx.DASH}|,)(?P<y>\d{{4}})(?![\d/]|[.,]\d)|,?~['’](?P<yy>\d\d))"
_LINK = rf"(?:,~|~?(?:{lx.DASH}|/)~?|,?~(?:to|and|or|until|till|&)~)(?:{lx.WEEKDAY},?~)?"
_DAYS = rf"(?P<days>{lx.DAY}(?:{_LINK}{lx.DAY}){{1,4}})"
_ISO_CLOCK = r"(?:[T ](?P<hh>\d\d):(?P<mi>\d\d)(?::\d\d(?:\.\d{1,6})?)?(?P<z>Z|[+-]\d\d:?\d\d)?)?"

_NUMBER = re.compile(r"\d+(?:[^\S\n]?(?:st|nd|rd|th)\b)?", re.IGNORECASE)
_THROUGH = re.compile(rf"{lx.DASH}|\b(?:to|until|till)\b", re.IGNORECASE)
_BOTH = re.compile(r"/|&|\b(?:and|or)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?(?:\w+day\s+)?\Z", re.IGNORECASE)


def _read_day(match: Match[str]) -> Reading | None:
    return make_calendar(match["y"] or match["yy"], lx.month_number(match["m"]), match["d"])


def _read_week_of(match: Match[str]) -> Reading | None:
    return replace(make_calendar(match["y"] or match["yy"], lx.month_number(match["m"]), match["d"]), part="W")


def _read_days(match: Match[str]) -> Reading | Listed | None:
    """Days of one month: an interval if a dash, "to" or "between … and" says so or they follow each other."""
    month, year = lx.month_number(match["m"]), match["y"] or match["yy"]
    numbers = list(_NUMBER.finditer(match.string, match.start("days"), match.end("days")))
    days = [make_calendar(year, month, number[0]) for number in numbers]
    links = match.string[numbers[0].end() : numbers[-1].start()]
    is_through = bool(_THROUGH.search(links) or _BETWEEN.search(match.string, max(0, match.start() - 24),
    match.start()))
    told = [day.day or 0 for day in days]
    if told != sorted(set(told)) or not (is_through or _BOTH.search(links)):
        return None
    if is_through or told == list(range(told[0], told[-1] + 1)):
        return Between(days[0], days[-1])
    return _listed(match, numbers, days)


def _listed(match: Match[str], numbers: list[Match[str]], days: list[Calendar]) -> Listed:
    starts = [match.start(), *(number.start() for number in numbers[1:])]
    ends = [*(number.end() for number in numbers[:-1]), match.end()]
    return Listed(tuple(zip(starts, ends, days, strict=True)))


def _read_spelled_day(match: Match[str]) -> Reading | None:
    number = lx.ORDINALS.get(lx.fold(match["o"]))
    return make_calendar(match["y"], lx.month_number(match["m"]), number) if number else None


def _read_month(match: Match[str]) -> Reading | None:
    return make_calendar(match["y"] or match["yy"], lx.month_number(match["m"]))


def _read_iso_day(match: Match[str]) -> Reading | None:
    day = make_calendar(match["y"], int(match["m"]), match["d"])
    if match["hh"] is None:
        return day
    clock = clock_value(int(match["hh"]), int(match["mi"]), match["z"])
    return Timed(clock, day) if clock else None


def _read_numeric_day(match: Match[str]) -> Reading | None:
    first, second = int(match["a"]), int(match["b"])
    if not (1 <= min(first, second) <= 12 and max(first, second) <= 31):
        return None
    if match["sep"] == ".":  # 10.01.2023 is day first wherever points are used
        return make_calendar(match["y"], second, first) if second <= 12 else None
    if first > 12 or first == second:
        return make_calendar(match["y"], second, first)
    if second > 12:
        return make_calendar(match["y"], first, second)
    year = make_calendar(match["y"]).year
    return Ambiguous(first, second, year) if isinstance(year, int) else None


def _read_numeric_days(match: Match[str]) -> Reading | None:
    first, last = (int(number) for number in re.findall(r"\d+", match["days"]))
    month = int(match["m"])
    if not (first < last <= 31 and 1 <= month <= 12):
        return None
    return Between(make_calendar(match["y"], month, first), make_calendar(match["y"], month, last))


def _read_short_range(match: Match[str]) -> Reading | None:
    first = int(match["y"])
    last = first - first % 100 + int(match["z"][-2:])
    if match["z"] == "00" and first % 100 == 99:
        last += 100
    if len(match["z"]) == 4 and int(match["z"]) != first + 1:
        return None
    if last <= first or (match["sep"] == "/" and last != first + 1):  # 2018/21 is a number of the Official Journal
        return None
    return Between(Calendar(first), Calendar(last))


def _read_spelled_year(match: Match[str]) -> Reading | None:
    hundreds = 1900 if lx.fold(match["c"]) == "nineteen" else 2000
    return Calendar(hundreds + int(lx.number_of(match["r"]) or 0))


DATE_RULES = (
    make_rule("day_month", (SHORT_NUMBER,),
              rf"(?P<d>{lx.DAY})(?:~|{lx.DASH}|\.~?)?(?:of~)?(?P<m>{lx.MONTH}){_YEAR_TAIL}?",
              _read_day,
              "15 November 2023", "10-Nov-2014", "07th October, 2021", "28 May. 2024", "3 Sept.", "24th of February",
              "1 st July 2013", "4 November ’02"),
    make_rule("week_of", ("the", "week"),
              rf"(?:the~)?week~(?:of|commencing|beginning|starting)~(?:the~)?(?P<d>{lx.DAY})~(?:of~)?"
              rf"(?P<m>{lx.MONTH}){_YEAR_TAIL}?",
              _read_week_of,
              "the week of 10 July", "week commencing 3 June 2024"),
    make_rule("week_of_month_first", ("the", "week"),
              rf"(?:the~)?week~(?:of|beginning|starting)~(?P<m>{lx.MONTH})~(?P<d>{lx.DAY}){_YEAR_TAIL}?",
              _read_week_of,
              "the week of March 6", "week of Oct. 14, 2024"),
    make_rule("days_month", (SHORT_NUMBER,),
              rf"{_DAYS}~(?:of~)?(?P<m>{lx.MONTH}){_YEAR_TAIL}?",
              _read_days,
              "10-11 July 2024", "3, 4 and 5 December 2001", "18th–19th October 2012", "10 and 17 July 2018",
              "14/15 December 2023", "14 and Friday 15 November 2024"),
    make_rule("month_day", _MONTH_FIRSTS,
              rf"(?P<m>{lx.MONTH})(?:~|{lx.DASH})(?:the~)?(?P<d>{lx.DAY}){_YEAR_TAIL}?",
              _read_day,
              "January 10, 2023", "Jan. 14", "Nov-15-2023", "February 24th, 2022"),
    make_rule("month_days", _MONTH_FIRSTS,
              rf"(?P<m>{lx.MONTH})~(?:the~)?{_DAYS}{_YEAR_TAIL}?",
              _read_days,
              "July 10-11, 2024", "April 24 and 25", "October 3 to 5", "May 3, 8 and 12, 2004"),
    make_rule("spelled_day", _MONTH_FIRSTS,
              rf"(?P<m>{lx.FULL_MONTH})~(?:the~)?(?P<o>(?-i:[a-z-]+))(?:,?~(?P<y>\d{{4}}))?",
              _read_spelled_day,
              "March eighth", "July the fourth, 1999"),
    make_rule("month_year", _MONTH_FIRSTS,
              rf"(?P<m>{lx.MONTH})(?:(?:,?~(?:of~)?|{lx.DASH}|,)(?P<y>{lx.YEAR})(?![.,]?\d)|~?['’](?P<yy>\d\d))",
              _read_month,
              "June 2018", "Sept. 2016", "February of 2022", "Nov-2014", "December ’98"),
    make_rule("month", _MONTH_FIRSTS,
              rf"(?P<m>{lx.FULL_MONTH}|(?-i:Jan|Feb|Aug|Sept|Oct|Nov|Dec)(?:\.|(?=~?{lx.DASH}~?{lx.MONTH})))",
              lambda m: Calendar(month=lx.month_number(m["m"])),
              "January", "Sept."),
    make_rule("iso_day", (YEAR_NUMBER,),
              rf"(?P<y>\d{{4}})(?P<s>[-/.‑–])(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01]){_ISO_CLOCK}",
              _read_iso_day,
              "2023-01-10", "2023-01-10T10:28:00Z", "2014/11/10", "2023-01-10 10:28"),
    make_rule("iso_month", (YEAR_NUMBER,), rf"(?P<y>{lx.YEAR})-(?P<m>0[1-9]|1[0-2])(?![-/\d])",
              lambda m: None if int(m["m"]) == (int(m["y"]) + 1) % 100 else make_calendar(m["y"], int(m["m"])),
              "2023-06"),
    make_rule("numeric_day", (SHORT_NUMBER,),
              r"(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:1[5-9]|20)\d\d)",
              _read_numeric_day,
              "10.01.2023", "15/11/2023", "05/04/2023", "11/15/2023"),
    make_rule("numeric_short", (SHORT_NUMBER,), r"(?P<a>\d\d)(?P<sep>/)(?P<b>\d\d)/(?P<y>\d\d)(?![/-])",
              _read_numeric_day,
              "10/26/89", "26/10/14"),
    make_rule("numeric_days", (SHORT_NUMBER,),
              rf"(?P<days>\d{{1,2}}\.?{lx.DASH}\d{{1,2}})(?P<sep>[./])(?P<m>\d{{1,2}})(?P=sep)(?P<y>(?:1[5-9]|20)\d\d)",
              _read_numeric_days,
              "12-15/6/2023", "24.-25.6.2025"),
    make_rule("year", (YEAR_NUMBER,), rf"(?P<y>{lx.YEAR})", lambda m: make_calendar(m["y"]), "1949", "2022"),
    make_rule("short_year", (SHORT_NUMBER,), r"(?:(?<=['’‘])|\A)(?P<yy>\d\d)(?!['’‘]?s)",
              lambda m: make_calendar(m["yy"]),
              "98"),
    make_rule("short_year_range", (YEAR_NUMBER,),
              rf"(?P<y>{lx.YEAR})(?P<sep>{lx.DASH}|/)(?P<z>\d\d|(?<=/){lx.YEAR})(?![-/.\d])",
              _read_short_range,
              "2021-27", "2009/10", "2014/2015"),
    make_rule("spelled_year", ("nineteen", "twenty"), rf"(?P<c>nineteen|twenty)~(?P<r>{lx.SPELLED_TWO_DIGITS})",
              _read_spelled_year,
              "nineteen seventy-nine", "twenty twenty-two"),
    make_rule("spelled_millennium", ("the", "year"), r"(?:the~)?year~two~thousand",
              lambda _: Calendar(2000),
              "the year two thousand"),
    make_rule("fiscal_year", ("fiscal", "financial", "fy"),
              rf"(?:fiscal(?:~year)?|financial~year|fy)~?(?P<y>{lx.YEAR})(?:(?P<sep>{lx.DASH}|/)(?P<z>\d\d(?:\d\d)?))?",
              lambda m: _read_short_range(m) if m["z"] else make_calendar(m["y"]),
              "fiscal 2015", "FY 2024", "financial year 2023/24"),
    make_rule("nine_eleven", (SHORT_NUMBER,), r"9/11(?!/)", lambda _: Calendar(2001, 9, 11), "9/11"),
)

# --- parts of a year, decades, seasons, holidays ------------------------------------------------------------------

_FISCAL = r"(?:(?:fiscal|financial|calendar)~)?"
_PART_ORDINAL = r"(?:first|second|third|fourth|last|latter|1st|2nd|3rd|4th)"
_PART_FIRSTS = ("the", "a", "fiscal", "first", "second", "third", "fourth", "last", "latter", SHORT_NUMBER)
_TENS = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
    "nineties": 9,
}
_OF_DECADE = re.compile(r"\b(?:the|early|mid|late)[\s-]\Z", re.IGNORECASE)
_HOLIDAY = (
    r"Christmas(?:~(?:Day|Eve))?|New~Year['’]s~(?:Day|Eve)|Europe~Day|Easter(?:~(?:Sunday|Monday))?"
    r"|Thanksgiving(?:~Day)?|Good~Friday|Boxing~Day|Armistice~Day|Veterans~Day|Valentine['’]s~Day|Halloween"
    r"|International~Women['’]s~Day|Election~Day|Labor~Day|Memorial~Day"
)


def _part(ordinal: str, unit: str) -> Calendar | None:
    highest, letter = (4, "Q") if unit.startswith("quarter") else (2, "H")
    number = highest if ordinal in ("last", "latter") else lx.ordinal_number(ordinal)
    return Calendar(part=f"{letter}{number}") if number <= highest else None


def _read_parts(match: Match[str]) -> Reading | None:
    unit = lx.fold(match["u"])
    first = _part(lx.fold(match["o"]), unit)
    if match["p"] is None:
        return first
    last = _part(lx.fold(match["p"]), unit)
    return Between(first, last) if first and last and (first.part or "") < (last.part or "") else None


def _read_coded_part(match: Match[str]) -> Reading | None:
    year, letter, number = match["y"] or match["z"], match["q"][0].upper(), int(match["q"][1:])
    if number > (2 if letter == "H" else 4):
        return None
    return Calendar(int(year) if year else None, part=f"{letter}{number}")


def _read_decade(match: Match[str]) -> Reading | None:
    """ "1990s" and "the 1990's", but "1990's first half" is of that year."""
    digits = match["d"]
    if match["a"] and len(digits) == 4 and not _OF_DECADE.search(match.string, max(0, match.start("d") - 8),
                                                                  match.start("d")):
        return None
    return Era(digits[:3] if len(digits) == 4 else f"19{digits[0]}")


def _read_century(match: Match[str]) -> Reading | None:
    number = lx.ordinal_number(match["o"])
    return Era(f"{number - 1:02d}") if 1 < number <= 30 else None


def _read_season(match: Match[str]) -> Reading | None:
    year, part = match["y"], lx.SEASONS[lx.fold(match["s"])]
    if match["z"] and (part != "WI" or int(match["z"]) % 100 != (int(year) + 1) % 100):
        return None
    return Calendar(int(year) if year else None, part=part)


def _read_holiday(match: Match[str]) -> Reading | None:
    name = re.sub(r"\s+", " ", lx.fold(match["h"])).replace("’", "'")
    if name in lx.MOVABLE_HOLIDAYS:
        return Calendar(part=lx.MOVABLE_HOLIDAYS[name])
    return Calendar(None, *lx.HOLIDAYS[name])


def _read_nth(match: Match[str]) -> Reading | None:
    ordinal, unit = lx.fold(match["o"]), lx.fold(match["u"])
    month = make_calendar(match["y"], lx.month_number(match["m"]))
    number = -1 if ordinal in ("last", "final") else lx.ordinal_number(ordinal)
    return NthOf(number, lx.WEEKDAYS.get(unit, unit), month)


_MONTH_TURNS = {"this": 0, "last": -1, "next": 1, "that": 0, "same": 0, "following": 1}


def _read_day_of_turn_month(match: Match[str]) -> Reading | None:
    word = lx.fold(match["t"]).split()[-1]
    month = Relative("month", _MONTH_TURNS[word], from_told=word in ("that", "same", "following"))
    return NthOf(lx.ordinal_number(match["d"]), "day", month)


def _read_weekday_ordinal(match: Match[str]) -> Reading | None:
    return Calendar(day=lx.ordinal_number(match["d"]), weekday=lx.weekday_number(match["w"]))


PART_RULES = (
    make_rule("nth_of_month", ("the", "first", "last", "final"),
              rf"(?:the~)?(?P<o>first|second|third|fourth|last|final|[1-4](?:st|nd|rd|th))"
              rf"~(?P<u>day|week|weekend|{lx.WEEKDAY})~(?:of|in)~(?P<m>{lx.MONTH})(?:,?~(?:of~)?(?P<y>{lx.YEAR}))?",
              _read_nth,
              "the first week of May", "the last day of October 2024", "first Monday in October"),
    make_rule("day_of_turn_month", ("the", SHORT_NUMBER),
              r"(?:the~)?(?P<d>[12]?\d(?:st|nd|rd|th)|3[01](?:st|th))~of~"
              r"(?P<t>this|last|next|that|the~same|the~following)~month",
              _read_day_of_turn_month,
              "the 5th of this month", "15th of last month", "the 1st of the following month"),
    make_rule("weekday_ordinal", lx.FULL_WEEKDAYS,
              rf"(?P<w>{lx.WEEKDAY}),?~the~(?P<d>3[01]st|3[0]th|[12]?\d(?:st|nd|rd|th))",
              _read_weekday_ordinal,
              "Friday the 13th", "Tuesday, the 24th"),
    make_rule("part_of_year", _PART_FIRSTS,
              rf"(?:the~|a~)?{_FISCAL}(?P<o>{_PART_ORDINAL})(?:~(?:and|to)~(?:the~)?(?P<p>{_PART_ORDINAL}))?"
              rf"(?:~|{lx.HYPHEN})(?P<u>quarter|half|semester)(?(p)s?)(?!{lx.HYPHEN}?(?:centur|hour|final))",
              _read_parts,
              "the third quarter", "first half", "fourth-quarter", "the 1st semester", "the last half",
              "the third and fourth quarters"),
    make_rule("coded_part", ("q", "h", YEAR_NUMBER),
              rf"(?:(?P<y>{lx.YEAR})[-\s/]?)?(?P<q>(?-i:[QH])[1-4])(?:[-\s/]{{1,2}}(?P<z>{lx.YEAR}))?",
              _read_coded_part,
              "Q1 2024", "2024-Q3", "H2 2025", "Q3"),
    make_rule("decade", ("the", YEAR_NUMBER, SHORT_NUMBER, LONG_NUMBER),
              r"(?:(?<=['’])|(?:the\s)?['’]|the\s(?=\d\ds)|(?:the\s)?(?=\d{4}))(?P<d>(?:1[5-9]|20)\d0|[3-9]0)(?P<a>['’])?s",
              _read_decade,
              "1990s", "the 1970s", "the '80s"),
    make_rule("spelled_decade", ("the", "nineteen", *_TENS),
              rf"(?:(?:the~)?nineteen(?:~|-)|the~|(?<=\bmid[\s-])|(?<=\bearly\s)|(?<=\blate\s))(?P<d>{'|'.join(_TENS)})",
              lambda m: Era(f"19{_TENS[lx.fold(m['d'])]}"),
              "the nineties", "nineteen-eighties"),
    make_rule("century", ("the", *lx.ORDINALS, SHORT_NUMBER),
              rf"(?:the~)?(?P<o>{lx.ORDINAL})(?:~|{lx.HYPHEN})century",
              _read_century,
              "the 20th century", "11th century", "twenty-first century"),
    make_rule("season", ("the", *lx.SEASONS), rf"(?:the~)?(?P<s>{lx.SEASON})(?P<y>(?!))?(?P<z>(?!))?", _read_season,
              "spring", "the summer"),
    make_rule("season_year", ("the", *lx.SEASONS),
              rf"(?:the~)?(?P<s>{lx.SEASON})(?:~(?:of~)?|,~|{lx.DASH})(?P<y>{lx.YEAR})"
              rf"(?:(?:{lx.DASH}|/)(?P<z>(?:20)?\d\d))?",
              _read_season,
              "the summer of 2022", "winter 2022/23", "spring 2025", "autumn 2016"),
    make_rule("holiday", (*{name.split()[0].split("'")[0] for name in (*lx.HOLIDAYS, *lx.MOVABLE_HOLIDAYS)},),
              rf"(?-i:(?P<h>{_HOLIDAY}))",
              _read_holiday,
              "Christmas Eve", "New Year’s Day", "Europe Day", "Easter", "Thanksgiving Day", "Election Day"),
    make_rule("same_period", ("the", "same", "corresponding", "comparable", "quarter", "period"),
              r"(?:(?:the~)?(?:same|corresponding|comparable)~)?(?:quarter|period)",
              lambda _: Calendar(part="QR"),
              "quarter", "the corresponding period", "same quarter", is_weak=True),
)
