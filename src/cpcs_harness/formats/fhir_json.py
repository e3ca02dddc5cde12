"""A FHIR resource as JSON: read within bounds, and held against a schema, and
against base FHIR by the models of fhir.resources (ADR-007).
"""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator

from cpcs_harness.formats.problem import Problem

LONGEST = 200
"""Letters of what a judge says of one thing; a message may quote the resource."""


def read_resource(body: bytes, largest: int, source: str) -> tuple[dict[str, Any], list[Problem]]:
    """Read a resource of so many bytes at most; gives it, or what keeps it from being one."""
    if len(body) > largest:
        text = f"a resource may have {largest} bytes, and has {len(body)}"
        return {}, [Problem("error", "SIZE", "", text, source)]
    try:
        resource = json.loads(body)
    except (ValueError, RecursionError):
        return {}, [Problem("error", "JSON", "", "the body must be JSON", source)]
    if not isinstance(resource, dict):
        return {}, [Problem("error", "JSON", "", "the body must be a JSON object", source)]
    return resource, []


def schema_problems(resource: dict[str, Any], schema: Draft202012Validator, source: str) -> list[Problem]:
    """Give what a schema says against a resource."""
    try:
        return [
            Problem("error", "SCHEMA", error.json_path, error.message[:LONGEST], source)
            for error in schema.iter_errors(resource)
        ]
    except RecursionError:
        return [Problem("error", "JSON", "", "the body must not be nested so deeply", source)]


def model_problems(resource: dict[str, Any], model: str) -> list[Problem]:
    """Give what base FHIR R4 says against a resource that is to be of a kind such as Patient."""
    # Imported here and not above: the models take a good part of a second, which most runs have no use for.
    from fhir.resources.R4B import get_fhir_model_class
    from pydantic import ValidationError

    try:
        get_fhir_model_class(model).model_validate(resource)
    except ValidationError as wrong:
        return [
            Problem("error", "FHIR", ".".join(map(str, one["loc"])), one["msg"][:LONGEST], "FHIR R4B")
            for one in wrong.errors()
        ]
    except RecursionError:
        return [Problem("error", "JSON", "", "the body must not be nested so deeply", "FHIR R4B")]
    return []
