"""Reading people out of a CDA document: the patient, the caller, organisations, numbers and addresses."""

from typing import Any

from lxml import etree

from ...formats.cda_text import readable
from ...kit.numbers import is_nhs_number, plain_nhs_number
from ...kit.times import hl7_date

_NS = {"h": "urn:hl7-org:v3"}
# In this template the root says whether the NHS number was traced; there is no status beside it.
_VERIFIED = "2.16.840.1.113883.2.1.4.1"
_UNVERIFIED = "2.16.840.1.113883.2.1.3.2.4.18.23"
_CASE_REFERENCE = "2.16.840.1.113883.2.1.3.2.4.18.34"
_CASE_ID = "2.16.840.1.113883.2.1.3.2.4.18.35"
_GENDERS = {"1": "male", "2": "female", "9": "not specified"}
_TELEPHONE_USES = {"EC": "callback", "H": "home", "HP": "home", "MC": "mobile", "WP": "work"}
_ADDRESS_USES = {"H": "home", "HP": "home", "PHYS": "physical", "TMP": "temporary"}
_ADDRESS_LINES = {
    "houseNumber",
    "houseNumberNumeric",
    "streetName",
    "streetAddressLine",
    "city",
    "county",
    "state",
    "country",
}


def patient(role: etree._Element | None) -> dict[str, Any]:
    """The patient as the document has them."""
    if role is None:
        return {}
    person = role.find("h:patient", _NS)
    return {
        **name_of(person),
        "birth_date": hl7_date(_get(person, "h:birthTime", "value")),
        "gender": _GENDERS.get(_get(person, "h:administrativeGenderCode", "code"), "unknown"),
        **_nhs_number(role),
        "addresses": [_address(element) for element in role.findall("h:addr", _NS)],
        "telephones": telephones(role),
        "emails": _emails(role),
    }


def informant(document: etree._Element) -> dict[str, Any] | None:
    """Who called on the patient's behalf, if anyone did."""
    entity = document.find("h:informant/h:relatedEntity", _NS)
    if entity is None:
        return None
    return {
        "relationship": _get(entity, "h:code", "displayName"),
        "name": name_of(entity.find("h:relatedPerson", _NS))["name"],
        "telephones": telephones(entity),
    }


def organisation(element: etree._Element | None) -> dict[str, str]:
    """An organisation's code and name; both empty where there is none."""
    if element is None:
        return {"ods": "", "name": ""}
    return {"ods": _get(element, "h:id", "extension"), "name": readable(element.find("h:name", _NS))}


def case_numbers(ids: list[etree._Element]) -> dict[str, str]:
    """The case's reference and id: told by root, since senders put them in any order."""
    by_root = {element.get("root") or "": element.get("extension") or "" for element in reversed(ids)}
    return {"case_reference": by_root.get(_CASE_REFERENCE, ""), "case_id": by_root.get(_CASE_ID, "")}


def name_of(person: etree._Element | None) -> dict[str, str]:
    """A name in its parts, and as one line; names without parts are kept as they stand."""
    element = person.find("h:name", _NS) if person is not None else None
    parts = {part: _joined(element, part) for part in ("prefix", "given", "family", "suffix")}
    line = " ".join(part for part in parts.values() if part)
    return {
        "given": parts["given"],
        "family": parts["family"],
        "prefix": parts["prefix"],
        "name": line or readable(element),
    }


def telephones(holder: etree._Element) -> list[dict[str, str]]:
    """Every number with what it is for; what is not an e-mail address is taken for a number."""
    found = []
    for element in holder.findall("h:telecom", _NS):
        value = element.get("value") or ""
        if value and not value.lower().startswith("mailto:"):
            number = value[4:] if value.lower().startswith(("tel:", "fax:")) else value
            found.append({"use": _use(element, _TELEPHONE_USES, "other"), "number": number.strip()})
    return found


def _emails(holder: etree._Element) -> list[str]:
    values = [element.get("value") or "" for element in holder.findall("h:telecom", _NS)]
    return [value[7:] for value in values if value.lower().startswith("mailto:")]


def _nhs_number(role: etree._Element) -> dict[str, Any]:
    by_root = {element.get("root"): element.get("extension") or "" for element in role.findall("h:id", _NS)}
    number = by_root.get(_VERIFIED) or by_root.get(_UNVERIFIED) or ""
    verified = bool(by_root.get(_VERIFIED)) and is_nhs_number(plain_nhs_number(number))
    return {"nhs_number": number, "nhs_number_verified": verified}


def _address(element: etree._Element) -> dict[str, Any]:
    lines = [readable(part) for part in element if etree.QName(part).localname in _ADDRESS_LINES]
    kept = [line for line in lines if line] or [line for line in [(element.text or "").strip()] if line]
    return {
        "use": _use(element, _ADDRESS_USES, "home"),
        "lines": kept,
        "postcode": readable(element.find("h:postalCode", _NS)),
    }


def _use(element: etree._Element, names: dict[str, str], otherwise: str) -> str:
    uses = (element.get("use") or "").split()
    # A number may have several uses; calling back is the one that matters here.
    known = [names[use] for use in sorted(uses, key=lambda use: use != "EC") if use in names]
    return known[0] if known else otherwise


def _joined(element: etree._Element | None, part: str) -> str:
    found = element.findall(f"h:{part}", _NS) if element is not None else []
    return " ".join(filter(None, (readable(piece) for piece in found)))


def _get(element: etree._Element | None, path: str, name: str) -> str:
    found = element.find(path, _NS) if element is not None else None
    return (found.get(name) or "") if found is not None else ""
