"""Actions of the local directory: loading it, looking in it, and seeing the whole of it."""

from ..national.endpoints import PRACTICE, PROVIDER
from ..service import Service
from .action import Observation, Request


def load_directory(service: Service, request: Request) -> Observation:
    """Put practices and pharmacies with their e-mail addresses into the local directory."""
    return Observation({"loaded": service.directory.load(request.objects("entries"))})


def lookup_practice_email(service: Service, request: Request) -> Observation:
    """Look a practice's e-mail address up in the local directory."""
    return _lookup(service, request, PRACTICE)


def lookup_provider_email(service: Service, request: Request) -> Observation:
    """Look a pharmacy's e-mail address up in the local directory."""
    return _lookup(service, request, PROVIDER)


def list_directory(service: Service, _request: Request) -> Observation:
    """The whole local directory."""
    entries = [
        {"ods": entry.ods, "name": entry.name, "email": entry.email, "kind": entry.kind}
        for entry in service.directory.entries()
    ]
    return Observation({"entries": entries})


def _lookup(service: Service, request: Request, kind: str) -> Observation:
    entry = service.directory.lookup(request.text("ods"), kind)
    return Observation({"ods": entry.ods, "email": entry.email, "source": "local-directory"})
