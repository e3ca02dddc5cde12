"""Loads the cells of the tables that a catalogue is held against: each has its requirement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cpcs_harness.catalogue.explain import Schema, mistakes
from cpcs_harness.catalogue.references import check_ids, check_word
from cpcs_harness.catalogue.yaml_file import YamlFile, read_yaml


@dataclass(frozen=True)
class Cell:
    """One cell of a table that is not empty; `by` is its own date, or else its level's."""

    id: str
    pathway: str
    component: str
    level: str
    text: str
    by: date | None = None
    reading: str = ""
    options: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    file: str = ""
    line: int = 0


def load_cells(path: Path | str) -> dict[str, Cell]:
    """The cells that a file holds, by id, or a `UsageProblem` that names every mistake in it."""
    found = read_yaml(path, "the list of cells")
    for place, message in mistakes(_schema(), found.data):
        found.mistake(place, message)
    check_ids(found.entries("cells"))
    for entry in found.entries("cells"):
        for key in ("pathway", "level"):
            check_word(entry, key, _names(found, f"{key}s"))
    found.raise_problems("the list of cells")
    return {entry.data["id"]: _cell(entry.data, found, entry.line) for entry in found.entries("cells")}


def _names(found: YamlFile, section: str) -> list[str]:
    held = found.data.get(section) if isinstance(found.data, dict) else None
    return [name for name in held if isinstance(name, str)] if isinstance(held, dict | list) else []


@cache
def _schema() -> Schema:
    return Schema.of("cpcs_harness.catalogue", "cells_schema.json")


def _cell(entry: dict[str, Any], found: YamlFile, line: int) -> Cell:
    by = entry.get("by") or found.data["levels"][entry["level"]].get("by")
    return Cell(
        **{key: entry[key] for key in ("id", "pathway", "component", "level", "text")},
        by=date.fromisoformat(by) if by else None,
        reading=entry.get("reading", ""),
        options=tuple(entry.get("options", ())),
        parts=tuple(entry.get("all_of", ())),
        file=found.file,
        line=line,
    )
