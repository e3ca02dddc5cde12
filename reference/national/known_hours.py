"""When pharmacies are open, as the Directory of Services said when somebody last looked for them."""

from typing import Any

from ..kit.times import clock
from .opening import OpeningTimes, Said


class KnownHours:
    """Remembers opening times by service id; a restart forgets them, and then nothing is said."""

    def __init__(self, hours: OpeningTimes) -> None:
        self.hours = hours
        self._said: dict[str, Said] = {}

    def note(self, services: list[dict[str, Any]]) -> None:
        """Remember what an answer says of each pharmacy."""
        self._said |= {str(service.get("id")): service.get("openingTimes") or {} for service in services}

    def is_open(self, service_id: str) -> bool | None:
        """Whether a pharmacy is open now; None where nobody looked for it."""
        said = self._said.get(service_id)
        return None if said is None else self.hours.is_open(said, clock.now())
