"""The action that finds where a practice or a pharmacy is written to, by the Directory of Services."""

from ..national.endpoints import PRACTICE, PROVIDER, PURPOSES
from ..service import Service
from .action import Observation, Request


def lookup_secure_email(service: Service, request: Request) -> Observation:
    """The secure e-mail address that DoS gives now, and what the local directory has."""
    kind, ods = request.one_of("kind", (PRACTICE, PROVIDER)), request.text("ods")
    purpose = request.one_of("purpose", PURPOSES)
    found = service.endpoints.secure_email(kind, ods, request.text("postcode"), purpose)
    first, *further = [row.address for row in found]
    here = service.directory.email(ods, kind)
    return Observation(
        {
            "ods": ods,
            "email": first,
            "source": "dos-endpoint",
            "further": further,
            "instruction": " ".join(row.comment for row in found if row.comment),
            "directory_email": here,
            "differs": bool(here) and here.casefold() != first.casefold(),
        }
    )
