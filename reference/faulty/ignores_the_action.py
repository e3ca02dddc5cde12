"""Takes a message whose Action is not its service."""

from dataclasses import replace

from ..formats.soap import ITK, Envelope
from ..inbound.itk.envelope import Distribution
from ..inbound.itk.intake import Intake
from ..service import Service

CATCHES = ("N111-15",)
CONDITION = "an Action that contradicts the service"


class _AnyAction(Intake):
    def distribution(self, envelope: Envelope) -> Distribution:
        inner = envelope.payload.find(f"{{{ITK}}}header")
        service = envelope.action if inner is None else inner.get("service") or ""
        return super().distribution(replace(envelope, action=service))


def install(service: Service) -> None:
    """Go by the distribution envelope alone."""
    service.intake.__class__ = _AnyAction
