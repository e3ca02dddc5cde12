"""Reading people out of a CDA document: the patient, the caller, organisations, numbers and addresses."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from ...formats.cda_text import readable
from ...kit.numbers import is_nhs_number, plain_nhs_number
from ...kit.times import hl7_date
from .cda_names import name_of, other_names

Said = tuple[str, dict[str, str]]
"""The kind of a notice, and the words that its text has a place for."""
_NS = {"h": "urn:hl7-org:v3"}
# In this template the root says whether the NHS number was traced; there is no status beside it.
_VERIFIED = "2.16.840.1.113883.2.1.4.1"
_UNVERIFIED = "2.16.840.1.113883.2.1.3.2.4.18.23"
_ODS_ROOTS = {"2.16.840.1.113883.2.1.3.2.4.19.1", "2.16.840.1.113883.2.1.3.2.4.19.2"}
_CASE_REFERENCE = "2.16.840.1.113883.2.1.3.2.4.18.34"
_CASE_ID = "2.16.840.1.113883.2.1.3.2.4.18.35"
_GENDERS = {"1": "male", "2": "female", "9": "not specified"}
_TELEPHONE_USES = {"EC": "callback", "H": "home", "HP": "home", "HV": "home", "MC": "mobile", "WP": "work"}
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
        "other_names": other_names(person),
        "birth_date": hl7_date(_get(person, "h:birthTime", "value")),
        "gender": _GENDERS.get(_get(person, "h:administrativeGenderCode", "code"), "unknown"),
        **_nhs_number(role),
        "addresses": [_address(element) for element in role.findall("h:addr", _NS)],
        "telephones": telephones(role),
        "emails": _emails(role),
    }


def patient_notices(role: etree._Element | None, person: Mapping[str, Any]) -> list[Said]:
    """What a pharmacist should know of how the patient could be read."""
    born = _get(role, "h:patient/h:birthTime", "value")
    numbers = {plain_nhs_number(number) for number in _numbers(role, _VERIFIED)}
    unverified = {plain_nhs_number(number) for number in _numbers(role, _UNVERIFIED)} - numbers
    uses = {number["use"] for number in person["telephones"]}
    said = {
        "two-numbers": {"numbers": " and ".join(sorted(numbers))} if len(numbers) > 1 else None,
        "other-number": {"numbers": " and ".join(sorted(unverified))} if numbers and unverified else None,
        "no-family-name": {} if person["given"] and not person["family"] else None,
        "other-name": _other_names(person["other_names"]),
        "unreadable-birth-date": {"sent": born} if born and not person["birth_date"] else None,
        "no-callback": {} if uses and "callback" not in uses else None,
    }
    return [(kind, words) for kind, words in said.items() if words is not None]


def _other_names(names: list[dict[str, str]]) -> dict[str, str] | None:
    return {"names": "; ".join(f"{name['use']} {name['name']}" for name in names)} if names else None


def informants(document: etree._Element) -> list[dict[str, Any]]:
    """Everybody who called on the patient's behalf, in the order of the document."""
    return [_informant(entity) for entity in document.findall("h:informant/h:relatedEntity", _NS)]


def _informant(entity: etree._Element) -> dict[str, Any]:
    return {
        "relationship": _get(entity, "h:code", "displayName"),
        "name": name_of(entity.find("h:relatedPerson", _NS))["name"],
        "telephones": telephones(entity),
    }


def location(place: etree._Element | None) -> dict[str, Any] | None:
    """Where the patient was when they called: its name and address; None where the report names no such place."""
    if place is None:
        return None
    addresses = [_address(element) for element in place.findall("h:addr", _NS)]
    name = readable(place.find("h:name", _NS))
    known = [address for address in addresses if address["lines"] or address["postcode"]]
    return {"name": name, "address": known[0] if known else None} if name or known else None


def organisation(element: etree._Element | None) -> dict[str, str]:
    """An organisation's code and name; both empty where there is none."""
    if element is None:
        return {"ods": "", "name": ""}
    return {"ods": _ods(element.findall("h:id", _NS)), "name": readable(element.find("h:name", _NS))}


def _ods(ids: list[etree._Element]) -> str:
    """The code of an organisation or site, told by its root; a root that is left out says nothing against a code."""
    codes = [element.get("extension") or "" for element in ids if element.get("root") in _ODS_ROOTS]
    others = [element.get("extension") or "" for element in ids if not element.get("root")]
    return next(filter(None, [*codes, *others]), "")


def case_numbers(ids: list[etree._Element]) -> dict[str, str]:
    """The case's reference and id: told by root, since senders put them in any order."""
    by_root = {element.get("root") or "": element.get("extension") or "" for element in reversed(ids)}
    return {"case_reference": by_root.get(_CASE_REFERENCE, ""), "case_id": by_root.get(_CASE_ID, "")}


def telephones(holder: etree._Element) -> list[dict[str, str]]:
    """Every number with each use that it has; what is not an e-mail address is taken for a number."""
    found = []
    for element in holder.findall("h:telecom", _NS):
        value = element.get("value") or ""
        if value and not value.lower().startswith("mailto:"):
            number = value[4:] if value.lower().startswith(("tel:", "fax:")) else value
            uses = _uses(element, _TELEPHONE_USES) or ["other"]
            found += [{"use": use, "number": number.strip()} for use in uses]
    return found


def _emails(holder: etree._Element) -> list[str]:
    values = [element.get("value") or "" for element in holder.findall("h:telecom", _NS)]
    return [value[7:] for value in values if value.lower().startswith("mailto:")]


def _nhs_number(role: etree._Element) -> dict[str, Any]:
    """The verified number, or else the unverified one; of several verified ones none, until the patient is traced."""
    verified = list(dict.fromkeys(_numbers(role, _VERIFIED)))
    number = next(iter(verified or _numbers(role, _UNVERIFIED)), "")
    if len({plain_nhs_number(found) for found in verified}) > 1:
        return {"nhs_number": "", "nhs_number_verified": False}
    return {
        "nhs_number": number,
        "nhs_number_verified": bool(verified) and is_nhs_number(plain_nhs_number(number)),
    }


def _numbers(role: etree._Element | None, root: str) -> list[str]:
    ids = role.findall("h:id", _NS) if role is not None else []
    return [
        element.get("extension") or ""
        for element in ids
        if element.get("root") == root and element.get("extension")
    ]


def _address(element: etree._Element) -> dict[str, Any]:
    lines = [readable(part) for part in element if etree.QName(part).localname in _ADDRESS_LINES]
    kept = [line for line in lines if line] or [line for line in [(element.text or "").strip()] if line]
    return {
        "use": _use(element, _ADDRESS_USES, "home"),
        "lines": kept,
        "postcode": readable(element.find("h:postalCode", _NS)),
    }


def _use(element: etree._Element, names: dict[str, str], otherwise: str) -> str:
    return next(iter(_uses(element, names)), otherwise)


def _uses(element: etree._Element, names: dict[str, str]) -> list[str]:
    """The uses that are known, each once; calling back first, which is the one that matters here."""
    uses = sorted((element.get("use") or "").split(), key=lambda use: use != "EC")
    return list(dict.fromkeys(names[use] for use in uses if use in names))


def _get(element: etree._Element | None, path: str, name: str) -> str:
    found = element.find(path, _NS) if element is not None else None
    return (found.get(name) or "") if found is not None else ""
