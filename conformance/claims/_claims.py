"""Claims as they were submitted, found and read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown, ObservationView
from cpcs_harness.times import moment_of

from .._shared.fhir_r4 import why_no_resource

TAKEN = (200, 201)
ONWARD = ("REFERRED_ODS", "ONWARD_REFERRAL_REASON", "ONWARD_REFERRAL_DATE")
"""What a claim says of an onward referral beside its outcome."""
LONDON = ZoneInfo("Europe/London")


def claims_of(journey: JourneyView) -> list[ExchangeView]:
    """Give a journey's claims, whatever MYS answered; none at all is NotShown."""
    return journey.exchanges("mys", "submit_claim")


def each_claim(evidence: EvidenceView) -> list[tuple[JourneyView, ExchangeView, dict[str, Any]]]:
    """Give every claim with its journey, read; raises NotMet for one that is no JSON object."""
    return [(journey, call, resource(call)) for journey in evidence.each() for call in claims_of(journey)]


def resource(call: ExchangeView) -> dict[str, Any]:
    """Read a claim's body; what is no FHIR Claim cannot be looked into, and is NotShown (BSA-01 fails it)."""
    wrong = why_invalid(call)
    if wrong:
        raise NotShown(
            f"{call.where} is not a FHIR R4 Claim, so it cannot be read ({wrong})", exchanges=[call.id]
        )
    return call.request.json


def why_invalid(call: ExchangeView) -> str:
    """Say what is wrong with a body as a FHIR R4 Claim; empty when nothing is."""
    return why_no_resource(call.request.body, "Claim")


def day_seen(journey: JourneyView, call: ExchangeView) -> str:
    """Give the day, in London, on which the patient of a claim was seen; NotShown where nothing was recorded."""
    everybody = (journey.issued, *journey.also.values())
    named = [issued for issued in everybody if issued["person"]["nhs_number"].encode() in call.request.body]
    about = {issued["report"]["document_id"] for issued in named}
    about |= (
        {None, ""} if journey.issued in named else set()
    )  # steps name no patient where there is one alone
    recorded = [seen for seen in journey.observations("record_consultation") if seen.about in about]
    if not recorded:
        raise NotShown(f"{call.where}: no consultation was recorded with a patient whom it names")
    return moment_of(str(recorded[0].given["started"])).astimezone(LONDON).date().isoformat()


def consultation_of(journey: JourneyView, issued: Mapping[str, Any]) -> ObservationView | None:
    """Give the consultation of a patient of a journey as it was recorded last; None where none was."""
    about = documents_of(journey, issued)
    recorded = [
        seen for seen in journey.seen if seen.action == "record_consultation" and seen.status == "done"
    ]
    return next((seen for seen in reversed(recorded) if seen.about in about), None)


def documents_of(journey: JourneyView, issued: Mapping[str, Any]) -> set[str | None]:
    """Give what steps about a patient of a journey name; nothing for its own, of whom they name none either."""
    about: set[str | None] = {issued["report"]["document_id"], issued["gp_referral"]["document_id"]}
    return about | ({None, ""} if issued is journey.issued else set())


def contained(claim: dict[str, Any], reference: object) -> dict[str, Any]:
    """Give the contained resource that a reference means; empty when it leads nowhere."""
    wanted = reference.get("reference") if isinstance(reference, dict) else None
    inside = [item for item in claim.get("contained", []) if isinstance(item, dict)]
    return next((item for item in inside if wanted == f"#{item.get('id')}"), {})


def identifiers(resource: dict[str, Any]) -> dict[str, str]:
    """Give a resource's identifiers by system."""
    listed = resource.get("identifier")
    found = listed if isinstance(listed, list) else [listed]
    return {
        str(identifier.get("system")): str(identifier.get("value"))
        for identifier in found
        if isinstance(identifier, dict)
    }


def client_reference(journey: JourneyView, claim: dict[str, Any]) -> str:
    """Give a claim's own reference; empty where there is none."""
    return identifiers(claim).get(journey.profiles["mys"]["systems"]["client_reference"], "")


def organisation_of(claim: dict[str, Any], reference: object) -> str:
    """Give the ODS code of an organisation: of the contained resource, or of the reference's own identifier."""
    own = reference.get("identifier", {}) if isinstance(reference, dict) else {}
    codes = identifiers(contained(claim, reference)) | identifiers({"identifier": own})
    return codes.get("https://fhir.nhs.uk/Id/ods-organization-code", "")


def supporting(claim: dict[str, Any], code: str) -> dict[str, Any]:
    """Give the supporting information of a kind, which is named by its category or its code."""
    listed = claim.get("supportingInfo") or []
    return next((information for information in listed if code in kinds(information)), {})


def kinds(information: dict[str, Any]) -> set[str]:
    """Give the codes that say what a piece of supporting information is."""
    return {code for part in ("category", "code") for _, code, _ in codings(information.get(part))}


def codings(concept: object) -> list[tuple[str, str, str]]:
    """Give a concept's codings as system, code and display."""
    listed = concept.get("coding", []) if isinstance(concept, dict) else []
    return [tuple(str(coding.get(key, "")) for key in ("system", "code", "display")) for coding in listed]
