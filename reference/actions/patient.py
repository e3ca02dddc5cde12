"""Actions on the patient: finding them on PDS, adopting a record, their consent."""

import re
from typing import TYPE_CHECKING

from ..asking import Asker
from ..models import Referral
from ..notices import notice
from ..pds import Found
from ..problems import BadInput, ServiceTrouble
from ..rights import DEMOGRAPHICS
from .shape import Observation, Request, asking
from .shape import referral as referral_of

if TYPE_CHECKING:
    from ..service import Service


def find_patient(service: "Service", request: Request) -> Observation:
    """Find a patient on PDS, by NHS number or by their details."""
    asker = asking(service, request)
    service.rights.check(asker.role, DEMOGRAPHICS)
    referral = referral_of(service, request) if request.referral else None
    try:
        found = _find(service, request, referral, asker)
    except ServiceTrouble as trouble:
        shown = {"outcome": "error", "matches": [], "message": trouble.reason}
        return Observation({**shown, "notices": [notice("unavailable")]}, "failed", trouble.reason)
    return Observation(service.screen.found(found))


def _find(service: "Service", request: Request, referral: Referral | None, asker: Asker) -> Found:
    through = request.text("through", optional=True)
    if request.input.get("nhs_number"):
        return service.patients.find_by_number(referral, request.text("nhs_number"), asker, through)
    birth_date = request.text("birth_date")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", birth_date):
        raise BadInput(f"expected input.birth_date to be YYYY-MM-DD, received {birth_date!r}")
    details = {"family": request.text("family"), "birth_date": birth_date}
    for name in ("given", "postcode"):
        details[name] = request.text(name, optional=True)
    if request.input.get("fuzzy") is True:
        details["fuzzy"] = "true"
    return service.patients.find_by_details(referral, details, asker, through)


def choose_patient(service: "Service", request: Request) -> Observation:
    """Adopt one of the patients found."""
    referral, asker = referral_of(service, request), asking(service, request)
    service.rights.check(asker.role, DEMOGRAPHICS)
    patient = service.patients.choose(referral, request.text("nhs_number"), asker)
    return Observation({"patient": service.screen.adopted_patient(patient)})


def record_consent(service: "Service", request: Request) -> Observation:
    """Record whether the patient lets the practice be told."""
    agreed = request.input.get("share_with_gp")
    if not isinstance(agreed, bool):
        raise BadInput(f"expected input.share_with_gp to be true or false, received {agreed!r}")
    service.store.change(referral_of(service, request).id, share_with_gp=agreed)
    return Observation({"share_with_gp": agreed})
