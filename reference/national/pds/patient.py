"""A FHIR R4 Patient of PDS, as this system uses it."""

from typing import Any

from ...kit.times import today

_NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
_DEATH = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus"
_DEATHS = {"1": "informal", "2": "formal"}


def read(resource: dict[str, Any]) -> dict[str, Any]:
    """What is used of a Patient; a restricted one has neither address nor practice, whatever was sent."""
    security = _security(resource)
    restricted = bool(security & {"R", "V"})
    return {
        "nhs_number": str(resource.get("id") or _identifier(resource)),
        **_name(resource),
        "birth_date": str(resource.get("birthDate") or ""),
        "gender": str(resource.get("gender") or "unknown"),
        "address": {"lines": [], "postcode": ""} if restricted else _address(resource),
        "telephone": "" if restricted else _telephone(resource),
        "practice": {"ods": "" if restricted else _practice(resource), "name": ""},
        "practice_ended": "" if restricted else _practice_ended(resource),
        "restricted": restricted,
        "very_restricted": "V" in security,
        "birth_order": _birth_order(resource),
        **_death(resource),
    }


def _items(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = holder.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _texts(holder: dict[str, Any], name: str) -> list[str]:
    """The texts of a list, without the places that are kept empty in it."""
    value = holder.get(name)
    return [text for text in value if isinstance(text, str) and text] if isinstance(value, list) else []


def _current(item: dict[str, Any]) -> bool:
    """Whether today lies in the item's period; one without an end goes on, and 2026 ends when the year does."""
    period = item.get("period")
    start, end = (
        str(period.get(side) or "")[:10] if isinstance(period, dict) else "" for side in ("start", "end")
    )
    day = today().isoformat()
    return start <= day and (not end or day[: len(end)] <= end)


def _identifier(resource: dict[str, Any]) -> str:
    numbers = [item for item in _items(resource, "identifier") if item.get("system") == _NHS_NUMBER]
    return str(numbers[0].get("value") or "") if numbers else ""


def _name(resource: dict[str, Any]) -> dict[str, Any]:
    """The usual name; an old or a maiden one holds no more."""
    current = [name for name in _items(resource, "name") if _current(name)]
    usual = [name for name in current if name.get("use") == "usual"]
    name = (usual or [name for name in current if name.get("use") not in {"old", "maiden"}] or [{}])[0]
    given = _texts(name, "given")
    prefix = " ".join(_texts(name, "prefix"))
    family = str(name.get("family") or "")
    line = " ".join(part for part in [prefix, *given, family] if part)
    return {"given": " ".join(given), "given_names": given, "family": family, "prefix": prefix, "name": line}


def _address(resource: dict[str, Any]) -> dict[str, Any]:
    homes = [item for item in _items(resource, "address") if item.get("use") == "home" and _current(item)]
    home = homes[0] if homes else {}
    return {"lines": _texts(home, "line"), "postcode": str(home.get("postalCode") or "")}


def _telephone(resource: dict[str, Any]) -> str:
    phones = [
        item for item in _items(resource, "telecom") if item.get("system") == "phone" and _current(item)
    ]
    best = sorted(phones, key=lambda item: {"mobile": 0, "home": 1}.get(str(item.get("use")), 2))
    return str(best[0].get("value") or "") if best else ""


def _practice(resource: dict[str, Any]) -> str:
    """The practice that the patient is registered with now: PDS also names the one that they left."""
    return next(
        (str(practice.get("value") or "") for practice in _practices(resource) if _current(practice)), ""
    )


def _practice_ended(resource: dict[str, Any]) -> str:
    """When the registration with the last practice ended, where it has."""
    ended = [practice["period"] for practice in _practices(resource) if not _current(practice)]
    return str(ended[0].get("end") or "")[:10] if ended else ""


def _practices(resource: dict[str, Any]) -> list[dict[str, Any]]:
    identifiers = [practice.get("identifier") for practice in _items(resource, "generalPractitioner")]
    return [practice for practice in identifiers if isinstance(practice, dict)]


def _security(resource: dict[str, Any]) -> set[str]:
    meta = resource.get("meta")
    return {str(label.get("code")) for label in _items(meta if isinstance(meta, dict) else {}, "security")}


def _birth_order(resource: dict[str, Any]) -> int | None:
    """Which of several children of one birth; 8 and 9 say nothing."""
    order = resource.get("multipleBirthInteger")
    return order if isinstance(order, int) and not isinstance(order, bool) and 1 <= order <= 7 else None


def _death(resource: dict[str, Any]) -> dict[str, Any]:
    """Whether the patient died, how PDS knows, and as much of the day as it has; U withdraws a notice."""
    day = str(resource.get("deceasedDateTime") or "")[:10]  # the day as it stands: no clock is asked
    status = next((_DEATHS[code] for code in _death_codes(resource) if code in _DEATHS), "")
    return {"deceased": bool(day or status), "deceased_on": day, "death_notice": status}


def _death_codes(resource: dict[str, Any]) -> list[str]:
    parts = [
        part
        for extension in _items(resource, "extension")
        if extension.get("url") == _DEATH
        for part in _items(extension, "extension")
    ]
    concepts = [part.get("valueCodeableConcept") for part in parts]
    codings = [
        coding for concept in concepts if isinstance(concept, dict) for coding in _items(concept, "coding")
    ]
    return [str(coding.get("code")) for coding in codings]
