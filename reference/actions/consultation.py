"""Actions of the consultation: what was found and advised, and that it is done."""

from typing import Any

from ..kit.models import Referral
from ..kit.problems import BadInput, Refused
from ..kit.store import DONE
from ..kit.times import now, read_time
from ..service import Service
from ..supplies.book import item_shown
from .action import Observation, Request, amount, unfinished
from .action import referral as referral_of

_METHODS = ("telephone", "face-to-face")
_OUTCOMES = ("advice-given", "medicine-supplied", "onward-referral")
_TEXTS = ("presenting_complaint", "assessment", "advice", "actions_for_gp")


def record_consultation(service: Service, request: Request) -> Observation:
    """Record what was found and advised, in the acting pharmacist's name."""
    referral = unfinished(service, request)
    pharmacist = service.staff.acting(request.actor.gphc, request.actor.name)
    consultation = {
        "method": request.one_of("method", _METHODS),
        "started": _moment(request.text("started")),
        **{name: request.text(name, optional=True) for name in _TEXTS},
        "outcome": request.one_of("outcome", _OUTCOMES),
        "urgent_for_gp": request.flag("urgent_for_gp"),
        "products": [_product(service, product) for product in request.objects("products")],
        "pharmacist": pharmacist,
    }
    service.store.change(referral.id, consultation=consultation)
    return Observation({"consultation": consultation})


def amend_consultation(service: Service, request: Request) -> Observation:
    """Correct texts and quantities of a consultation that is completed; the practice is then told again."""
    referral = referral_of(service, request)
    if referral.status not in DONE or referral.consultation is None:
        raise Refused("Complete the consultation first")
    service.staff.acting(request.actor.gphc)
    texts = {name: request.text(name, optional=True) for name in _TEXTS if name in request.input}
    amendment = int(referral.consultation.get("amendment", 0)) + 1
    consultation = {**referral.consultation, **texts, "amendment": amendment}
    changed = {"supplies": _corrected(service, request, referral)} if "items" in request.input else {}
    service.store.change(referral.id, consultation=consultation, **changed)
    items = [item_shown(item) for item in changed.get("supplies", [])]
    return Observation({"consultation": consultation, **({"items": items} if changed else {})})


def _corrected(service: Service, request: Request, referral: Referral) -> list[dict[str, Any]]:
    """What was supplied, with the quantities that are given in place of those that were recorded."""
    given = {
        service.medicines.chosen(str(item.get("code"))).code: amount(item.get("quantity"), "items.quantity")
        for item in request.objects("items")
    }
    unknown = given.keys() - {item["code"] for item in referral.supplies}
    if unknown:
        raise Refused("Only what was supplied can be corrected")
    return [{**item, "quantity": given.get(item["code"], item["quantity"])} for item in referral.supplies]


def complete(service: Service, request: Request) -> Observation:
    """Close the consultation; from here on it can be reported and claimed for."""
    referral = referral_of(service, request)
    if referral.status == "referred-onward":  # which completes a consultation
        return Observation({"status": "completed", "completed": referral.completed})
    unfinished(service, request)
    service.staff.acting(request.actor.gphc)
    if referral.consultation is None:
        raise Refused("Record the consultation first")
    completed = now()
    service.store.change(referral.id, status="completed", completed=completed)
    return Observation({"status": "completed", "completed": completed})


def _product(service: Service, product: dict[str, Any]) -> dict[str, Any]:
    code = product.get("code")
    if not isinstance(code, str) or not code:
        raise BadInput(f"expected products to have a text code, received {code!r}")
    return service.medicines.item(
        service.medicines.chosen(code), amount(product.get("quantity"), "products.quantity")
    )


def _moment(text: str) -> str:
    try:
        when = read_time(text)
        if not 1900 <= when.year < 2200:
            raise ValueError("no year of a consultation")
        return when.isoformat()
    except (ValueError, OverflowError) as error:
        raise BadInput(f"expected input.started to be an ISO date and time, received {text!r}") from error
