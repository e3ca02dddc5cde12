"""The import rules as a drawing needs them: which rooms lie on which floor, and which of them judge or drive."""

from __future__ import annotations

from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "contracts.importlinter"
BETWEEN = str.maketrans("|:", "  ")
"""What stands between the rooms of one floor."""

Floors = tuple[tuple[str, ...], ...]
"""Rooms by floor, the uppermost first: a room may import what lies on a lower floor."""


@dataclass(frozen=True)
class Rules:
    """What the contracts say, by rooms' names within their package."""

    floors: dict[str, Floors]
    """By package: cpcs_harness, mocks, reference."""
    suites: tuple[str, ...]
    """Folders of `conformance/` that are independent of each other."""
    judges: frozenset[str]
    drives: frozenset[str]
    """Rooms of the engine that the judging ones must not import."""


def read_rules(path: Path = RULES) -> Rules:
    """Read the contracts file; raises KeyError where a contract that is drawn is not there."""
    contracts = ConfigParser()
    contracts.read_string(path.read_text(encoding="utf-8"))
    layers = [contracts[name] for name in contracts.sections() if contracts[name].get("type") == "layers"]
    judge = contracts["importlinter:contract:judge"]
    floors = {contract["containers"].strip(): _floors(contract["layers"]) for contract in layers}
    return Rules(
        floors=floors | {"mocks": _with_all_mocks(floors["mocks"], path.parent / "mocks")},
        suites=_suites(path.parent / "conformance"),
        judges=_rooms(judge["source_modules"]),
        drives=_rooms(judge["forbidden_modules"]),
    )


def _floors(layers: str) -> Floors:
    lines = [line.translate(BETWEEN).split() for line in layers.splitlines()]
    return tuple(tuple(room.strip("()") for room in line) for line in lines if line)


def _with_all_mocks(floors: Floors, folder: Path) -> Floors:
    """Add the mocks that have no floor, because no other imports them, to the lowest."""
    found = {path.stem for path in folder.glob("[!_.]*") if path.is_dir() or path.suffix == ".py"}
    placed = {room for floor in floors for room in floor}
    return (*floors[:-1], (*floors[-1], *sorted(found - placed)))


def _rooms(modules: str) -> frozenset[str]:
    return frozenset(module.partition(".")[2] for module in modules.split())


def _suites(folder: Path) -> tuple[str, ...]:
    """Give the folders that hold criteria: a new suite needs no line in the contracts."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/criteria.yaml")))
