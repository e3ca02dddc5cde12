"""Holds an observation against what the control API describes: a check must be able to read it.

Only types count, of what is there. Null stands for a text, number or yes-or-no that the candidate does not have; a list
or an object is null where its description says so. What is absent, and which values there are, is for the checks.

A quick validator passes what is well-formed; what it does not pass goes to jsonschema, which decides and says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import jsonschema
import jsonschema_rs

from cpcs_harness.drivers.description import described_observation

_SCALARS = {"string", "number", "integer", "boolean"}
_TYPE_OF = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}


def why_malformed(action: str, observation: Mapping[str, Any]) -> str:
    """Say what is wrong with an observation's types; empty when nothing is."""
    schema = shape_of(action)
    if schema is None or _is_quickly_passed(action, observation):
        return ""
    errors = jsonschema.Draft202012Validator(schema).iter_errors(dict(observation))
    error = next(iter(errors), None)
    return "" if error is None else f"{error.json_path}: {error.message[:200]}"


@cache
def shape_of(action: str) -> dict[str, Any] | None:
    """Give the JSON Schema of the types of what an action shows; None for an action that is not described."""
    described = described_observation(action)
    return None if described is None else _shape(described)


def _is_quickly_passed(action: str, observation: Mapping[str, Any]) -> bool:
    try:
        return bool(_quick(action).is_valid(dict(observation)))
    except ValueError:  # half a surrogate pair, a number beyond its range: the other one reads those
        return False


@cache
def _quick(action: str) -> Any:
    schema = shape_of(action)
    return jsonschema_rs.Draft202012Validator(True if schema is None else schema)


def _shape(described: Mapping[str, Any]) -> dict[str, Any]:
    shape: dict[str, Any] = {}
    if kinds := _types(described):
        shape["type"] = kinds
    if "items" in described:
        shape["items"] = _shape(described["items"])
    if "properties" in described:
        properties = described["properties"].items()
        shape["properties"] = {name: _or_null(_shape(inner)) for name, inner in properties}
    if "allOf" in described:
        shape["allOf"] = [_shape(inner) for inner in described["allOf"]]
    return shape


def _types(described: Mapping[str, Any]) -> str | list[str]:
    if "type" in described:
        kinds: str | list[str] = described["type"]
        return kinds
    values = [described["const"]] if "const" in described else described.get("enum", [])
    kinds = list(dict.fromkeys(_TYPE_OF[type(value)] for value in values))
    return kinds[0] if len(kinds) == 1 else kinds


def _or_null(shape: dict[str, Any]) -> dict[str, Any]:
    kind = shape.get("type")
    return {**shape, "type": [kind, "null"]} if isinstance(kind, str) and kind in _SCALARS else shape
