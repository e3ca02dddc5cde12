"""Under which conditions a run tried the candidate, and each criterion was judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class ConditionsRecord:
    """The conditions of all that was sent, and of what each criterion was judged by."""

    things: Mapping[str, int]
    """What has conditions, such as a report by ITK, and how many of it there were."""
    dimensions: Mapping[str, tuple[str, ...]]
    """Every value of each dimension; conditions are numbered from 0 in this order."""
    judged: Mapping[str, tuple[int, ...]]
    """By criterion, the numbers of the conditions under which it came to a verdict; who is not here did under none."""
    never_tried: tuple[int, ...]
    never_judged: tuple[int, ...]
    """Under which no criterion was judged that is for them."""
    pairs: int
    """How many pairs of conditions can be in one message together."""
    never_met: int
    """How many of these were in none."""
    together: Mapping[str, tuple[int, ...]]
    """By two things of one patient that criteria read together: how many pairs met in somebody, and how many can."""
    lost: Mapping[str, tuple[int, ...]]
    """By criterion, the conditions that it is to be judged under, by the catalogue, and was not."""

    @cached_property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        """Every condition, by its number: dimension and value."""
        return tuple((id, value) for id, values in self.dimensions.items() for value in values)

    def under(self, criterion: str) -> str:
        """Say under how many conditions of what it looks at a criterion was judged, and under which never."""
        judged = set(self.judged.get(criterion, ()))
        looked_at = {self.conditions[number][0] for number in judged}
        due = [number for number, (dimension, _) in enumerate(self.conditions) if dimension in looked_at]
        never = self.named(number for number in due if number not in judged)
        return f"{len(judged)} of {len(due)}" + (f"; never under {never}" if never else "")

    def named(self, numbers: Iterable[int]) -> str:
        """Name conditions, those of one dimension together; a dimension of which all are meant, as any."""
        wanted = {self.conditions[number] for number in numbers}
        told = []
        for id, values in self.dimensions.items():
            found = [value for value in values if (id, value) in wanted]
            if found:
                told.append(f"{id}: {'any' if len(found) == len(values) else ', '.join(found)}")
        return "; ".join(told)
