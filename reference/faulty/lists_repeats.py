"""Makes a referral of every message, also of one that is sent again."""

import uuid
from collections.abc import Sequence
from typing import Any

from ..kit.config import Premises
from ..referrals.placing import Arrival, Referrals, Taken
from ..service import Service

CATCHES = ("N111-21",)
CONDITION = "a report that is sent again"


class _Always(Referrals):
    def take(
        self,
        content: dict[str, Any],
        premises: Premises,
        arrival: Arrival,
        earlier: Sequence[dict[str, Any]] = (),
    ) -> Taken:
        fresh = {name: f"{content[name]}:{uuid.uuid4()}" for name in ("document_id", "set_id")}
        again = fresh if arrival.channel == "itk" and arrival.kind == "primary" else {}
        return super().take({**content, **again}, premises, arrival, earlier)


def install(service: Service) -> None:
    """Look at no document's id."""
    service.referrals.__class__ = _Always
