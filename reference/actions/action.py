"""What an action is: a request in, an observation out."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..formats.amounts import whole
from ..kit.config import Premises
from ..kit.models import Referral
from ..kit.problems import BadInput, Refused
from ..national.requester import Requester
from ..service import Service

_CLOSED = {
    "completed": "This consultation is completed and cannot be changed",
    "referred-onward": "The patient was referred to another pharmacy; nothing more can be done here",
    "rejected": "This referral was sent back and cannot be worked on",
    "withdrawn": "The sender has withdrawn this referral; it cannot be worked on",
}


@dataclass(frozen=True)
class Actor:
    """Who acts, in what role, at which pharmacy."""

    name: str
    role: str
    ods: str
    gphc: str


@dataclass(frozen=True)
class Request:
    """An action that is asked for."""

    actor: Actor
    referral: str | None
    input: dict[str, Any]

    def text(self, name: str, *, optional: bool = False) -> str:
        """A text of the input; an optional one is empty where it is left out."""
        value = self.input.get(name)
        if value is None and optional:
            return ""
        if not isinstance(value, str) or (not value.strip() and not optional):
            raise BadInput(f"expected input.{name} to be a text, received {value!r}; send one")
        return value

    def flag(self, name: str) -> bool:
        """A yes or no of the input; no where it is left out."""
        value = self.input.get(name, False)
        if not isinstance(value, bool):
            raise BadInput(f"expected input.{name} to be true or false, received {value!r}")
        return value

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        """A text of the input that is one of a few."""
        value = self.input.get(name)
        if value not in allowed:
            raise BadInput(f"expected input.{name} to be one of {', '.join(allowed)}, received {value!r}")
        return str(value)

    def objects(self, name: str) -> list[dict[str, Any]]:
        """A list of objects of the input; empty where it is left out."""
        value = self.input.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise BadInput(f"expected input.{name} to be a list of objects, received {value!r}")
        return value


@dataclass(frozen=True)
class Observation:
    """What the person at the screen sees when an action is done, or has failed."""

    values: dict[str, Any] = field(default_factory=dict)
    status: str = "done"
    reason: str | None = None


Action = Callable[[Service, Request], Observation]


def premises(service: Service, request: Request) -> Premises:
    """The pharmacy that the actor works at."""
    for pharmacy in service.config.premises:
        if pharmacy.ods == request.actor.ods:
            return pharmacy
    raise Refused(f"This system does not serve {request.actor.ods}; sign in at one of its pharmacies")


def referral(service: Service, request: Request) -> Referral:
    """The referral that is acted on, which must be the actor's own pharmacy's."""
    if not request.referral:
        raise BadInput(
            "expected referral to be the id of a referral, received none; take it from the worklist"
        )
    found = service.store.referral(request.referral)
    if found is None or found.ods != premises(service, request).ods:
        raise Refused("There is no such referral at this pharmacy")
    return found


def requester_of(service: Service, request: Request) -> Requester:
    """The actor as a requester of national services, at a pharmacy that is served here."""
    actor, here = request.actor, premises(service, request)
    return Requester(here.ods, actor.name, actor.role, actor.gphc, consultation(request.referral))


def consultation(referral: str | None) -> str:
    """The id that the requests about one referral have in common; empty without a referral."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"consultation/{referral}")) if referral else ""


def unfinished(service: Service, request: Request) -> Referral:
    """The referral that is acted on, which must not be completed yet."""
    found = referral(service, request)
    if found.status in _CLOSED:
        raise Refused(_CLOSED[found.status])
    return found


def whole_number(value: object, name: str) -> int:
    """A number of days above nothing."""
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise BadInput(f"expected input.{name} to be a whole number above 0, received {value!r}")
    return value


def amount(value: object, name: str) -> float:
    """A quantity above nothing; whole ones are whole, however they came."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1_000_000:
        raise BadInput(f"expected input.{name} to be a number above 0, received {value!r}")
    return whole(value)
