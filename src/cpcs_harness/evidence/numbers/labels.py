"""By what a text calls ten digits an NHS number, or something else."""

from __future__ import annotations

import re

_NAME = r"nhs[\W_]{0,3}(?:number|num(?![a-z])|no(?![a-z])|nr(?![a-z])|n\xba|\u2116|id(?![a-z]))s?|nhs ?#"
_SYSTEM = r"nhs-number|2\.16\.840\.1\.113883\.2\.1\.4\.1(?![\d.])|2\.16\.840\.1\.113883\.2\.1\.3\.2\.4\.18\.23(?![\d.])"
"""FHIR's system; the OIDs of numbers that were verified, and that were not."""
_NEAR = 160
"""Characters before a number in which its label is looked for."""

_LABEL = re.compile(rf"(?:{_NAME}|{_SYSTEM})", re.I)
_KEYED = re.compile(
    r"(?:(?<![a-z])patients?/|GPPROVIDER_|(?:root|system) ?= ?['\"](?:#)['\"][^<>]{0,60} extension ?= ?['\"])$".replace(
        "#", _SYSTEM
    ),
    re.I,
)
_AFTER = re.compile(rf"['\"][^<>]{{0,60}}\sroot ?= ?['\"](?:{_SYSTEM})['\"]", re.I)
_MOST_WORDS, _MOST_LINES = 60, 2
"""Characters, and ends of lines, between a label and its number."""
_TELEPHONES = "tel telephone phone mobile fax call ring dial"
_CODES = "ref reference order case ticket invoice account serial batch lot code snomed dm\\+d vmp amp vpid gphc ods"
_IDS = "user uid uuid id guid key token nonce version crc hash"
_TIMES_AND_SIZES = (
    "exp iat nbf expires? time timestamp stamp date epoch length size bytes count port seq sequence index"
)
_OTHERS = "|".join(f"{_TELEPHONES} {_CODES} {_IDS} {_TIMES_AND_SIZES}".split())
_BEGINS = r"(?:(?<![A-Z])|(?-i:(?<=[a-z])(?=[A-Z])))"
"""Where a word begins, be it within a name in camel case."""
_OTHERWISE = re.compile(
    rf"(?:\+\d{{1,3}} ?|{_BEGINS}(?:{_OTHERS})(?:[ _-]?(?:no|num|nr|number|id|code|at))?\.?[\s:=#|\"'(/_-]{{0,6}})$",
    re.I,
)
"""What is called something else directly before."""
_ELSEWHERE = re.compile(r"[&;]\w+=|[\"']\s*}|</")
"""What parts a label from a number that is another field's."""
_CELLS = re.compile(r"</?(?:td|th|tr|b|i|em|strong|p|div|span|li|br)\b[^<>]{0,200}>", re.I)
_NHS_SYSTEM = re.compile(_SYSTEM, re.I)
_NHS_NAME = re.compile(rf"\W*(?:patients?\W*(?:s\W)?)?(?:{_NAME})\W*", re.I)


def is_system(text: str) -> bool:
    """Say whether a text names a system of NHS numbers: FHIR's address, or an OID."""
    return len(text) < 200 and _NHS_SYSTEM.search(text) is not None


def is_name(text: str) -> bool:
    """Say whether a text is a name of an NHS number, as a key, an element, a column or a cell has it."""
    return len(text) < 60 and _NHS_NAME.fullmatch(text) is not None


def names_number(key: str) -> bool:
    """Say whether a key has the name of an NHS number somewhere in it, as `patientNhsNumber` has."""
    return len(key) < 80 and re.search(_NAME, key, re.I) is not None


def is_labelled(text: str, start: int, end: int) -> bool:
    """Say whether what stands between two places is called an NHS number by what is around."""
    before = text[max(0, start - _NEAR) : start]
    if _KEYED.search(before) or _AFTER.match(text, end, end + _NEAR):
        return True
    label = max((label.end() for label in _LABEL.finditer(before)), default=None)
    return label is not None and _leads_to_number(before[label:])


def is_something_else(text: str, start: int) -> bool:
    """Say whether what begins at a place is called something else: a telephone, a code, an id, a time, a size."""
    before = text[max(0, start - 40) : start]
    return _OTHERWISE.search(before) is not None


def _leads_to_number(words: str) -> bool:
    """Say whether what stands between a label and ten digits does not part them."""
    if len(words) > _MOST_WORDS or words.count("\n") > _MOST_LINES or re.search(r"\d", words):
        return False
    said = _CELLS.sub(" ", words)
    return not _OTHERWISE.search(said) and not _ELSEWHERE.search(said)
