"""All that benchmarks have told, in one file, with the machine that they ran on."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from _figures import Figure


@dataclass
class Measured:
    """What one benchmark told."""

    about: str
    """What it measures, in its own words."""
    at: str
    """When, and of which commit."""
    figures: list[Figure]


@dataclass
class Results:
    """What all told, by the name of each."""

    machine: dict[str, str]
    benchmarks: dict[str, Measured] = field(default_factory=dict)

    def figures(self) -> list[Figure]:
        """Give all figures."""
        return [figure for measured in self.benchmarks.values() for figure in measured.figures]

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> Results:
    """Read what was written."""
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    benchmarks = {name: _measured(measured) for name, measured in told["benchmarks"].items()}
    return Results(told["machine"], benchmarks)


def _measured(told: dict[str, Any]) -> Measured:
    return Measured(told["about"], told["at"], [Figure(**figure) for figure in told["figures"]])
