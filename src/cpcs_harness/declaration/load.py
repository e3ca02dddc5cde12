"""Loads `candidate.toml`: all mistakes in it are told at once, each with its line and its key."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path

from cpcs_harness.catalogue.explain import Schema, mistakes
from cpcs_harness.catalogue.model import Catalogue
from cpcs_harness.declaration.model import Declaration
from cpcs_harness.declaration.rules import check_rules
from cpcs_harness.declaration.toml_file import read_toml
from cpcs_harness.errors import UsageProblem


def load_declaration(path: Path | str, catalogue: Catalogue, services: Collection[str] = ()) -> Declaration:
    """The declaration that a file states, or a `UsageProblem` that names every mistake in it.

    `services` are those that [mocks.ports] may name; where none are given, it may name any.
    """
    found = read_toml(path, "the declaration")
    for place, message in mistakes(_schema(), found.data):
        found.mistake(place, message)
    check_rules(found, catalogue, services)
    if found.problems:
        raise UsageProblem(f"the declaration {found.file} cannot be used", found.problems)
    return Declaration.from_toml(found.data, found.folder)


@cache
def _schema() -> Schema:
    return Schema.of("cpcs_harness.declaration", "schema.json")
