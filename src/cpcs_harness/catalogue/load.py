"""Loads `toolkit_requirements.yaml`: all mistakes in it are told at once, each with its line and its id."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

from cpcs_harness.catalogue.explain import mistakes, validator_for
from cpcs_harness.catalogue.model import Catalogue, ContextRequirement, Criterion, Requirement
from cpcs_harness.catalogue.references import check_references
from cpcs_harness.catalogue.yaml_file import YamlFile, read_yaml


def load_catalogue(path: Path | str) -> Catalogue:
    """The catalogue that a file states, or a `UsageProblem` that names every mistake in it."""
    found = read_yaml(path, "the catalogue")
    for place, message in mistakes(_schema(), found.data):
        found.mistake(place, message)
    check_references(found)
    found.raise_problems("the catalogue")
    return _build(found)


@cache
def _schema() -> Draft202012Validator:
    return validator_for("cpcs_harness.catalogue", "schema.json")


def _build(found: YamlFile) -> Catalogue:
    criteria = [Criterion.from_entry(e, found.line(place)) for place, e in found.entries("criteria")]
    return Catalogue(
        file=found.file,
        digest=found.digest,
        requirements=tuple(
            Requirement.from_entry(e, found.line(place)) for place, e in found.entries("requirements")
        ),
        criteria={criterion.id: criterion for criterion in criteria},
        context=tuple(
            ContextRequirement.from_entry(e, found.line(place)) for place, e in found.entries("context")
        ),
    )
