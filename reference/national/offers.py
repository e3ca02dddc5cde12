"""Which of the pharmacies that DoS gives is offered: none without capacity, none that is shut for a day."""

from datetime import datetime
from typing import Any

from .opening import OpeningTimes

Service = dict[str, Any]


class Offers:
    """Leaves out what would send a patient for nothing.

    Source: BaRS, guide to CPCS: no capacity (red), and shut within the next 24 hours or about to shut until then.
    """

    def __init__(self, hours: OpeningTimes) -> None:
        self.hours = hours

    def of(self, services: list[Service], moment: datetime) -> list[Service]:
        """The services that are offered at a moment, in the order in which DoS gives them."""
        return [service for service in services if self.is_offered(service, moment)]

    def is_offered(self, service: Service, moment: datetime) -> bool:
        """Whether a patient may be sent there."""
        return self.has_capacity(service) and self.is_of_use(service, moment)

    def has_capacity(self, service: Service) -> bool:
        """Whether the pharmacy has not said that it can take nobody."""
        return colour(service) != "red"

    def word(self, service: Service) -> str:
        """What is said of its capacity."""
        return colour(service)

    def is_of_use(self, service: Service, moment: datetime) -> bool:
        """Whether the patient can be seen there within a day."""
        return self.hours.is_of_use(service.get("openingTimes") or {}, moment)


def colour(service: Service) -> str:
    """What a service says of its capacity: green, amber, red; empty where it says nothing."""
    status = (service.get("capacity") or {}).get("status") or {}
    return str(status.get("rag") or "").casefold()
