"""Actions on messages: notifying the practice, reporting a month, and collecting what came back."""

from ..kit.problems import BadInput, ServiceTrouble
from ..kit.times import read_time
from ..service import Service
from .action import Observation, Request, premises
from .action import referral as referral_of


def notify_gp(service: Service, request: Request) -> Observation:
    """Tell the patient's practice what was done."""
    referral = referral_of(service, request)
    status, reason = "done", None
    try:
        told = service.notifier.notify(referral.id)
    except ServiceTrouble as trouble:
        told, status, reason = service.store.notifications(referral.id), "failed", trouble.reason
    shown = {
        "notifications": [service.screen.notification(notification) for notification in told],
        "notices": service.screen.beside_notifications(referral),
    }
    return Observation(shown, status, reason)


def view_outbox(service: Service, request: Request) -> Observation:
    """What waits to be sent, what was not answered in time, and what failed, as it shows at a moment."""
    at = request.text("as_of", optional=True)
    try:
        moment = read_time(at).isoformat() if at else ""
    except ValueError as error:
        raise BadInput(f"expected input.as_of to be an ISO date and time, received {at!r}") from error
    return Observation({"outbox": service.outbox_screen.rows(premises(service, request).ods, moment)})


def send_waiting(service: Service, request: Request) -> Observation:
    """Try once more to send what waits."""
    ods = premises(service, request).ods
    service.notifier.send_waiting(ods)
    return Observation({"outbox": service.outbox_screen.rows(ods)})


def collect_messages(service: Service, request: Request) -> Observation:
    """Collect what waits in the pharmacy's MESH inbox and in its NHSmail mailbox; neither waits for the other."""
    here = premises(service, request)
    collected: list[dict[str, str]] = []
    troubles: list[str] = []
    for collect in (service.collector.collect, service.mail_collector.collect):
        try:
            collected += collect(here)
        except ServiceTrouble as trouble:
            troubles.append(trouble.reason)
    shown = {"collected": collected}
    return Observation(shown, "failed", "; ".join(troubles)) if troubles else Observation(shown)


def report_month(service: Service, request: Request) -> Observation:
    """Report to NHSBSA what the actor's pharmacy did in a month."""
    report = service.reporter.report_month(premises(service, request).ods, request.text("month"))
    done = report["status"] != "failed"
    return Observation({"report": report}, "done" if done else "failed", None if done else report["message"])
