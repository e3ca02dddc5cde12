"""Actions of administration: restarting, and setting the clock of a test build."""

from datetime import datetime

from ..kit.problems import BadInput
from ..service import Service
from .action import Observation, Request

YEARS = 1990, 2100
"""Years that a pharmacy may live in: whoever asks for another means no such time."""


def restart(_service: Service, _request: Request) -> Observation:
    """Stop at once and start again; the control API does it once this is answered."""
    return Observation({})


def set_clock(service: Service, request: Request) -> Observation:
    """Go on from another time, or by the machine's clock again; tokens and certificates go by that all along."""
    written = request.text("now", optional=True)
    service.clock.set(_moment(written) if written else None)
    return Observation({"now": service.clock.now().isoformat()})


def _moment(written: str) -> datetime:
    wanted = f"expected input.now to be a date and time of these years with an offset, received {written!r}"
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise BadInput(wanted) from None
    if moment.tzinfo is None or not YEARS[0] <= moment.year <= YEARS[1]:
        raise BadInput(wanted)
    return moment
