"""Actions on the patient: finding them on PDS, adopting a record, their consent."""

import re
from dataclasses import replace

from ..kit.models import Referral
from ..kit.numbers import is_nhs_number, plain_nhs_number
from ..kit.problems import BadInput, Refused, ServiceTrouble
from ..national.requester import Requester
from ..patients.tracing import Traced
from ..pharmacy.rights import DEMOGRAPHICS
from ..referrals.notices import notice
from ..service import Service
from .action import Observation, Request, requester_of
from .action import referral as referral_of


def find_patient(service: Service, request: Request) -> Observation:
    """Find a patient on PDS, by NHS number or by their details."""
    requester = requester_of(service, request)
    service.rights.check(requester.role, DEMOGRAPHICS)
    referral = referral_of(service, request) if request.referral else None
    try:
        found = _find(service, request, referral, requester)
    except ServiceTrouble as trouble:
        shown = {"outcome": "error", "matches": [], "message": trouble.reason}
        return Observation({**shown, "notices": [notice("unavailable")]}, "failed", trouble.reason)
    return Observation(service.screen.found(found))


def _find(service: Service, request: Request, referral: Referral | None, requester: Requester) -> Traced:
    through = request.text("through", optional=True)
    if request.input.get("nhs_number"):
        requester = replace(requester, birth_date=_known_birth_date(request, referral))
        return service.patients.find_by_number(referral, request.text("nhs_number"), requester, through)
    details = _details(request)
    if request.input.get("fuzzy") is True:
        details["fuzzy"] = "true"
    return service.patients.find_by_details(referral, details, requester, through)


def _details(request: Request) -> dict[str, str]:
    details = {"family": request.text("family"), "birth_date": _birth_date(request)}
    for name in ("given", "gender", "postcode"):
        details[name] = request.text(name, optional=True)
    return details


def _birth_date(request: Request) -> str:
    birth_date = request.text("birth_date")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", birth_date):
        raise BadInput(f"expected input.birth_date to be YYYY-MM-DD, received {birth_date!r}")
    return birth_date


def _known_birth_date(request: Request, referral: Referral | None) -> str:
    """The birth date that belongs to a number: as the person says it, or else as the referral does."""
    if request.input.get("birth_date"):
        return _birth_date(request)
    return str(referral.content["patient"]["birth_date"]) if referral else ""


def check_nhs_number(service: Service, request: Request) -> Observation:
    """Check whether an NHS number is a patient's, or ask for theirs, without looking at their record."""
    requester = requester_of(service, request)
    service.rights.check(requester.role, DEMOGRAPHICS)
    referral = referral_of(service, request) if request.referral else None
    if not service.config.smsp.url:
        raise Refused("Numbers are checked through the Spine Mini Service, which is not used here")
    try:
        found = _checked(service, request, referral, requester)
    except ServiceTrouble as trouble:
        shown = {"outcome": "error", "nhs_number": "", "message": trouble.reason}
        return Observation({**shown, "notices": [notice("unavailable")]}, "failed", trouble.reason)
    return Observation(service.screen.checked(found))


def _checked(service: Service, request: Request, referral: Referral | None, requester: Requester) -> Traced:
    if not request.input.get("nhs_number"):
        return service.tracing.checked(service.smsp.number(_details(request), requester))
    number = plain_nhs_number(request.text("nhs_number"))
    if not is_nhs_number(number):
        raise Refused("This is not a valid NHS number; check its ten digits")
    known = replace(requester, birth_date=_known_birth_date(request, referral))
    return service.tracing.checked(service.smsp.verify(number, known), number)


def choose_patient(service: Service, request: Request) -> Observation:
    """Adopt one of the patients found."""
    referral, requester = referral_of(service, request), requester_of(service, request)
    service.rights.check(requester.role, DEMOGRAPHICS)
    patient = service.patients.choose(referral, request.text("nhs_number"), requester)
    return Observation({"patient": service.screen.adopted_patient(patient)})


def record_consent(service: Service, request: Request) -> Observation:
    """Record whether the patient lets the practice be told."""
    agreed = request.input.get("share_with_gp")
    if not isinstance(agreed, bool):
        raise BadInput(f"expected input.share_with_gp to be true or false, received {agreed!r}")
    service.store.change(referral_of(service, request).id, share_with_gp=agreed)
    return Observation({"share_with_gp": agreed})
