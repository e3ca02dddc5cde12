"""What is wrong with the example of a profile: it has to be one of what the rest of it says.

A schema says of a key by `keys_of` which keys it is of, and by `values_of` where the values of some are listed; of a
text by `json_of` which FHIR resource it is in JSON, and by `holds` where the words are listed that stand in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.catalogue.explain import shown
from cpcs_harness.catalogue.yaml_file import Place


def example_mistakes(schema: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """Find each mistake, with its place, as far as the data has the form of the schema."""
    for key, rule in schema["properties"].items():
        held = data.get(key)
        if isinstance(held, dict) and "keys_of" in rule:
            yield from _keys(key, held, rule["keys_of"], data)
            yield from _values(key, held, data.get(rule["values_of"]))
        if isinstance(held, str) and "json_of" in rule:
            yield from _resource(key, held, rule["json_of"])
            yield from _words(key, held, rule["holds"], data)


def _keys(
    key: str, held: Mapping[str, Any], sources: list[str], data: Mapping[str, Any]
) -> Iterator[tuple[Place, str]]:
    due = {name for source in sources if isinstance(data.get(source), dict) for name in data[source]}
    where = " or ".join(sources)
    for name in sorted(due - set(held)):
        yield (key,), f"has no {name}, which is in {where}"
    for name in sorted(set(held) - due):
        yield (key, name), f"is in neither of {where}"


def _resource(key: str, held: str, kind: str) -> Iterator[tuple[Place, str]]:
    try:
        read = json.loads(held)
    except (ValueError, RecursionError):
        yield (key,), "is no JSON"
        return
    if not isinstance(read, dict) or read.get("resourceType") != kind:
        yield (key,), f"is no {kind}: its resourceType is another one"


def _words(key: str, held: str, sources: list[str], data: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    for source in sources:
        listed = data.get(source)
        for name, word in listed.items() if isinstance(listed, dict) else ():
            if isinstance(word, str) and json.dumps(word) not in held:
                yield (key,), f"does not hold {shown(word)}, which is {name} of {source}"


def _values(key: str, held: Mapping[str, Any], lists: Any) -> Iterator[tuple[Place, str]]:
    for name, listed in lists.items() if isinstance(lists, dict) else ():
        words = list(listed.values()) if isinstance(listed, dict) else []
        if name in held and held[name] not in words:
            yield (key, name), f"{shown(held[name])} is none of {', '.join(map(str, words))}"
