"""Tells in words what is wrong with data that a JSON Schema refuses, for the person who wrote the file.

A schema says what its patterns and bounds mean in `description`, and marks what may not be shown as
`writeOnly`.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from cpcs_harness.catalogue.yaml_file import Place, Unquoted

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_TYPES = {
    "string": "text",
    "array": "a list",
    "object": "a set of keys",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
}


class Schema:
    """A JSON Schema of draft 2020-12: compiled code passes what keeps to it, and jsonschema says what is wrong."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = schema

    @classmethod
    def of(cls, package: str, name: str, part: str = "") -> Schema:
        """The schema that lies beside a package's code, or one of its `$defs`."""
        schema = json.loads(resources.files(package).joinpath(name).read_text(encoding="utf-8"))
        return cls({"$ref": f"#/$defs/{part}", "$defs": schema["$defs"]} if part else schema)

    def errors(self, data: Any) -> Iterator[ValidationError]:
        """What data breaks of it."""
        if self._passes(data):
            return
        # Imported here and not above: what is right needs none of it.
        from jsonschema import Draft202012Validator, FormatChecker

        yield from Draft202012Validator(self._schema, format_checker=FormatChecker(["date"])).iter_errors(
            data
        )

    def _passes(self, data: Any) -> bool:
        try:
            return self._quick.is_valid(data)
        except ValueError:  # a value that JSON has not (`Unquoted`, a date), or one nested too deeply
            return False

    @cached_property
    def _quick(self) -> jsonschema_rs.Draft202012Validator:
        return jsonschema_rs.Draft202012Validator(self._schema, validate_formats=True)


def mistakes(schema: Schema, data: Any) -> Iterator[tuple[Place, str]]:
    """Each place at which data breaks its schema, with what is wrong there."""
    seen = set()
    for error in schema.errors(data):
        for mistake in _explain(error):
            if mistake not in seen:
                seen.add(mistake)
                yield mistake


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question that names the known word that begins with an unknown one, or is nearest; empty when none is near."""
    words = list(known)
    begun = [one for one in words if word and one.startswith(word)]
    near = begun or difflib.get_close_matches(word[:80], words, n=1)
    return f". Did you mean {near[0]!r}?" if near else ""


def shown(value: Any) -> str:
    """A value as it was written, short enough for a message."""
    if isinstance(value, Unquoted):
        value = value.written
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:76]} ..."


def _explain(error: ValidationError) -> Iterator[tuple[Place, str]]:
    place = tuple(error.absolute_path)
    value: Any = error.instance
    wanted: Any = error.validator_value
    schema: Any = error.schema
    if error.validator == "additionalProperties":
        known = schema.get("properties", {})
        for key in value:
            if key not in known:
                yield (*place, key), f"is not a key here{did_you_mean(key, known)}"
    elif error.validator == "required":
        for key in wanted:
            if key not in value:
                yield (*place, key), "is missing"
    elif error.validator != "enum" or isinstance(value, str):  # what is not text is told as such, once
        yield place, _phrase(str(error.validator), value, wanted, schema)


def _phrase(rule: str, value: Any, wanted: Any, schema: dict[str, Any]) -> str:
    match rule:
        case "type":
            return _wrong_type(value, wanted)
        case "enum":
            return f"{shown(value)} is not one of {', '.join(wanted)}"
        case "minLength" | "minItems" | "minProperties":
            return "is empty"
        case "maxItems" if wanted == 0:
            return str(schema.get("description", "must be empty"))
    described = f"is not {schema.get('description', f'what the schema asks for ({rule})')}"
    return described if schema.get("writeOnly") else f"{shown(value)} {described}"


def _wrong_type(value: Any, wanted: str) -> str:
    if isinstance(value, Unquoted) and not value.written:
        return "is empty"
    if isinstance(value, Unquoted) and wanted == "string":
        return f'{value.written} is not text as YAML reads it: write "{value.written}"'[:160]
    return f"is not {_TYPES[wanted]}"
