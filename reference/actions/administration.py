"""Actions of administration: enrolling, the local directory, restarting."""

from typing import Any

from ..kit.models import Practice
from ..kit.problems import BadInput, Refused
from ..service import Service
from .action import Observation, Request


def enrol_pharmacist(service: Service, request: Request) -> Observation:
    """Key in a pharmacist's full name and registration number."""
    name, number = request.input.get("full_name"), request.input.get("gphc_number")
    if not isinstance(name, str) or not isinstance(number, str):
        raise BadInput(f"expected full_name and gphc_number to be texts, received {name!r} and {number!r}")
    pharmacist = service.staff.enrol(name, number)
    return Observation({"full_name": pharmacist.full_name, "gphc_number": pharmacist.gphc, "enrolled": True})


def load_directory(service: Service, request: Request) -> Observation:
    """Put practices and their e-mail addresses into the local directory."""
    practices = [_practice(entry, number) for number, entry in enumerate(request.objects("entries"))]
    service.store.keep(*practices)
    return Observation({"loaded": len(practices)})


def lookup_practice_email(service: Service, request: Request) -> Observation:
    """Look a practice's e-mail address up in the local directory."""
    ods = request.text("ods")
    entry = service.store.practice(ods)
    if entry is None:
        raise Refused(f"The directory has no practice {ods}; load it first")
    return Observation({"ods": entry.ods, "email": entry.email, "source": "local-directory"})


def restart(_service: Service, _request: Request) -> Observation:
    """Stop at once and start again; the control API does it once this is answered."""
    return Observation({})


def _practice(entry: dict[str, Any], number: int) -> Practice:
    values = {name: entry.get(name, "") for name in ("ods", "name", "email", "kind")}
    wrong = [
        name for name, value in values.items() if not isinstance(value, str) or (name != "name" and not value)
    ]
    if wrong:
        raise BadInput(
            f"expected entries[{number}] to have the text {wrong[0]}, received {entry.get(wrong[0])!r}"
        )
    return Practice(**values)
