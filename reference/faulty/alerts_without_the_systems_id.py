"""Names itself in alerts by a short name in place of its id at the Spine."""

from ..service import Service

CATCHES = ("SCR-09",)


def install(service: Service) -> None:
    """Name the system wrongly."""
    service.scr_viewer.alerts.asid = "1427"
