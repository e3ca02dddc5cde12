"""A PDS that answers whatever a test wants, and a wait that takes no time."""

from collections.abc import Callable
from typing import Any

from starlette.responses import JSONResponse, Response

FHIR = "application/fhir+json"


class Waits:
    """Stands in for the event that a service waits on: it notes how long, and goes on at once."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def wait(self, seconds: float) -> bool:
        """Note a pause; nobody stops the service."""
        self.seconds.append(seconds)
        return False

    def set(self) -> None:
        """Do nothing: a service sets it when it is closed."""


def planned(*answers: Response) -> Callable[[], Response | None]:
    """Give answers in turn, and then those of the stand-in itself."""
    left = list(answers)
    return lambda: left.pop(0) if left else None


def outcome(status: int, code: str, headers: dict[str, str] | None = None, issue: str = "value") -> Response:
    """An OperationOutcome; what is said beside the code is nothing to go by."""
    said = {"code": issue, "details": {"coding": [{"code": code}]}, "diagnostics": "Other words each time"}
    return JSONResponse({"resourceType": "OperationOutcome", "issue": [said]}, status, headers)


def raw(body: str, status: int = 200, media: str = FHIR) -> Response:
    """An answer of any bytes."""
    return Response(body, status, media_type=media)


def bundle(*patients: dict[str, Any], score: float = 0.95) -> Response:
    """The answer to a search."""
    entries = [{"resource": patient, "search": {"score": score}} for patient in patients]
    found = {"resourceType": "Bundle", "type": "searchset", "total": len(entries)}
    return JSONResponse(found | ({"entry": entries} if entries else {}))
