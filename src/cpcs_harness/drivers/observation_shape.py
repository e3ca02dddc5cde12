"""Holds an observation against the shape that the control API gives it: a check must be able to read it.

A quick validator passes what is well-formed; what it does not pass goes to jsonschema, which decides and says why.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema
import jsonschema_rs


def why_malformed(action: str, observation: Mapping[str, Any]) -> str:
    """Say what is wrong with an observation's types; empty when nothing is."""
    schema = _schema(action)
    if schema is None or _is_quickly_passed(action, observation):
        return ""
    errors = jsonschema.Draft202012Validator(schema).iter_errors(dict(observation))
    error = next(iter(errors), None)
    return "" if error is None else f"{error.json_path}: {error.message[:200]}"


def _is_quickly_passed(action: str, observation: Mapping[str, Any]) -> bool:
    try:
        return bool(_quick(action).is_valid(dict(observation)))
    except ValueError:  # half a surrogate pair, a number beyond its range: the other one reads those
        return False


@cache
def _quick(action: str) -> Any:
    schema = _schema(action)
    return jsonschema_rs.Draft202012Validator(True if schema is None else schema)


@cache
def _schema(action: str) -> dict[str, Any] | None:
    document = json.loads(files("cpcs_harness.drivers").joinpath("observations.json").read_text("utf-8"))
    schema = document["actions"].get(action)
    return None if schema is None else {"$defs": document["$defs"], "type": "object", **schema}
