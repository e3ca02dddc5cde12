"""What a request to the Spine Mini Service asks for: envelopes as documented, a payload that is read leniently.

Elements of the payload are found by their local names, in whatever order and under whatever root: that these are
right is for a check. Source: ITK 2.2 web services, distribution envelope 2.0, and the PDS Mini Services Domain Message
Specification v1.0 (interface sheet pds-smsp-auth, section 12).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.formats.xml import read_xml
from cpcs_harness.people import nhs_number

PREFIX = "urn:nhs-itk:services:201005:"
SERVICES: dict[str, tuple[str, ...]] = {
    "verifyNHSNumber": ("birth_date", "number"),
    "getNHSNumber": ("birth_date", "gender", "family"),
    "getPatientDetailsByNHSNumber": ("birth_date", "number"),
    "getPatientDetailsBySearch": ("birth_date", "gender", "family"),
    "getPatientDetails": ("birth_date",),
}
"""The five services, and what a request to each cannot do without."""
MOST_BYTES = 256 * 1024
"""Of one request, which has some 4 KB: our own bound."""
OLD_NUMBER, BAD_INPUT = "DEMOG-0042", "SMSP-0001"
_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_NAMES = {"s": _SOAP, "a": "http://www.w3.org/2005/08/addressing", "itk": "urn:nhs-itk:ns:201005"}
_BODY = "s:Body/itk:DistributionEnvelope"


class Malformed(Exception):
    """The envelopes are not what a mini service takes: it answers with a SOAP fault."""


class Invalid(Exception):
    """What is asked cannot be asked: the mini service answers with a code of its own."""

    def __init__(self, code: str, why: str, certainty: Certainty = Certainty.INFERRED) -> None:
        super().__init__(why)
        self.code, self.certainty = code, certainty


@dataclass(frozen=True)
class Query:
    """What is known of the patient who is asked for; empty where nothing is."""

    service: str
    birth_date: str = ""
    """YYYYMMDD"""
    gender: str = ""
    """1 male | 2 female | 9 not specified | 0 not known"""
    local_id: tuple[str, str] = ("", "")
    """Root and extension of the asking organisation's own number for the patient."""
    number: str = ""
    given: str = ""
    family: str = ""
    postcode: str = ""


def service_of(soap_action: str | None) -> str:
    """Name the service that a SOAPAction asks for; empty where it is none of the five."""
    action = (soap_action or "").strip().strip('"')
    name = action.removeprefix(PREFIX).removesuffix("-v1-0")
    return name if name in SERVICES and action == f"{PREFIX}{name}-v1-0" else ""


def read_query(body: bytes, soap_action: str | None) -> Query:
    """Read a request; raises Malformed for its envelopes, and Invalid for what it asks."""
    service = service_of(soap_action)
    if not service:
        raise Malformed(f"SOAPAction names none of the five services: {soap_action!r}")
    if len(body) > MOST_BYTES:
        raise Malformed(f"the message has more than {MOST_BYTES} bytes")
    root = read_xml(body)
    if root is None or root.tag != f"{{{_SOAP}}}Envelope":
        raise Malformed("the body is not a SOAP 1.1 envelope")
    _check_envelopes(root, f"{PREFIX}{service}-v1-0")
    query = _query(service, root.find(f"{_BODY}/itk:payloads/itk:payload", _NAMES))
    _check_query(query)
    return query


def _check_envelopes(root: Any, action: str) -> None:
    header, payloads = root.find(f"{_BODY}/itk:header", _NAMES), root.find(f"{_BODY}/itk:payloads", _NAMES)
    if header is None or payloads is None:
        raise Malformed("the SOAP body holds no distribution envelope with header and payloads")
    said = root.findtext("s:Header/a:Action", default="", namespaces=_NAMES).strip()
    if not said == header.get("service") == action:
        raise Malformed(
            f"SOAPAction, wsa:Action and header/@service differ: {action}, {said}, {header.get('service')}"
        )
    manifest = header.find("itk:manifest", _NAMES)
    items = [] if manifest is None else manifest.findall("itk:manifestitem", _NAMES)
    inside = payloads.findall("itk:payload", _NAMES)
    counts = {None if manifest is None else manifest.get("count"), payloads.get("count"), str(len(items))}
    if counts != {str(len(inside))} or not inside:
        raise Malformed("the counts of manifest and payloads differ")
    if [item.get("id") for item in items] != [payload.get("id") for payload in inside]:
        raise Malformed("the manifest's ids are not those of the payloads")


def _query(service: str, payload: Any) -> Query:
    def part(name: str, inner: str = "*") -> Any:
        path = f".//*[local-name() = 'Person.{name}']/*[local-name() = 'value']"
        return payload.xpath(
            f"{path}/descendant-or-self::*[local-name() = '{inner}']" if inner != "*" else path
        )

    def text(name: str, inner: str) -> str:
        found = part(name, inner)
        if len(found) > 1:
            raise Invalid(BAD_INPUT, f"{name} has more than one {inner}")
        return (found[0].text or "").strip() if found else ""

    def attribute(name: str, wanted: str) -> str:
        found = part(name)
        return (found[0].get(wanted) or "").strip() if found else ""

    return Query(
        service,
        attribute("DateOfBirth", "value"),
        attribute("Gender", "code"),
        (attribute("LocalIdentifier", "root"), attribute("LocalIdentifier", "extension")),
        attribute("NHSNumber", "extension"),
        text("Name", "given"),
        text("Name", "family"),
        text("Postcode", "postalCode"),
    )


def _check_query(query: Query) -> None:
    missing = [name for name in SERVICES[query.service] if not getattr(query, name)]
    if missing:
        raise Invalid(BAD_INPUT, f"{query.service} cannot do without {', '.join(missing)}")
    if not re.fullmatch(r"[0-9]{8}", query.birth_date):
        raise Invalid(BAD_INPUT, "the birth date is not YYYYMMDD")
    if query.gender and query.gender not in ("0", "1", "2", "9"):
        raise Invalid(BAD_INPUT, "the gender is none of 0, 1, 2, 9")
    if any("*" in value[:2] for value in (query.given, query.family, query.postcode)):
        raise Invalid(BAD_INPUT, "a wildcard stands among the first two characters")
    _check_number(query.number)
    if not (query.number or query.family or query.given or query.postcode):
        raise Invalid(BAD_INPUT, "a birth date alone finds nobody", Certainty.MODELLED)


def _check_number(number: str) -> None:
    if number and not re.fullmatch(r"[0-9]{10}", number):
        raise Invalid(OLD_NUMBER, "the NHS number has not ten digits", Certainty.PUBLISHED)
    if number and not nhs_number.is_valid(number):
        raise Invalid(BAD_INPUT, "the NHS number's check digit is wrong", Certainty.MODELLED)
