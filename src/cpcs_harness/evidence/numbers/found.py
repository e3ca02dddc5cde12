"""What was found of NHS numbers that may be real: where they live, or in free text alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """Ten digits each, however they were written."""

    labelled: frozenset[str] = frozenset()
    """That stand where NHS numbers live, or are called so: such a number is somebody's."""
    in_text: frozenset[str] = frozenset()
    """That stand in free text, called nothing: one in eleven ten-digit numbers has a right check digit."""

    @property
    def all(self) -> frozenset[str]:
        """Those of both kinds."""
        return self.labelled | self.in_text


NOTHING = Found()


def together(found: Iterable[Found]) -> Found:
    """Put together what was found in several places: what is labelled in one is labelled."""
    several = [one for one in found if one is not NOTHING]
    if not several:
        return NOTHING
    labelled = frozenset[str]().union(*(one.labelled for one in several))
    return Found(labelled, frozenset[str]().union(*(one.in_text for one in several)) - labelled)
