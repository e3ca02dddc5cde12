"""A FHIR R4 Patient of PDS, as this system uses it."""

from datetime import date
from typing import Any

_NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
_DEATH = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus"


def read(resource: dict[str, Any]) -> dict[str, Any]:
    """What is used of a Patient; a restricted one has neither address nor practice, whatever was sent."""
    restricted = _restricted(resource)
    return {
        "nhs_number": str(resource.get("id") or _identifier(resource)),
        **_name(resource),
        "birth_date": str(resource.get("birthDate") or ""),
        "gender": str(resource.get("gender") or "unknown"),
        "address": {"lines": [], "postcode": ""} if restricted else _address(resource),
        "telephone": "" if restricted else _telephone(resource),
        "practice": {"ods": "" if restricted else _practice(resource), "name": ""},
        "restricted": restricted,
        "deceased": _deceased(resource),
    }


def _items(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = holder.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _current(item: dict[str, Any]) -> bool:
    """Whether today lies in the item's period; a period without an end goes on."""
    period = item.get("period") or {}
    today = date.today().isoformat()
    start, end = str(period.get("start") or "")[:10], str(period.get("end") or "")[:10]
    return start <= today and (not end or today <= end)


def _identifier(resource: dict[str, Any]) -> str:
    numbers = [item for item in _items(resource, "identifier") if item.get("system") == _NHS_NUMBER]
    return str(numbers[0].get("value") or "") if numbers else ""


def _name(resource: dict[str, Any]) -> dict[str, Any]:
    names = [name for name in _items(resource, "name") if name.get("use") == "usual" and _current(name)]
    name = (
        names
        or [name for name in _items(resource, "name") if name.get("use") not in {"old", "maiden"}]
        or [{}]
    )[0]
    given = [str(part) for part in name.get("given") or []]
    prefix = " ".join(str(part) for part in name.get("prefix") or [])
    family = str(name.get("family") or "")
    line = " ".join(part for part in [prefix, *given, family] if part)
    return {"given": " ".join(given), "given_names": given, "family": family, "prefix": prefix, "name": line}


def _address(resource: dict[str, Any]) -> dict[str, Any]:
    homes = [item for item in _items(resource, "address") if item.get("use") == "home" and _current(item)]
    home = homes[0] if homes else {}
    lines = [str(line) for line in home.get("line") or [] if line]
    return {"lines": lines, "postcode": str(home.get("postalCode") or "")}


def _telephone(resource: dict[str, Any]) -> str:
    phones = [
        item for item in _items(resource, "telecom") if item.get("system") == "phone" and _current(item)
    ]
    best = sorted(phones, key=lambda item: {"mobile": 0, "home": 1}.get(str(item.get("use")), 2))
    return str(best[0].get("value") or "") if best else ""


def _practice(resource: dict[str, Any]) -> str:
    """The practice that the patient is registered with now: PDS also names the one that they left."""
    identifiers = [item.get("identifier") or {} for item in _items(resource, "generalPractitioner")]
    return next((str(item.get("value") or "") for item in identifiers if _current(item)), "")


def _restricted(resource: dict[str, Any]) -> bool:
    labels = _items(resource.get("meta") or {}, "security")
    return any(label.get("code") in {"R", "V"} for label in labels)


def _deceased(resource: dict[str, Any]) -> bool:
    if resource.get("deceasedDateTime"):
        return True
    parts = [
        part
        for item in _items(resource, "extension")
        if item.get("url") == _DEATH
        for part in _items(item, "extension")
    ]
    codes = [
        coding.get("code")
        for part in parts
        for coding in _items(part.get("valueCodeableConcept") or {}, "coding")
    ]
    return any(code in {"1", "2"} for code in codes)  # U says that the notice was withdrawn
