"""The action of exporting a month's consultations."""

from ..kit.problems import BadInput
from ..outbound.extract.columns import COLUMNS
from ..service import Service
from .action import Observation, Request, premises


def export_data(service: Service, request: Request) -> Observation:
    """Export a month's consultations of the actor's pharmacy, by one of the specifications."""
    form = request.one_of("form", tuple(COLUMNS))
    month = request.text("month")
    if len(month) != 7:
        raise BadInput(f"expected input.month to be a year and a month, such as 2026-11, received {month!r}")
    return Observation({"files": [service.extract.file(premises(service, request).ods, month, form)]})
