"""What the Directory of Services holds near a postcode, where a journey has it hold anything of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

HeldService = Mapping[str, Any]
"""A service in the form of `fixtures/pharmacies.yaml`."""


@dataclass(frozen=True)
class HeldServices:
    """The services near a postcode, in place of those that are found everywhere."""

    postcode: str
    services: tuple[HeldService, ...]

    @property
    def place(self) -> str:
        """Give the postcode as services near it are looked up by it."""
        return plain_place(self.postcode)


@lru_cache(4096)
def plain_place(postcode: str) -> str:
    """Write a postcode in capitals and without its blank."""
    return "".join(postcode.split()).upper()
