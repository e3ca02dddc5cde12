"""Actions of the supply: what was handed out, or that nothing was."""

from typing import Any

from ..kit.problems import BadInput, Refused
from ..service import Service
from ..supplies.book import Line
from .action import Observation, Request, amount, unfinished, whole_number

_WHY = ("declined", "not-attended", "not-in-stock", "not-appropriate")


def supply_medicine(service: Service, request: Request) -> Observation:
    """Record what was handed out: one medicine, or several."""
    referral = unfinished(service, request)
    service.keyed.check(referral.source, "urgent-medicine")
    service.staff.acting(request.actor.gphc)
    several = "items" in request.input
    asked = request.objects("items") if several else [request.input]
    if not asked:
        raise BadInput("expected input.items to have an item, received none")
    lines = [_line(service, item) for item in asked]
    shown = service.supplies.record(
        referral, lines, request.text("reason", optional=True), _collected_by(request)
    )
    if not shown["items"]:
        raise Refused("; ".join(refused["why"] for refused in shown["refused"]))
    return Observation(shown if several else {**shown, "item": shown["items"][0]})


def record_no_supply(service: Service, request: Request) -> Observation:
    """Record that what was asked for was not supplied."""
    referral = unfinished(service, request)
    service.staff.acting(request.actor.gphc)
    lines = [_line(service, item) for item in request.objects("items")]
    why, text = request.one_of("why", _WHY), request.text("text", optional=True)
    return Observation({"no_supply": service.supplies.record_none(referral, why, text, lines)})


def _line(service: Service, asked: dict[str, Any]) -> Line:
    code, dosage = asked.get("code"), asked.get("dosage")
    if not isinstance(code, str) or not code.strip():
        raise BadInput(f"expected a code of an item to be a text, received {code!r}; send one")
    if dosage is not None and not isinstance(dosage, str):
        raise BadInput(f"expected a dosage of an item to be a text, received {dosage!r}; send one")
    medicine, days, owing = service.medicines.chosen(code), asked.get("days_supply"), asked.get("owing")
    item = service.medicines.item(
        medicine,
        amount(asked.get("quantity"), "quantity"),
        None if days is None else whole_number(days, "days_supply"),
        dosage or "",
        None if owing is None else amount(owing, "owing"),
    )
    return Line(code, medicine, item)


def _collected_by(request: Request) -> dict[str, str] | None:
    given = request.input.get("collected_by")
    if given is None:
        return None
    if not isinstance(given, dict) or not all(
        isinstance(given.get(key), str) for key in ("name", "relation")
    ):
        raise BadInput(f"expected input.collected_by to have a name and a relation, received {given!r}")
    return {"name": given["name"], "relation": given["relation"]}
