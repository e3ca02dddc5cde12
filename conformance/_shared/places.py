"""A code that stands beside the name of a pharmacy or practice is the code of that place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from cpcs_harness.judging import JourneyView

from .dos_answers import services_in

Places = Mapping[str, frozenset[str]]
"""By name, in small letters, the codes of the places that have it: several may."""
OWN = 5
"""Characters of a pharmacy's own code; what DoS writes after them names a profile of it."""
_BETWEEN = r"[^\S\n]*[,;:(\[\u2013\u2014-]?[^\S\n]*(?:ODS(?:[ -]code)?[^\S\n]*:?[^\S\n]*)?"
_CODE = r"([A-Za-z0-9]{5,6})(?![\w])"
_MARKS = re.compile(r"\W+$")


def places_of(journey: JourneyView) -> Places:
    """Give every place of a journey of which the candidate was told both name and code."""
    found: dict[str, set[str]] = {}
    for name, code in _told(journey):
        if name.strip() and code.strip():
            found.setdefault(name.strip().casefold(), set()).add(code.strip().upper()[:6])
    return {name: frozenset(codes) for name, codes in found.items()}


def _told(journey: JourneyView) -> Iterator[tuple[str, str]]:
    for issued in (journey.issued, *journey.also.values()):
        for place in (issued["premises"], issued["person"]["practice"]):
            yield str(place["name"]), str(place["ods"])
    for seen in journey.seen:
        for known in seen.given.get("entries", ()) if seen.action == "load_directory" else ():
            yield str(known["name"]), str(known["ods"])
    for seen in (one for one in journey.seen if one.action == "refer_onward"):
        yield str(seen.given["name"]), str(seen.given["ods"])
    for call in journey.exchanges("dos", at_least=0):
        for service in services_in(call) or ():
            yield str(service.get("publicName") or ""), str(service.get("odsCode") or "").strip()[:OWN]


def other_codes(text: str, places: Places) -> list[str]:
    """Name the places of a text after which, on the same line, another place's code stands."""
    if not places:
        return []
    known = frozenset[str]().union(*places.values())
    names = "|".join(re.escape(name) for name in sorted(places, key=len, reverse=True))
    beside = re.compile(rf"(?<!\w)({names}){_BETWEEN}{_CODE}", re.IGNORECASE)
    return [
        f"{match[2]} beside {match[1]}"
        for match in beside.finditer(text)
        if match[2].upper() in known - places[match[1].casefold()]
        and not _has_its_own_before(text[: match.start()], places[match[1].casefold()])
    ]


def _has_its_own_before(text: str, own: Iterable[str]) -> bool:
    """Say whether a name has its code before it: what comes after it may be the next one's."""
    line = _MARKS.sub("", text.rpartition("\n")[2]).upper()
    return any(line.endswith(code) for code in own)
