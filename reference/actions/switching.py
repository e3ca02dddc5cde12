"""Actions of changing the system: handing all records over, and taking over another system's."""

from ..service import Service
from .action import Observation, Request, premises


def export_records(service: Service, request: Request) -> Observation:
    """Everything that is kept of the actor's pharmacy, as files."""
    return Observation({"files": service.export.files(premises(service, request).ods)})


def import_records(service: Service, request: Request) -> Observation:
    """Take over a file of another system's records of this pharmacy."""
    taken = service.records_intake.take(request.text("content"), premises(service, request).ods)
    return Observation({**taken})
