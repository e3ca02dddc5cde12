"""Actions on the charge: checking whether a patient is exempt, and taking what they declare."""

from datetime import date

from ..kit.models import Referral
from ..kit.problems import BadInput, ServiceTrouble
from ..service import Service
from .action import Observation, Request, requester_of
from .action import referral as referral_of

_BY = ("patient", "representative")
_FORMS = ("token", "screen")


def check_exemption(service: Service, request: Request) -> Observation:
    """Check whether the patient is exempt from the charge, by RTEC where it may be asked."""
    referral, requester = referral_of(service, request), requester_of(service, request)
    prescription = request.text("prescription_id", optional=True).strip().upper()
    checked = service.exemptions.check(referral, prescription or _waiting(service, referral), requester)
    return Observation(checked.shown())


def declare_exemption(service: Service, request: Request) -> Observation:
    """Keep what the patient declares, or somebody for them."""
    referral = referral_of(service, request)
    pharmacist = service.staff.acting(request.actor.gphc)
    said = {
        "kind": request.text("kind"),
        "by": request.one_of("by", _BY),
        "name": request.text("name"),
        "form": request.one_of("form", _FORMS),
        "signed": request.flag("signed"),
        "evidence_seen": request.flag("evidence_seen"),
    }
    declared = service.declarations.take(referral, said, pharmacist, service.exemptions.today())
    return Observation({"declaration": declared})


def list_exemption_kinds(service: Service, request: Request) -> Observation:
    """The reasons that can be declared on a day."""
    written = request.text("as_of", optional=True)
    day = _day(written) if written else service.exemptions.today()
    kinds = [{"kind": known.kind, "text": known.text} for known in service.declarations.kinds.on(day)]
    return Observation({"kinds": kinds, "as_of": day.isoformat()})


def _waiting(service: Service, referral: Referral) -> str:
    """The prescription that the check is for, where none was named: the first that can be dispensed now."""
    patient = referral.adopted_patient
    if patient is None or not service.config.rtec.base:
        return ""
    try:
        tracked = service.eps_tracker.tracked(str(patient["nhs_number"]))
    except ServiceTrouble:
        return ""
    return next((prescription.id for prescription in tracked.prescriptions if prescription.usable), "")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"expected input.as_of to be YYYY-MM-DD, received {text!r}") from error
