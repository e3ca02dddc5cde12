"""Holds an observation against the shape that the control API gives it: a check must be able to read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema


def why_malformed(action: str, observation: Mapping[str, Any]) -> str:
    """Say what is wrong with an observation's types; empty when nothing is."""
    validator = _validator(action)
    error = None if validator is None else next(iter(validator.iter_errors(dict(observation))), None)
    return "" if error is None else f"{error.json_path}: {error.message[:200]}"


@cache
def _validator(action: str) -> Any:
    document = json.loads(files("cpcs_harness.drivers").joinpath("observations.json").read_text("utf-8"))
    schema = document["actions"].get(action)
    if schema is None:
        return None
    return jsonschema.Draft202012Validator({"$defs": document["$defs"], "type": "object", **schema})
