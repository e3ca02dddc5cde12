"""What a benchmark tells: figures, each with its peer of the same rounds; and the options that all benchmarks have."""

import argparse
import json
import os
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

# What is imported is compiled once, and not by each process again, as for whoever has not forbidden it.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@dataclass(frozen=True)
class Figure:
    """One cost, as each round measured it: less is better."""

    name: str
    unit: str
    values: Sequence[float]
    goal: float | None = None
    """At most so much."""
    peer: str = ""
    """What does the same work in another way, or the least that the work could cost."""
    peers: Sequence[float] = ()
    """The peer's cost in the same unit and the same rounds."""
    ratio_goal: float | None = None
    """The peer is to cost at least so many times as much."""
    before: str = ""
    """What it was when its goal was set, in words."""
    size: float | None = None
    """How much work it was, where growth matters."""
    of: str = ""
    """What `size` counts."""

    @property
    def middle(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.values)

    @property
    def peer_middle(self) -> float:
        """The median of the peer's rounds."""
        return statistics.median(self.peers)

    @property
    def ratios(self) -> list[float]:
        """Give the peer's cost over ours, for each round."""
        return [peer / own for own, peer in zip(self.values, self.peers, strict=True) if own]

    @property
    def holds(self) -> bool | None:
        """Whether every goal is reached; None where it has none."""
        held = []
        if self.goal is not None:
            held.append(self.middle <= self.goal)
        if self.ratio_goal is not None:
            held.append(statistics.median(self.ratios) >= self.ratio_goal)
        return all(held) if held else None

    @property
    def title(self) -> str:
        """The name, with how much work it was."""
        return self.name if self.size is None else f"{self.name}, {self.size:,.0f} {self.of}"


def number(value: float) -> str:
    """Write a figure with three digits that matter."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def spread(values: Sequence[float]) -> str:
    """Write the median, with the middle half of four rounds or more, or all of fewer."""
    if len(set(values)) < 2:
        return number(values[0])
    quarters = statistics.quantiles(values, n=4) if len(values) > 3 else [min(values), 0, max(values)]
    return f"{number(statistics.median(values))} ({number(quarters[0])} to {number(quarters[2])})"


def line(figure: Figure) -> str:
    """Write a figure for who waits at the terminal."""
    told = f"{figure.title}: {spread(figure.values)} {figure.unit}".rstrip()
    if figure.peers:
        told += f"; {figure.peer}: {spread(figure.peers)}; ratio {spread(figure.ratios)}"
    goals = [f"{number(figure.goal)} {figure.unit}".rstrip()] if figure.goal is not None else []
    goals += [f"ratio {number(figure.ratio_goal)}"] if figure.ratio_goal is not None else []
    return f"{told}; goal {', '.join(goals)}: {'reached' if figure.holds else 'MISSED'}" if goals else told


def options(description: str | None) -> argparse.ArgumentParser:
    """Make the parser of a benchmark's options, with those that all have."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument("--smallest", action="store_true", help="as little work as shows that it runs")
    return parser


def tell(asked: argparse.Namespace, figures: Iterable[Figure]) -> None:
    """Print each figure when it comes, and write all where a file was asked for."""
    told = []
    for figure in figures:
        print(line(figure), flush=True)
        told.append(asdict(figure))
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
