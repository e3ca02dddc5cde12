"""Actions of administration: restarting."""

from ..service import Service
from .action import Observation, Request


def restart(_service: Service, _request: Request) -> Observation:
    """Stop at once and start again; the control API does it once this is answered."""
    return Observation({})
