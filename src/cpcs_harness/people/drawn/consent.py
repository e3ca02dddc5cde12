"""What a patient says to their practice being told, until it may be told, and what it can be drawn to be."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

GIVEN, REFUSED, TAKEN_BACK, GIVEN_AFTER_ALL = "given", "refused", "taken back", "given after all"

SAID: Mapping[str, tuple[bool, ...]] = MappingProxyType(
    {GIVEN: (True,), REFUSED: (False,), TAKEN_BACK: (True, False), GIVEN_AFTER_ALL: (False, True)}
)
"""What is recorded of each, one after another."""
FIELDS: Mapping[str, tuple[str | bool, ...]] = MappingProxyType({"answer": tuple(SAID)})
