"""A FHIR resource as JSON: read within bounds, and held against a schema and against base FHIR, in two tiers (ADR-007).

The first tier is compiled code, and says only whether a resource keeps to both; most do. What it does not pass goes to
jsonschema and to the models of fhir.resources, which decide and say why.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
from referencing import Registry, Resource

from cpcs_harness._content import ROOT
from cpcs_harness.formats.problem import Problem

BASE = ROOT / "fixtures" / "schemas" / "fhir" / "r4b.json"
BASE_ID = "fhir:r4b"
"""Base FHIR as a schema: compiled from the models, see base.py."""
SHOWN = 60
"""Letters of a value that is repeated."""
LONGEST = 200
"""Letters of what a judge says of one thing; a message may quote the resource."""


def read_resource(body: bytes, largest: int, source: str) -> tuple[dict[str, Any], list[Problem]]:
    """Read a resource of so many bytes at most; gives it, or what keeps it from being one."""
    if len(body) > largest:
        text = f"a resource may have {largest} bytes, and has {len(body)}"
        return {}, [Problem("error", "SIZE", "", text, source)]
    try:
        resource = json.loads(body)
    except json.JSONDecodeError as wrong:
        text = f"the body must be JSON: {wrong.msg}, line {wrong.lineno}, column {wrong.colno}"
        return {}, [Problem("error", "JSON", "", text, source, wrong.lineno)]
    except UnicodeDecodeError as wrong:
        text = f"the body must be JSON in UTF-8: {wrong.reason}, byte {wrong.start}"
        return {}, [Problem("error", "JSON", "", text, source)]
    except RecursionError:
        return {}, [
            Problem("error", "JSON", "", "the body must be JSON, and not be nested so deeply", source)
        ]
    except ValueError as wrong:
        return {}, [Problem("error", "JSON", "", f"the body must be JSON: {wrong}"[:LONGEST], source)]
    if not isinstance(resource, dict):
        return {}, [
            Problem(
                "error",
                "JSON",
                "",
                f"the body must be a JSON object, and is a {type(resource).__name__}",
                source,
            )
        ]
    return resource, []


def causes(error: jsonschema.ValidationError) -> list[jsonschema.ValidationError]:
    """Give what stands behind an error: where several shapes are lawful, what is wrong by the one that fits best."""
    if not error.context:
        return [error]
    branches: dict[Any, list[jsonschema.ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0] if inner.schema_path else None, []).append(inner)
    ranks = {name: _fit(branch) for name, branch in branches.items()}
    best = min(ranks.values())
    nearest = [name for name, rank in ranks.items() if rank == best]
    # Of two that fit as well, neither tells what was meant.
    return (
        [cause for inner in branches[nearest[0]] for cause in causes(inner)] if len(nearest) == 1 else [error]
    )


def _fit(branch: list[jsonschema.ValidationError]) -> tuple[bool, int]:
    """Say how badly a shape fits: one that wants a value of another type, or a constant, was hardly meant."""
    other = any(not error.path and error.validator in ("type", "const", "enum") for error in branch)
    return other, len(branch)


def in_words(error: jsonschema.ValidationError) -> str:
    """Say what is wrong and what was expected, with no more of the value than tells it from others."""
    shown = repr(error.instance)
    told = error.message
    if len(shown) > SHOWN and told.startswith(shown):
        told = f"{shown[:SHOWN]}…{told[len(shown) :]}"
    return told[:LONGEST]


class Shape:
    """The schema of one kind of resource, and the base FHIR resource that it is, such as Patient."""

    def __init__(self, folder: Path, name: str, resource_type: str, source: str) -> None:
        self.resource_type = resource_type
        self._folder, self._name, self._source = folder, name, source

    def keeps_to_all(self, resource: Mapping[str, Any]) -> bool:
        """Say whether a resource surely keeps to schema and base FHIR; where it may not, the other two judge."""
        try:
            return self._quick.is_valid(resource)
        except (
            ValueError
        ):  # half a surrogate pair, a number beyond its range, too deep: the others read those
            return False

    def schema_problems(self, resource: dict[str, Any]) -> list[Problem]:
        """Give what the schema says against a resource."""
        try:
            return [
                Problem("error", "SCHEMA", cause.json_path, in_words(cause), self._source)
                for error in self._full.iter_errors(resource)
                for cause in causes(error)
            ]
        except RecursionError:
            return [Problem("error", "JSON", "", "the body must not be nested so deeply", self._source)]

    def model_problems(self, resource: dict[str, Any]) -> list[Problem]:
        """Give what base FHIR R4 says against a resource."""
        # Imported here and not above: the models take a good part of a second, which most runs have no use for.
        from fhir.resources.R4B import get_fhir_model_class
        from pydantic import ValidationError

        try:
            get_fhir_model_class(self.resource_type).model_validate(resource)
        except ValidationError as wrong:
            return [
                Problem("error", "FHIR", ".".join(map(str, error["loc"])), error["msg"][:LONGEST], "FHIR R4B")
                for error in wrong.errors()
            ]
        except RecursionError:
            return [Problem("error", "JSON", "", "the body must not be nested so deeply", "FHIR R4B")]
        except (
            KeyError,
            TypeError,
        ):  # what the models raise on a contained resource of a type that there is not
            return [Problem("error", "FHIR", "", "a resource in it is of no type that FHIR has", "FHIR R4B")]
        return []

    @cached_property
    def _schemas(self) -> dict[str, dict[str, Any]]:
        paths = [BASE, *sorted(self._folder.glob("*.json"))]
        schemas = [json.loads(path.read_text("utf-8")) for path in paths]
        return {schema["$id"]: schema for schema in schemas}

    @cached_property
    def _full(self) -> jsonschema.Draft202012Validator:
        every = [(name, Resource.from_contents(schema)) for name, schema in self._schemas.items()]
        registry: Registry[Any] = Registry().with_resources(every)
        return jsonschema.Draft202012Validator(self._schemas[self._name], registry=registry)

    @cached_property
    def _quick(self) -> jsonschema_rs.Draft202012Validator:
        both = [{"$ref": self._name}, {"$ref": f"{BASE_ID}#/$defs/{self.resource_type}"}]
        registry = jsonschema_rs.Registry(list(self._schemas.items()))
        return jsonschema_rs.Draft202012Validator({"allOf": both}, registry=registry)
