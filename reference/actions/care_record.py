"""Actions on the Summary Care Record: the patient's permission, and the ways to the record."""

from ..kit.models import Referral
from ..kit.problems import BadInput
from ..pharmacy.scr_viewer import ANSWERS, number_of
from ..service import Service
from .action import Observation, Request, requester_of
from .action import referral as referral_of

LINK, ONE_CLICK, VIEWER = "scra-link", "scr-1-click", "viewer"


def record_permission_to_view(service: Service, request: Request) -> Observation:
    """Write down whether the patient lets their record be viewed."""
    referral, requester = referral_of(service, request), requester_of(service, request)
    answer, reason = request.one_of("permission", ANSWERS), request.text("reason", optional=True)
    return Observation(service.scr_viewer.record_permission(referral, answer, reason, requester))


def view_summary_care_record(service: Service, request: Request) -> Observation:
    """The way to the patient's Summary Care Record, or the record itself."""
    referral = referral_of(service, request)
    through = request.text("through", optional=True) or LINK
    ways = {LINK: _link, ONE_CLICK: _one_click, VIEWER: _viewer}
    if through not in ways:
        raise BadInput(f"expected input.through to be one of {', '.join(ways)}, received {through!r}")
    for beside in (service.open_records, service.one_click):
        beside.turn_to(request.actor.ods, request.actor.name, referral.id)
    return ways[through](service, request, referral)


def _link(service: Service, _request: Request, referral: Referral) -> Observation:
    return Observation(
        {"way": "link", "links": [service.links.summary_care_record(number_of(referral))], "record": None}
    )


def _one_click(service: Service, request: Request, referral: Referral) -> Observation:
    number = number_of(referral)
    context = service.one_click.hand_over(requester_of(service, request), referral.id, number)
    return Observation(
        {
            "way": "1-click",
            "links": [service.links.one_click(number)],
            "launched": True,
            "context": context,
            "window": "new",
            "record": None,
        }
    )


def _viewer(service: Service, request: Request, referral: Referral) -> Observation:
    requester = requester_of(service, request)
    viewed = service.scr_viewer.view(referral, requester)
    record = service.screen.care_record(viewed, referral)
    shown = {"way": "viewer", "links": [], "record": record}
    if viewed.outcome == "unavailable":
        return Observation(shown, "failed", viewed.message)
    service.open_records.show(requester, referral.id, record)
    return Observation(shown)
