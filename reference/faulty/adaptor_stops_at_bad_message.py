"""Holds on to a message of the 111 Adaptor that it cannot read, so that the broker gives it no other."""

from typing import Any

from ..inbound.adaptor.queue import AdaptorQueue
from ..service import Service

CATCHES = ("ADP-04",)
CONDITION = "after a message that cannot be read"
NEEDS_BROKER = True


class _Stuck(AdaptorQueue):
    def deal_with(self, channel: Any, tag: int, body: bytes) -> None:
        if self.intake.take(body):
            channel.basic_ack(tag)


def install(service: Service) -> None:
    """Never let go of what cannot be read."""
    service.adaptor_queue.__class__ = _Stuck
