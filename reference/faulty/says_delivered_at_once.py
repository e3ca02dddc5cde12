"""Shows a message as delivered as soon as it was sent."""

from ..kit.models import Notification
from ..screen import Screen
from ..service import Service

CATCHES = ("GPM-11",)


class _AtOnce(Screen):
    def delivery(self, notification: Notification) -> str:
        status = super().delivery(notification)
        return "delivered" if notification.channel == "mesh" and status == "sent" else status


def install(service: Service) -> None:
    """Say delivered too soon."""
    service.screen.__class__ = _AtOnce
