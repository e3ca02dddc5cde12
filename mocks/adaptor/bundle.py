"""The bundle that the NHS 111 Adaptor makes of a report: FHIR STU3, in the order of its own expected results.

Source: NHS 111 Adaptor 2.0.0, mappers and expected results (interface sheet nhs111-itk22, section 5.2). The
document's own id is lost: a report is known by its set (Composition.identifier) and its version (Bundle.identifier).
Left out: Questionnaire and QuestionnaireResponse (our reports hold no triage attachment), CarePlan (our sections have
no codes), Appointment, Group, EpisodeOfCare, and Practitioners that a service was referred to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from cpcs_harness.errors import HarnessError
from cpcs_harness.people.model import Premises, Report

from .parts import OID, SNOMED, Parts, coded, utc, utc_fraction
from .people import add_author, add_callback, add_caller, add_patient, add_practice, add_role
from .report import add_composition, add_consent, add_findings, call_of

EVENTS = "https://fhir.nhs.uk/STU3/CodeSystem/EventType-1"
INTERACTION_KEY = "urn:nhs-itk:ns:201005:interaction"
INTERACTIONS = {
    "primary": "urn:nhs-itk:interaction:primaryOutofHourRecipientNHS111CDADocument-v2-0",
    "copy": "urn:nhs-itk:interaction:copyRecipientNHS111CDADocument-v2-0",
    "repeat-caller": "urn:nhs-itk:interaction:primaryNHS111RepeatCallerDocumentSet-v1-0",
}
COPY = ("discharge-details-1", "Discharge Details", "111 Encounter Copy for Information")
REFERRAL = ("referral-1", "Referral", "111 Encounter Referral")
OWN_ADDRESS = "http://localhost:8080/report"


def bundle(envelope: Report, now: datetime) -> dict[str, Any]:
    """Write what is published of one envelope: of several documents, the one written last."""
    report = max((envelope, *envelope.earlier), key=lambda document: document.created)
    parts = Parts()
    parts.name("header", envelope.message_id)
    _add_header(parts, envelope, report)
    _add_encounter(parts, report)
    add_patient(parts, report)
    for number, premises in enumerate(_recipients(report)):
        _add_service(parts, number, premises, report.ods_suffix)
    _add_request(parts, report, now)
    add_composition(parts, report, now)
    add_consent(parts, report)
    add_findings(parts, report)
    add_role(parts, report)
    add_callback(parts, report)
    parts.add("device", "Device", model="111 Adaptor", version="1.0.3")
    _add_list(parts, now)
    return {
        "resourceType": "Bundle",
        "meta": {"lastUpdated": utc_fraction(now)},
        "identifier": {"type": {"text": "ClinicalDocument VersionNumber"}, "value": str(report.version)},
        "type": "message",
        "entry": parts.entries,
    }


def destination(report: Report) -> str:
    """Give the address of the first recipient; what the envelope does not say is left out."""
    if report.addressing == "none":
        raise HarnessError("the 111 Adaptor hands on no report without an address: it answers with a fault")
    first = _recipients(report)[0]
    ods = f"ods:{first.ods}{report.ods_suffix}" if "ods" in report.addressing else ""
    dos = f"DOSServiceID:{first.dos_service_id}" if "dos" in report.addressing else ""
    return ":".join(part for part in ("urn:nhs-uk:addressing", ods, dos) if part)


def _recipients(report: Report) -> Sequence[Premises]:
    return (*report.also_to, report.premises)


def _add_header(parts: Parts, envelope: Report, report: Report) -> None:
    if envelope.interaction not in INTERACTIONS:
        raise HarnessError(f"the 111 Adaptor breaks on the interaction {envelope.interaction!r}")
    code, display, _ = _kind(envelope)
    parts.add(
        "header",
        "MessageHeader",
        event={"system": EVENTS, "code": code, "display": display},
        destination=[{"endpoint": destination(envelope)}],
        timestamp=utc_fraction(report.created),
        source={"name": "NHS 111 Adaptor", "endpoint": OWN_ADDRESS},
        reason={"coding": [{"system": INTERACTION_KEY, "code": INTERACTIONS[envelope.interaction]}]},
    )


def _kind(report: Report) -> tuple[str, str, str]:
    return COPY if report.interaction == "copy" else REFERRAL


def _add_encounter(parts: Parts, report: Report) -> None:
    participation = coded("http://hl7.org/fhir/ValueSet/encounter-participant-type", "PPRF", "Author")
    participants = [{"type": [participation], "individual": parts.reference("author")}]
    if report.caller is not None:
        informant = {"type": [{"text": "Informant"}], "individual": parts.reference("caller")}
        participants.append(informant)
    parts.add(
        "encounter",
        "Encounter",
        identifier=[
            {"system": f"{OID}.18.34", "value": report.case_reference},
            {"system": f"{OID}.18.35", "value": report.case_id},
        ],
        status="finished",
        type=[{"text": _kind(report)[2]}],
        subject=parts.reference("patient"),
        participant=participants,
        period=call_of(report),
        location=_locations(parts, report),
        serviceProvider=parts.reference("custodian"),
    )
    parts.add("custodian", "Organization", active=True, type=[{"text": "CST"}], name=report.sender_name)
    add_author(parts, report)
    if report.caller is not None:
        add_caller(parts, report.caller)
    _add_locations(parts, report)


def _locations(parts: Parts, report: Report) -> list[dict[str, Any]]:
    places = [{"location": parts.reference("place"), "status": "completed"}]
    if not report.names_practice:
        return places
    return [{"location": parts.reference("surgery"), "status": "active"}, *places]


def _add_locations(parts: Parts, report: Report) -> None:
    person = report.person
    if report.names_practice:
        parts.add("surgery", "Location", managingOrganization=parts.reference("surgery's practice"))
        add_practice(parts, "surgery's practice", person.practice)
    address = {"type": "physical", "line": list(person.address), "postalCode": person.postcode}
    parts.add("place", "Location", address=address)


def _add_service(parts: Parts, number: int, premises: Premises, ods_suffix: str) -> None:
    service, place, owner = (f"{part} {number}" for part in ("service", "premises", "recipient"))
    parts.add(
        service,
        "HealthcareService",
        active=True,
        providedBy=parts.reference(owner),
        location=[parts.reference(place)],
        name=premises.name,
    )
    parts.add(place, "Location", managingOrganization=parts.reference(owner))
    parts.add(
        owner,
        "Organization",
        identifier=[{"value": premises.ods + ods_suffix}],
        type=[{"coding": [{"code": "PRCP", "display": premises.name}]}],
        name=premises.name,
    )


def _add_request(parts: Parts, report: Report, now: datetime) -> None:
    # Neither has to do with the urgency that was asked for: the adaptor says "routine", and one hour from now.
    planned: dict[str, Any] = {
        "status": "active",
        "intent": "plan",
        "priority": "routine",
        "subject": parts.reference("patient"),
        "occurrencePeriod": {"start": utc(now), "end": utc(now + timedelta(hours=1))},
        "reasonReference": [parts.reference("condition")],
    }
    requester = {"agent": parts.reference("device"), "onBehalfOf": parts.reference("custodian")}
    parts.add(
        "request",
        "ReferralRequest",
        **planned,
        context=parts.reference("encounter"),
        authoredOn=utc(report.created),
        requester=requester,
        recipient=[parts.reference(f"service {number}") for number, _ in enumerate(_recipients(report))],
        supportingInfo=[parts.reference("procedure")],
    )
    code = coded(f"{OID}.17.325", report.disposition_code, report.disposition_text)
    parts.add("procedure", "ProcedureRequest", **planned, doNotPerform=False, code=code)


def _add_list(parts: Parts, now: datetime) -> None:
    listed = ("Organization", "Practitioner", "Observation", "RelatedPerson", "Condition", "ReferralRequest")
    items = [entry["fullUrl"] for entry in parts.entries if entry["resource"]["resourceType"] in listed]
    parts.add(
        "list",
        "List",
        status="current",
        mode="working",
        title="111 Report List",
        code=coded(SNOMED, "225390008", "Triage"),
        subject=parts.reference("patient"),
        encounter=parts.reference("encounter"),
        date=utc(now),
        source=parts.reference("device"),
        orderedBy=coded("http://hl7.org/fhir/list-order", "event-date", "Sorted by Event Date"),
        entry=[{"item": {"reference": url}} for url in items],
    )
