"""Puts the bad value into the fault as it came, markup and all."""

from xml.sax.saxutils import escape

from ..formats.soap import Fault, Reply
from ..inbound.itk.intake import Intake
from ..service import Service

CATCHES = ("N111-13",)
CONDITION = "a bad value with angle brackets"


class _Unescaped(Intake):
    def fault(self, problem: Fault, relates_to: str) -> Reply:
        reply = super().fault(problem, relates_to)
        escaped = escape(problem.diagnostic)
        return Reply(reply.status, reply.body.replace(escaped.encode(), problem.diagnostic.encode()))


def install(service: Service) -> None:
    """Write what is wrong without escaping it."""
    service.intake.__class__ = _Unescaped
