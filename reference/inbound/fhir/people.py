"""Patients, callers and organisations as FHIR has them, in R4 and in STU3."""

import re
from typing import Any

from ...formats.fhir_json import Resource, coding, inner, objects, text, texts
from ...kit.numbers import is_nhs_number, plain_nhs_number
from ...referrals import content as contents

_NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
_VERIFIED = {"01", "number-present-and-verified"}
_GENDERS = {"male": "male", "female": "female", "other": "not specified"}
_USES = {"home", "mobile", "work"}
_NAMES = ("usual", "official", "", "temp")
"""The uses of the name that a person goes by, the likeliest first; a nickname or an old name is not that."""
_BIRTH_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def patient(resource: Resource) -> dict[str, Any]:
    """The patient as the message has them."""
    name = _own_name(resource)
    born = text(resource, "birthDate")
    return contents.patient(
        given=" ".join(texts(name, "given")),
        family=text(name, "family"),
        prefix=" ".join(texts(name, "prefix")),
        name=text(name, "text"),
        birth_date=born if _BIRTH_DATE.fullmatch(born) else "",
        gender=_GENDERS.get(text(resource, "gender"), "unknown"),
        **_nhs_number(resource),
        addresses=[_address(address) for address in objects(resource, "address")],
        telephones=telephones(resource),
        emails=[text(telecom, "value").removeprefix("mailto:") for telecom in _telecoms(resource, "email")],
    )


def person_name(resource: Resource) -> str:
    """The name that somebody goes by, on one line."""
    name = _own_name(resource)
    parts = [*texts(name, "prefix"), *texts(name, "given"), text(name, "family")]
    return text(name, "text") or " ".join(part for part in parts if part)


def telephones(resource: Resource) -> list[dict[str, str]]:
    """Every number with what it is for; the one of rank 1 is where to call."""
    return [{"use": _use(telecom), "number": number_of(telecom)} for telecom in _telecoms(resource, "phone")]


def number_of(telecom: Resource) -> str:
    """A number without the scheme that some senders write before it."""
    return re.sub(r"^(tel|fax):", "", text(telecom, "value"), flags=re.IGNORECASE).strip()


def organisation(resource: Resource) -> dict[str, str]:
    """An organisation's code and name; the 111 Adaptor gives codes without a system."""
    return contents.organisation(text(inner(resource, "identifier"), "value").upper(), text(resource, "name"))


def relationship(resource: Resource) -> str:
    """What a caller is to the patient, in words."""
    found = [
        text(concept, "text") or text(coding(concept), "display")
        for concept in objects(resource, "relationship")
    ]
    return next((words for words in found if words), "")


def _own_name(resource: Resource) -> Resource:
    ranks = {use: rank for rank, use in enumerate(_NAMES)}
    names = objects(resource, "name")
    return min(names, key=lambda name: ranks.get(text(name, "use"), len(ranks)), default={})


def _telecoms(resource: Resource, system: str) -> list[Resource]:
    return [
        telecom
        for telecom in objects(resource, "telecom")
        if text(telecom, "value") and (text(telecom, "system") or "phone") == system
    ]


def _use(telecom: Resource) -> str:
    if text(telecom, "rank") == "1":
        return "callback"
    use = text(telecom, "use")
    return use if use in _USES else "other"


def _nhs_number(resource: Resource) -> dict[str, Any]:
    for identifier in objects(resource, "identifier"):
        number = text(identifier, "value")
        if text(identifier, "system") == _NHS_NUMBER and number:
            statuses = [
                inner(extension, "valueCodeableConcept") for extension in objects(identifier, "extension")
            ]
            codes = {text(code, "code") for status in statuses for code in objects(status, "coding")}
            is_sound = is_nhs_number(plain_nhs_number(number))
            return {"nhs_number": number, "nhs_number_verified": bool(codes & _VERIFIED) and is_sound}
    return {}


def _address(address: Resource) -> dict[str, Any]:
    lines = [*texts(address, "line"), text(address, "city"), text(address, "district")]
    return {
        "use": "physical" if text(address, "type") == "physical" else text(address, "use") or "home",
        "lines": [line for line in lines if line],
        "postcode": text(address, "postalCode"),
    }
