"""Links to the address that CKS had years ago."""

from ..pharmacy.links import Links
from ..service import Service

CATCHES = ("CKS-01",)


class _LinksToThe(Links):
    def guidance(self, topic: str) -> dict[str, str]:
        link = super().guidance(topic)
        return {**link, "address": f"http://cks.nhs.uk/{topic.lower().replace(' ', '_')}"}


def install(service: Service) -> None:
    """Link to the old address."""
    service.links.__class__ = _LinksToThe
