"""The small elements that a CDA document of NHS 111 is made of.

Source: NHS 111 Domain Message Specification 2.1 (interface sheet nhs111-itk22, section 3).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from copy import copy
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from cpcs_harness.people.model import Report

CDA, LOCALISATION = "urn:hl7-org:v3", "NPFIT:HL7:Localisation"
OID = "2.16.840.1.113883.2.1.3.2.4"
LONDON = ZoneInfo("Europe/London")
NAMESPACES: Any = {None: CDA}  # lxml takes None as a prefix; its stubs do not know

Node = etree._Element


def component(*parts: Node) -> Node:
    """Write one link between parts of the body."""
    return node("component", *parts, typeCode="COMP", contextConductionInd="true")


def address(lines: tuple[str, ...], postcode: str, use: str, in_parts: bool = False) -> Node:
    """Write a postal address, in lines or by what each part of it is."""
    streets = _parts(lines) if in_parts else [node("streetAddressLine", line) for line in lines]
    return node("addr", *streets, node("postalCode", postcode), use=use)


def _parts(lines: tuple[str, ...]) -> list[Node]:
    return [node(name, part) for name, part in zip(_ADDRESS_PARTS, lines, strict=False)]


_ADDRESS_PARTS = "streetAddressLine", "city", "county"


def telephone(number: str, use: str) -> Node:
    """Write a telephone number as a URL, without spaces."""
    return node("telecom", value=f"tel:{number.replace(' ', '')}", use=use)


def moment(name: str, when: datetime, report: Report) -> Node:
    """Write a time in London's clock; systems differ in how much of it, and of the offset, they give."""
    local = when.astimezone(LONDON)
    form = report.times or _TIMES_BY_HABITS.get(report.habits, "minutes")
    return node(name, value=_TIMES[form](local))


_TIMES_BY_HABITS = {"field": "hours", "tpp": "none"}
AHEAD = timezone(timedelta(hours=1))
_TIMES: dict[str, Callable[[datetime], str]] = {
    "hours": lambda local: local.strftime("%Y%m%d%H%M%S%z")[:17],
    "minutes": lambda local: local.strftime("%Y%m%d%H%M%S%z"),
    "none": lambda local: local.strftime("%Y%m%d%H%M%S"),
    "to-the-minute": lambda local: local.strftime("%Y%m%d%H%M%z"),
    "greenwich": lambda local: local.astimezone(UTC).strftime("%Y%m%d%H%M%S%z"),
    "zulu": lambda local: local.astimezone(UTC).strftime("%Y%m%d%H%M%SZ"),
    "iso": lambda local: local.isoformat(timespec="seconds"),
    "fraction": lambda local: local.strftime("%Y%m%d%H%M%S.000%z"),
    # An hour ahead of Greenwich in winter too, so that whoever drops the offset is an hour out in every season.
    "ahead": lambda local: local.astimezone(AHEAD).strftime("%Y%m%d%H%M%S%z"),
}


def coded(name: str, code: str, system: str, display: str) -> Node:
    """Write a coded value with its display name."""
    return node(name, code=code, codeSystem=system, displayName=display)


def template_id(template: str) -> Node:
    """Name the template that an element follows."""
    return node("templateId", root=f"{OID}.18.2", extension=template)


def content_id(template: str) -> Node:
    """Name the template that comes next in this place."""
    return localised("contentId", "18.16", template)


def localised(name: str, root: str, extension: str) -> Node:
    """Write an element of the NHS localisation."""
    attributes = {"root": f"{OID}.{root}", "extension": extension}
    return etree.Element(f"{{{LOCALISATION}}}{name}", attributes, nsmap={"npfitlc": LOCALISATION})


def node(name: str, *inside: Node | str, **attributes: str) -> Node:
    """Write an element with children, or with text."""
    made = copy(_empty(name))
    for key, value in attributes.items():
        made.set(key, value)
    for part in inside:
        if isinstance(part, str):
            made.text = part
        else:
            made.append(part)
    return made


@cache
def _empty(name: str) -> Node:
    """Make an element once, to be copied: that takes two thirds of what making it takes."""
    return etree.Element(f"{{{CDA}}}{name}", nsmap=NAMESPACES)


def fresh_id() -> str:
    """Give a new UUID, in upper case as ITK wants it."""
    return str(uuid.uuid4()).upper()
