"""The description of the control API, docs/reference/control-api.yaml: what each action shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import yaml

from cpcs_harness._content import ROOT

DESCRIPTION = "docs/reference/control-api.yaml"
_ACTIONS = "/control/v1/actions/"
_RESULTS = "results/{id}"


def described_actions() -> tuple[str, ...]:
    """Give the names of all actions, in the order of the description."""
    return tuple(_observations())


def described_observation(action: str) -> Mapping[str, Any] | None:
    """Give the JSON Schema of what an action shows, each `$ref` in it followed; None for an action of nobody's."""
    return _observations().get(action)


def services_asked() -> dict[str, list[str]]:
    """Give the national services that an action may have to ask, by action; one that asks none is left out."""
    return {name: item["post"]["x-asks"] for name, item in _actions().items() if "x-asks" in item["post"]}


def services_asked_where() -> dict[str, dict[str, dict[str, list[str]]]]:
    """Give what an action asks instead where an input has a value: by action, by input, then by value."""
    items = _actions().items()
    return {name: item["post"]["x-asks-where"] for name, item in items if "x-asks-where" in item["post"]}


@cache
def takes_referral(action: str) -> bool:
    """Say whether an action is described as one that is about a referral; False for an action of nobody's."""
    item = _actions().get(action)
    return item is not None and "string" in _types_of_referral(item)


def _types_of_referral(item: Mapping[str, Any]) -> list[str]:
    asked = item["post"]["requestBody"]["content"]["application/json"]["schema"]
    parts = [part.get("properties", {}).get("referral", {}) for part in asked["allOf"]]
    said = [part["type"] for part in parts if "type" in part]
    return [name for names in said for name in ([names] if isinstance(names, str) else names)]


def artefact_lists(action: str) -> tuple[str, ...]:
    """Give the lists in what an action shows whose members are files: their `content` is described as base64."""
    described = _observations().get(action, {}).get("properties", {})
    return tuple(key for key, inner in described.items() if _holds_files(inner))


def _holds_files(described: Mapping[str, Any]) -> bool:
    content = described.get("items", {}).get("properties", {}).get("content", {})
    return bool(content.get("contentEncoding") == "base64")


@cache
def _document() -> Mapping[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document: Mapping[str, Any] = yaml.load((ROOT / DESCRIPTION).read_bytes(), loader)  # noqa: S506 - a safe loader either way
    return document


def _actions() -> dict[str, Mapping[str, Any]]:
    paths = {path: item for path, item in _document()["paths"].items() if _ACTIONS in path}
    named = {path.removeprefix(_ACTIONS): item for path, item in paths.items()}
    return {name: item for name, item in named.items() if name != _RESULTS}


@cache
def _observations() -> dict[str, Mapping[str, Any]]:
    schemas = _document()["components"]["schemas"]
    return {name: _followed(_observation(item), schemas) for name, item in _actions().items()}


def _observation(item: Mapping[str, Any]) -> Any:
    answer = item["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    _, done = answer["allOf"]  # what every answer has, and what an action shows when it is done
    return done["then"]["properties"]["observation"]


def _followed(schema: Any, schemas: Mapping[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_followed(inner, schemas) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    return dict(_entries(schema, schemas))


def _entries(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in schema.items():
        if key == "$ref":
            yield from _followed(schemas[value.rpartition("/")[2]], schemas).items()
        else:
            yield key, _followed(value, schemas)
