"""What a text claims that nobody recorded, adopted or served: medicines, doses, allergies, dates, numbers, people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.people.fixtures import fixture

from .days import days_in, impossible_in
from .known import Known

_NUMBER = r"(?:\d+(?:\.\d+)?|half|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_NHS_NUMBER = re.compile(r"(?<![\w-])(?<!\d )(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?![\w-]| \d)")
_NUMBERED = re.compile(r"(?i)\bnhs (?:number|no\.?)[^\d\n]{0,24}(\d{3}[ -]?\d{3}[ -]?\d{4})(?!\d)")
"""Ten digits that are called an NHS number, whether or not they can be one."""
_GPHC = re.compile(r"gphc\D{0,16}(\d{7})(?!\d)")
_TELEPHONE = re.compile(r"(?<![\w.+-])(?:\+44 ?(?:\(0\) ?)?|0)(?:[1-37]\d(?:[ -]?\d){7,8})(?![\w-]| ?\d)")
_ODS = re.compile(r"\bods(?: code)?[ :=]{1,3}([a-z]\w{2,5})\b")
_DISPOSITION = re.compile(r"\bdx\d{2,6}\b")
TELEPHONE = 9
"""Last digits of a telephone number that stand for it, with a country's code or without."""
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor)\.?[ \t]+([A-Z][^\W\d_]+)")
_NAMED = re.compile(
    r"(?im)^[ \t]*(?:patient|patient(?:'s)? name|(?:full |family |given |first |last )?name|surname|forename"
    r"|pharmacist)[ \t]*[:=][ \t]*(?:(?:mr|mrs|ms|miss|mx|dr)\.?[ \t]+)?([^\W\d_]{2,}"
    r"(?-i:(?:[ '\u2019-][^\W\d_a-z][^\W\d_A-Z]+(?![^\W_]))*))"
)
"""Who stands after a label: the first word, and those after it that are written as names are."""
_PLACED = re.compile(
    r"(?im)^[ \t]*(?:case (?:reference|id|number)|referral reference|referred (?:to|by)|sent by|registered practice"
    r"|(?:practice|pharmacy) name|(?:home |patient(?:'s)? )?address)[ \t]*[:=][ \t]*([^\n]*\w[^\n]*)$"
)
"""A case, a practice or a pharmacy after its label."""
_NEXT = re.compile(r"\s(?=[A-Z][a-z]+(?: [a-z]+){0,3}:)")
"""Where the next label begins on the same line."""
_CODED = re.compile(r"(?im)^[ \t]*(?:gp )?(?:practice|pharmacy)[ \t]*[:=][^\n]*?\b([A-Z]{1,2}\d{3,5})\b")
"""The code of a practice or a pharmacy after its label."""
_WORD = re.compile(r"[^\W_]+")
_GENERIC = frozenset(
    [
        *(
            "nhs",
            "111",
            "gp",
            "practice",
            "general",
            "surgery",
            "online",
            "telephone",
            "the",
            "a",
            "by",
            "code",
        ),
        *(
            "ods",
            "urgent",
            "care",
            "service",
            "community",
            "pharmacy",
            "england",
            "patient",
            "none",
            "not",
            "known",
            *("withheld", "restricted", "unknown", "no", "fixed", "abode"),
        ),
    ]
)
"""Words that name no place of their own."""
_DAYS = {"day": (1,), "week": (7,), "month": (28, 30, 31)}
"""Days of each unit in which a supply's length is told; a month is that of a pack, or of the calendar."""
_LENGTH = re.compile(
    r"(?<![\w./-])(?:(?P<number>\d+(?:\.\d+)?)[ -](?P<unit>day|week|month)(?:s|'s|s')? (?:of )?supply"
    r"|supply (?:of|for) (?P<after>\d+(?:\.\d+)?) (?P<units>day|week|month)s?)\b"
)
_HEADED = re.compile(r"(?im)^[ \t]*allerg(?:y|ies)[^\n:]{0,40}:[ \t]*([^\n]*\w[^\n]*)$")
_EDITION = re.compile(r"(?i)version|edition|template|form no|published|©|copyright|leaflet|since")
"""Words of a line whose date is that of a form."""


def invented(text: str, known: Known) -> list[Words]:
    """Give each claim of a text that is not known, in words; the text has a line for each of its lines."""
    folded = re.sub(r"[ \t\u00a0]+", " ", text)
    small = folded.casefold()
    found = [
        *(f"medicine {name}" for name in _medicines(small) if not known.has(name)),
        *(f"directions {in_words(said)}" for said in _doses(small) if not known.has(said)),
        *(f"quantity {in_words(said)}" for said in _quantities(small, known)),
        *(f"supply {in_words(said)}" for said in _lengths(small, known)),
        *(f"allergy {in_words(said)}" for said in _allergies(small) if not known.has(said)),
        *(f"date {said}" for said in strange_dates(folded, known)),
        *(f"date {said}, which no calendar has" for said in impossible_in(folded) if not known.has(said)),
        *(f"NHS number {number}" for number in _numbers(folded) if not known.has(number)),
        *(f"NHS number {said}" for said in _NUMBERED.findall(folded) if not known.has(said)),
        *(f"GPhC number {number}" for number in _GPHC.findall(small) if not known.has(number)),
        *(f"telephone {said}" for said in _TELEPHONE.findall(folded) if not has_telephone(said, known)),
        *(f"ODS code {code}" for code in _ODS.findall(small) if not known.has(code)),
        *(f"disposition {code}" for code in _DISPOSITION.findall(small) if not known.has(code)),
        *(f"person {name}" for name in _people(folded) if not _is_named(name, known)),
        *(f"place or case {in_words(said)}" for said in _placed(folded) if not _is_placed(said, known)),
    ]
    return list(map(Words, dict.fromkeys(found)))


def strange_dates(text: str, known: Known) -> list[str]:
    """Give the dates of a text that are not known, but for that of a form's edition."""
    lines = (line for line in text.splitlines() if not _EDITION.search(line))
    return [written for line in lines for written, day in days_in(line) if not known.has_day(day)]


def has_telephone(text: str, known: Known) -> bool:
    """Say whether a telephone number is known, with a country's code or without; what is no number, as it is."""
    digits = "".join(filter(str.isdigit, text))
    return known.has(text) or (len(digits) >= TELEPHONE and known.has(digits[-TELEPHONE:]))


def _medicines(text: str) -> list[str]:
    return _any_of("medicines").findall(text)


def _doses(text: str) -> list[str]:
    return [found[0] for found in _dose().finditer(text)]


def _quantities(text: str, known: Known) -> Iterator[str]:
    for found in _quantity().finditer(text):
        number, unit = found["number"], found["unit"]
        recorded = number in known.amounts and any(unit in word or word in unit for word in known.units)
        if not recorded and not known.has(found[0]):
            yield found[0]


def _lengths(text: str, known: Known) -> Iterator[str]:
    """Give for how long something is told to be supplied that was recorded for another time, or in another unit."""
    for found in _LENGTH.finditer(text):
        number, unit = float(found["number"] or found["after"]), found["unit"] or found["units"]
        meant = {f"{number * days:g}" for days in _DAYS[unit]}
        if not meant & known.lengths and not known.has(found[0]):
            yield found[0]


def _allergies(text: str) -> Iterator[str]:
    for found in _any_of("allergies").finditer(text):
        yield found[0]
    nothing = tuple(fixture("clinical_words")["nothing"])
    for said in _HEADED.findall(text):
        if not said.strip().startswith(nothing):
            yield said.strip()


def _numbers(text: str) -> Iterator[str]:
    for parts in _NHS_NUMBER.findall(text):
        number = "".join(parts)
        if _is_nhs_number(number):
            yield number


def _people(text: str) -> list[str]:
    return [*_TITLED.findall(text), *_NAMED.findall(text)]


def _is_named(name: str, known: Known) -> bool:
    nothing = {word for said in fixture("clinical_words")["nothing"] for word in said.split()}
    return name.casefold() in nothing or known.has_words(name)


def _placed(text: str) -> list[str]:
    lines = [_NEXT.split(said)[0] for said in _PLACED.findall(text)]
    return [*lines, *_CODED.findall(text)]


def _is_placed(said: str, known: Known) -> bool:
    words = [word for word in _WORD.findall(said.casefold()) if word not in _GENERIC]
    return known.has_words(" ".join(words)) or _is_named(" ".join(words), known)


def _is_nhs_number(number: str) -> bool:
    check = (
        11 - sum(int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False)) % 11
    )
    return check != 10 and check % 11 == int(number[9])


@cache
def _any_of(what: str) -> re.Pattern[str]:
    listed = fixture("clinical_words")[what]
    words = map(re.escape, listed) if what == "medicines" else listed
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_])")


@cache
def _dose() -> re.Pattern[str]:
    """Give the pattern of an amount that is taken so often: `ten every hour`, `take two tablets twice a day`."""
    often = "|".join(fixture("clinical_words")["frequencies"])
    units = "|".join([*fixture("clinical_words")["units"], "ml", "mg", "spoonful"])
    return re.compile(rf"(?<![^\W_]){_NUMBER}(?: ?(?:\w+ )?(?:{units})\w*)? (?:{often})(?![^\W_])")


@cache
def _quantity() -> re.Pattern[str]:
    units = "|".join(fixture("clinical_words")["units"])
    return re.compile(rf"(?<![\w./-])(?P<number>\d+(?:\.\d+)?) (?P<unit>{units})(?:s|es)?(?![^\W_])")
