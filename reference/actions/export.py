"""The action of exporting a month's consultations."""

import base64

from ..kit.problems import BadInput
from ..outbound.extract.extract import NHSEI, PRSB
from ..outbound.extract.pieces import pieces
from ..service import Service
from .action import Observation, Request, premises, whole_number


def export_data(service: Service, request: Request) -> Observation:
    """Export a month's consultations of the actor's pharmacy, by one of the specifications, in parts if long."""
    form, month = request.one_of("form", (NHSEI, PRSB)), request.text("month")
    part = whole_number(request.input.get("part", 1), "part")
    if len(month) != 7:
        raise BadInput(f"expected input.month to be a year and a month, such as 2026-11, received {month!r}")
    ods = premises(service, request).ods
    found = list(pieces(service.extract.content(ods, month, form)))
    if not 1 <= part <= len(found):
        raise BadInput(f"expected input.part to be from 1 to {len(found)}, received {part}")
    content = base64.b64encode(found[part - 1]).decode()
    file = {"name": f"{ods}-{month}-{form}.csv", "media": "text/csv", "content": content}
    return Observation({"files": [file], "parts": len(found)})
