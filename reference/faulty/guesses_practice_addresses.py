"""Makes a practice's e-mail address up from its code in place of looking it up."""

from ..actions.shape import Observation, Request
from ..service import Service

CATCHES = ("DOS-01",)


def _guess(_service: Service, request: Request) -> Observation:
    ods = request.text("ods")
    return Observation({"ods": ods, "email": f"practice.{ods.lower()}@nhs.net", "source": "local-directory"})


def install(service: Service) -> None:
    """Guess addresses."""
    service.actions["lookup_practice_email"] = _guess
