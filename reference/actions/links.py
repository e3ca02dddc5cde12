"""Actions that lead elsewhere: guidance, the prescription tracker, other pharmacies."""

from datetime import datetime

from ..kit.problems import BadInput, ServiceTrouble
from ..kit.times import read_time
from ..service import Service
from .action import Observation, Request, referral, requester_of


def view_guidance(service: Service, request: Request) -> Observation:
    """The guidance on a topic."""
    referral(service, request)
    link = service.links.guidance(request.text("topic"))
    return Observation({"links": [link], "window": service.links.window()})


def read_guidance(service: Service, request: Request) -> Observation:
    """The guidance on a topic, shown beside the consultation."""
    found = referral(service, request)
    topic = service.cks.topic(request.text("topic"), found.id)
    shown = {"title": topic.title, "revised": topic.revised, "sections": topic.sections}
    return Observation({**shown, "links": [{"text": f"NICE CKS: {topic.title}", "address": topic.address}]})


def track_prescriptions(service: Service, request: Request) -> Observation:
    """The way to the prescription tracker, and what it has of the patient."""
    number = _nhs_number(service, request)
    link = service.links.prescription_tracker(number)
    typed = request.text("prescription_id", optional=True)
    requester = requester_of(service, request)
    by_fhir = service.access.is_personal(requester) and service.clinical_tracker.is_there
    try:
        tracked = (
            service.clinical_tracker.tracked(number, typed, requester)
            if by_fhir
            else service.eps_tracker.tracked(number, typed)
        )
        return Observation({"links": [link], **tracked.shown()})
    except ServiceTrouble as trouble:
        return Observation({"links": [link], "prescriptions": None}, "failed", trouble.reason)


def find_pharmacies(service: Service, request: Request) -> Observation:
    """Pharmacies near a postcode, for a patient who must go elsewhere."""
    written = request.text("open_at", optional=True)
    found = service.dos.pharmacies(
        request.text("postcode"), _nhs_number(service, request), _moment(written) if written else None
    )
    return Observation({"providers": found.shown, "message": found.message})


def _moment(text: str) -> datetime:
    try:
        return read_time(text)
    except ValueError as error:
        raise BadInput(f"expected input.open_at to be an ISO date and time, received {text!r}") from error


def _nhs_number(service: Service, request: Request) -> str:
    found = referral(service, request)
    patient = found.adopted_patient or found.content["patient"]
    return str(patient["nhs_number"])
