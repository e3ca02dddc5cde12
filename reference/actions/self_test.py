"""Trying every credential once, in one harmless round trip a service, before anybody works with the system."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..kit.config import Premises
from ..kit.problems import Refused, ServiceTrouble
from ..national.requester import Requester
from ..service import Service
from .action import Observation, Request, premises, requester_of


def self_test(service: Service, request: Request) -> Observation:
    """Use the credentials of the actor's pharmacy at each service, and say what came of it."""
    here, number = premises(service, request), request.text("nhs_number")
    requester = replace(requester_of(service, request), birth_date=request.text("birth_date", optional=True))
    tries = _tries(service, here, requester, number)
    return Observation({"services": [_tried(name, attempt) for name, attempt in tries.items()]})


def _tries(
    service: Service, here: Premises, requester: Requester, number: str
) -> dict[str, Callable[[], object]]:
    config = service.config
    return {
        "oauth": service.tokens.token,
        "pds": lambda: service.pds.retrieve(number, requester),
        **({"smsp": lambda: service.smsp.retrieve(number, requester)} if config.smsp.url else {}),
        "dos": lambda: service.dos.own_services(here.ods),
        "mesh": lambda: _greet(service, here),
        "nhsmail": lambda: service.notifier.nhsmail.log_in(here.nhsmail),
        "imap": lambda: _open_inbox(service, here),
        **({"cis2": service.cis2.configuration} if config.cis2.issuer else {}),
        **({"cks": service.cks.greet} if config.cks.base else {}),
        **({"eps_tracker": lambda: service.eps_tracker.tracked(number)} if config.eps_tracker.base else {}),
        **({"scr": lambda: service.scr_viewer.scr.client.ping(config.scr.base)} if config.scr.base else {}),
        **_clinical_tracker(service),
        **({"rtec": lambda: _greet_rtec(service, requester, number)} if config.rtec.base else {}),
        **({"cppe": service.staff.register.greet} if config.cppe.base else {}),
    }


def _tried(name: str, attempt: Callable[[], object]) -> dict[str, Any]:
    try:
        attempt()
    except (ServiceTrouble, Refused) as trouble:
        return {"service": name, "result": "failed", "message": trouble.reason}
    return {"service": name, "result": "answered", "message": ""}


def _clinical_tracker(service: Service) -> dict[str, Callable[[], object]]:
    base = service.config.clinical_tracker.base
    return {"clinical_tracker": lambda: service.clinical_tracker.ping(base)} if base else {}


def _greet_rtec(service: Service, requester: Requester, number: str) -> None:
    service.exemptions.rtec.greet(number, requester.birth_date, requester)


def _greet(service: Service, here: Premises) -> None:
    with service.mesh.mailbox(here.mesh) as client:
        service.mesh.handshake(client)


def _open_inbox(service: Service, here: Premises) -> None:
    with service.mail_collector.mailbox.inbox(here.nhsmail):
        pass
