"""What an attached NHS Pathways case says of patient, disposition and service.

All of that stands in the first kilobytes of a case, and the triage that follows is twenty times as long: a tree is
made of the beginning alone where the rest can say nothing else of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from cpcs_harness.formats.xml import beginning, is_sound, read_xml

_SPACE = "http://nhspathways.org/webservices/pathways/pathwaysCase"
_BEGINNING = 3072
"""Bytes, of which the published cases use up to 2,900."""
_LONG = 4 * _BEGINNING
"""Bytes of a case; a tree of a shorter one costs less than to look at it twice."""
_GENDERS = {"1": "male", "2": "female"}


def _path(expression: str) -> Any:
    return etree.XPath(expression, namespaces={"p": _SPACE}, regexp=False, smart_strings=False)


_VALUES = {
    "DISPOSITION": _path("/p:PathwaysCase/p:pathwayDetails//p:finalDisposition/p:finalDispCode/text()"),
    "NUMBER": _path("/p:PathwaysCase/p:patient/p:nationalNumber/text()"),
    "BIRTH": _path("/p:PathwaysCase/p:patient/p:dateOfBirth//text()[normalize-space()]"),
    "GENDER": _path("/p:PathwaysCase/p:patient/p:gender/text()"),
    "SERVICE": _path("/p:PathwaysCase/p:serviceDestination/p:code/text()"),
}
_ELEMENTS = {
    "DISPOSITION": b"finalDispCode",
    "NUMBER": b"nationalNumber",
    "BIRTH": b"dateOfBirth",
    "GENDER": b"gender",
    "SERVICE": b"serviceDestination",
}
"""Elements without which a case says nothing of them."""


def differing(body: bytes, reported: Mapping[str, set[str]]) -> list[str] | None:
    """Name the values that a case gives, and gives otherwise than the report; None where it cannot be read."""
    said = _said_in_beginning(body, reported)
    if said is None:
        case = read_xml(body)
        if case is None:
            return None
        said = _said(case)
    return [name for name, values in said.items() if _differs(values, reported[name])]


def plain(name: str, said: str) -> str:
    """Give both sides' values in one writing."""
    said = said.strip()
    if name == "DISPOSITION":
        return said.removeprefix("DispoCode").lower()
    if name == "BIRTH":
        return said.replace("-", "")[:8]
    if name == "GENDER":
        return _GENDERS.get(said, said.lower())
    return said.rsplit(":", 1)[-1] if name == "SERVICE" else said


def _said(case: Any) -> dict[str, set[str]]:
    return {name: {plain(name, text) for text in values(case)} for name, values in _VALUES.items()}


def _differs(in_case: set[str], in_report: set[str]) -> bool:
    return bool(in_case and in_report) and "" not in in_case and not in_case & in_report


def _said_in_beginning(body: bytes, reported: Mapping[str, set[str]]) -> dict[str, set[str]] | None:
    """Give what a case says by its beginning; None where the rest might make a difference, or cannot be read."""
    case = beginning(body, _BEGINNING) if len(body) >= _LONG else None
    if case is None:
        return None
    said = _said(case)
    # one value that is the report's is enough, whatever follows
    open_still = [name for name, values in said.items() if reported[name] and not values & reported[name]]
    end = body.rfind(b"</", 0, _BEGINNING)
    if any(_ELEMENTS[name] in body[end:] for name in open_still) or not is_sound(body):
        return None
    return said
