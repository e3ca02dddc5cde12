"""Which services of an answer may be left out of what is shown, and when that is of no use to a patient.

Source: BaRS, guide to CPCS, choice of a service (interface sheet dos-eps-rtec-scr-dmd, section 2.4).
"""

from __future__ import annotations

from .._shared.dos_answers import Service
from .._shared.opening_hours import is_of_use
from ._searches import LEEWAY, Search

SOON, MARGIN = 30, 2
"""Minutes before its end from when on a session is of no use, and how nearly nobody is held to it."""

RADIUS = 37.5
"""Miles, of the Toolkit; DoS searches a square, whose corners are farther off."""


def is_red(service: Service) -> bool:
    """Say whether a service has no capacity."""
    return str(service["capacity"]["status"]["rag"]).casefold() == "red"


def of_use(search: Search, service: Service, soon: int) -> list[bool]:
    """Say, of the moments at which the screen may have been made, whether a patient could be seen within a day."""
    said = service["openingTimes"]
    return [is_of_use(said, search.moment + moved, soon) for moved in (-LEEWAY, LEEWAY)]


def may_lack(search: Search, service: Service) -> bool:
    """Say whether a service may be left out: without capacity, shut for a day, or in a corner beyond the radius."""
    far = float(service["patientDistance"]) > RADIUS
    return far or is_red(service) or not all(of_use(search, service, SOON + MARGIN))
