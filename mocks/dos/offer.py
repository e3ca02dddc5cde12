"""What offers a type of service near a place, ready to be searched: what does not change is worked out once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic_core import to_json

from cpcs_harness.people.model import Practice

from .listing import as_held, distance_of

CORNER = math.sqrt(2)


class Offer(NamedTuple):
    """One service, as a search finds it."""

    id: str
    miles: float
    """As they are shown, rounded."""
    reach: float
    """How many times the distance of a search may lie between: one that says so lies in a corner of the square."""
    held: bytes
    """JSON of the form that the fixtures have."""


def offers_of(kind: str, services: Iterable[Mapping[str, Any]]) -> Sequence[Offer]:
    """Give those of a type among some services, the nearest first."""
    offered = [service for service in services if kind in service["types"]]
    return [_offer(service) for service in sorted(offered, key=lambda service: float(service["miles"]))]


@lru_cache(4096)
def practice_offer(practice: Practice) -> Offer:
    """Give a practice as the fixtures would hold it."""
    return _offer(as_held(practice))


def _offer(held: Mapping[str, Any]) -> Offer:
    reach = CORNER if held.get("in_corner") else 1.0
    return Offer(held["service_id"], float(distance_of(held)), reach, to_json(held))
