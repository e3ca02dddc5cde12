"""A claim as it came, and what MYS reads in it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

Claim = dict[str, Any]

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
GPHC = "https://fhir.hl7.org.uk/Id/gphc-number"


def parsed(body: bytes) -> Claim | None:
    """Read a body; None for what is no FHIR Claim in JSON."""
    try:
        claim = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return claim if isinstance(claim, dict) and claim.get("resourceType") == "Claim" else None


def client_reference(claim: Claim) -> str:
    """Give the supplier's own reference; empty where there is none."""
    return str(at(claim, "identifier", 0, "value") or "")


def kind(claim: Claim) -> str:
    """Give the type's code."""
    return str(at(claim, "type", "coding", 0, "code") or "")


def pharmacy(claim: Claim) -> str:
    """Give the pharmacy's ODS code, of the reference or of the contained organisation; empty where there is none."""
    direct = at(claim, "provider", "identifier", "value")
    contained = resolved(claim, at(claim, "provider"))
    return str(direct or at(contained, "identifier", 0, "value") or "")


def nhs_number(claim: Claim) -> str:
    """Give the patient's NHS number; empty where there is none."""
    return _identified(claim, at(claim, "patient"), NHS_NUMBER)


def case(claim: Claim, system: str) -> str:
    """Give the referral's reference, of a system; empty where there is none."""
    return _identified(claim, at(claim, "referral"), system)


def professionals(claim: Claim) -> list[str]:
    """Give the GPhC numbers of the care team."""
    team = at(claim, "careTeam")
    providers = [at(member, "provider") for member in team] if isinstance(team, list) else []
    return [number for number in (_identified(claim, provider, GPHC) for provider in providers) if number]


def month(claim: Claim) -> date | None:
    """Give the first day of the month that is claimed for; None where that is no first day of a month."""
    start = day(at(claim, "billablePeriod", "start"))
    return start if start is not None and start.day == 1 else None


def assessed(claim: Claim, code: str) -> tuple[int, Any]:
    """Give place and value of the assessment's date, by its code, in the supporting information; or -1, None."""
    for place, information in enumerate(listed(claim, "supportingInfo")):
        for part in ("category", "code"):
            codings = at(information, part, "coding")
            codes = [at(coding, "code") for coding in codings] if isinstance(codings, list) else []
            if code in codes:
                return place, at(information, "timingDate")
    return -1, None


def day(value: Any) -> date | None:
    """Read a day as FHIR writes it; None for anything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def listed(claim: Claim, name: str) -> list[Any]:
    """Give a list of a claim; empty for what is none."""
    value = claim.get(name)
    return value if isinstance(value, list) else []


def resolved(claim: Claim, reference: Any) -> dict[str, Any]:
    """Give the contained resource that a reference means; empty where it leads nowhere."""
    wanted = str(at(reference, "reference") or "").removeprefix("#")
    inside = [one for one in listed(claim, "contained") if isinstance(one, dict)]
    return next((one for one in inside if wanted and one.get("id") == wanted), {})


def at(value: Any, *path: str | int) -> Any:
    """Follow a path through whatever JSON came; None where it leads nowhere."""
    for part in path:
        if isinstance(part, str) and isinstance(value, dict):
            value = value.get(part)
        elif isinstance(part, int) and isinstance(value, list) and part < len(value):
            value = value[part]
        else:
            return None
    return value


def _identified(claim: Claim, reference: Any, system: str) -> str:
    """Give the identifier of a system, of the reference itself or of what it means."""
    own = at(reference, "identifier")
    there = at(resolved(claim, reference), "identifier")
    known = [*(own if isinstance(own, list) else [own]), *(there if isinstance(there, list) else [there])]
    return next((str(at(one, "value") or "") for one in known if at(one, "system") == system), "")
