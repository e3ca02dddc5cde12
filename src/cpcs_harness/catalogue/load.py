"""Loads a catalogue: all mistakes in its files are told at once, each with its file, its line and its id."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from cpcs_harness._content import CATALOGUE
from cpcs_harness.catalogue.files import CatalogueFiles, read_catalogue
from cpcs_harness.catalogue.hazards import check_hazards, hazards_of
from cpcs_harness.catalogue.header import check_vocabulary
from cpcs_harness.catalogue.model import Catalogue, ContextRequirement, Criterion, Requirement
from cpcs_harness.catalogue.references import check_references
from cpcs_harness.catalogue.traffic import traffic_of
from cpcs_harness.catalogue.vocabulary import Vocabulary
from cpcs_harness.catalogue.yaml_file import Entry


def load_catalogue(path: Path | str = CATALOGUE) -> Catalogue:
    """The catalogue that a file and its suites state, or a `UsageProblem` that names every mistake in them.

    The installed one is read once a process.
    """
    return _installed() if Path(path) == CATALOGUE else _loaded(path)


@cache
def _installed() -> Catalogue:
    return _loaded(CATALOGUE)


def _loaded(path: Path | str) -> Catalogue:
    found = read_catalogue(path)
    check_vocabulary(found)
    check_references(found)
    check_hazards(found)
    found.raise_problems()
    return _build(found)


def _build(found: CatalogueFiles) -> Catalogue:
    criteria = [Criterion.from_entry(e.data, e.line, e.file.file) for e in found.entries("criteria")]
    return Catalogue(
        file=found.main.file,
        digest=found.digest,
        vocabulary=Vocabulary.from_header(found.main.data),
        suites=found.suites,
        cells=found.beside("cells"),
        reference=found.beside("reference"),
        requirements=tuple(
            Requirement.from_entry(_named(found, e), e.line) for e in found.entries("requirements")
        ),
        criteria={criterion.id: criterion for criterion in criteria},
        context=tuple(
            ContextRequirement.from_entry(_named(found, e), e.line) for e in found.entries("context")
        ),
        hazards=hazards_of(found),
        traffic=traffic_of(found),
    )


def _named(found: CatalogueFiles, requirement: Entry) -> dict[str, Any]:
    """The entry of a requirement, with each of its criteria by id."""
    return {**requirement.data, "criteria": [id for _, id in found.criteria_of(requirement)]}
