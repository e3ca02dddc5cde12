"""Base FHIR R4 as a JSON Schema, compiled from the R4B models of fhir.resources: stricter than they are, never laxer.

What the schema takes, the models take; tests hold the two against each other. It leaves out what hardly any resource
has, so what it refuses may still be sound, and is for the models to judge. `python -m cpcs_harness.formats.fhir.base`
writes it anew, for another version of the models.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Any, get_args, get_origin

from fhir.resources.R4B import get_fhir_model_class
from fhir_core.utils import get_fhir_type_name, is_list_type, is_primitive_type

from cpcs_harness.formats.fhir.resource import BASE, BASE_ID

RESOURCES = ("AuditEvent", "Bundle", "OperationOutcome", "Parameters", "Patient", "RelatedPerson")
"""Those that are judged."""
IN_OTHERS = ("Patient", "RelatedPerson")
"""Those that stand in a bundle."""
ELEMENTS = frozenset(
    {
        *(
            "Address",
            "CodeableConcept",
            "Coding",
            "ContactPoint",
            "Extension",
            "FHIRPrimitiveExtension",
            "HumanName",
        ),
        *("Identifier", "Meta", "Period", "Reference"),
    }
)
"""Types of more than one resource. What is of another type, narrative and attachment too, is left to the models."""
_NESTING = frozenset({"extension", "part"})
_NESTED_IN = frozenset({"Extension", "ParametersParameter"})
_LEFT_OUT = frozenset(
    {"assigner", "contained", "fhir_comments", "implicitRules", "language", "modifierExtension"}
)

_DAY = (
    "[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|1[0-9]|2[0-8]))"
)
"""Without the days of leap years."""
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])"
_PART = "[12][0-9]{3}(-(0[1-9]|1[0-2]))?"
_WORDS = "[ -~\\u00c0-\\u024f]*"
"""Letters of Latin scripts; what else counts as a letter or a space, no two languages of patterns agree upon."""


def _text(pattern: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^({pattern})$", **more}


PRIMITIVES: Mapping[str, dict[str, Any]] = {
    "boolean": {"type": "boolean"},
    "canonical": _text("[!-~]+"),
    "code": _text("[!-~]+( [!-~]+)*"),
    "date": _text(f"{_DAY}|{_PART}"),
    "dateTime": _text(f"{_DAY}(T{_TIME})?|{_PART}"),
    "decimal": {"type": "number", "minimum": -1e15, "maximum": 1e15},
    "id": _text("[A-Za-z0-9.-]{1,64}"),
    "instant": _text(f"{_DAY}T{_TIME}"),
    "integer": {"type": "integer", "minimum": -2147483648, "maximum": 2147483647},
    "positiveInt": {"type": "integer", "minimum": 1, "maximum": 2147483647},
    "string": _text(f"{_WORDS}[!-~]{_WORDS}"),
    "unsignedInt": {"type": "integer", "minimum": 0, "maximum": 2147483647},
    "uri": _text("[!-~]+"),
    "url": _text("[a-z]+:[!-~]+"),
}
"""Values as JSON; a property of a primitive type that is not here is left to the models."""


@dataclass(frozen=True)
class _Type:
    """A resource, or an element of one."""

    model: Any
    is_inner: bool = False
    """Whether it stands in an extension or a part, and so may have none itself: nothing nests without end."""

    @property
    def name(self) -> str:
        return f"{self.model.__name__}{'.inner' if self.is_inner else ''}"

    def definition(self) -> dict[str, Any]:
        blank = self.model.model_construct()
        properties = {field.alias: _shape(field, name) for field, name, _ in self.fields()}
        required = [field.alias for field in self.model.model_fields.values() if field.is_required()]
        required += [name for name, _ in blank.get_required_fields()]
        if self.model.has_resource_base():
            properties["resourceType"] = {"const": self.model.get_resource_type()}
            required.append("resourceType")
        choices = [
            [name for name in names if name in properties]
            for names in blank.get_one_of_many_fields().values()
        ]
        return {
            "type": "object",
            "properties": dict(sorted(properties.items())),
            "required": sorted(required),
            "additionalProperties": False,
            "allOf": [_at_most_one(names) for names in choices if names],
        }

    def fields(self) -> Iterator[tuple[Any, str, _Type | None]]:
        """Give the fields that the schema has, each with the name of its type, and that type where it is an element."""
        for name, field in self.model.model_fields.items():
            if name in _LEFT_OUT or (self.is_inner and name in _NESTING):
                continue
            if is_primitive_type(field):
                primitive = get_fhir_type_name(field)
                if primitive in PRIMITIVES:
                    yield field, primitive, None
            elif is_list_type(field) or not field.alias.startswith(
                "_"
            ):  # why one value is absent, no PDS says
                model = _model_of(field)
                is_inner = self.is_inner or self.model.__name__ in _NESTED_IN
                if model.__name__ == "Resource" and not is_inner:
                    yield field, "Resource", None
                elif model.__name__ in ELEMENTS or model.__name__.startswith(self.model.__name__):
                    inner = _Type(model, is_inner)
                    yield field, inner.name, inner


def compiled() -> dict[str, Any]:
    """Compile the schema from the models; `$defs` has each resource and element by name."""
    definitions: dict[str, Any] = dict(PRIMITIVES)
    definitions["Resource"] = {"anyOf": [_reference(name) for name in IN_OTHERS]}
    waiting = [_Type(get_fhir_model_class(name)) for name in RESOURCES]
    while waiting:
        element = waiting.pop()
        if element.name not in definitions:
            definitions[element.name] = element.definition()
            waiting += [inner for _, _, inner in element.fields() if inner is not None]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": BASE_ID,
        "title": "Base FHIR R4, as much of it as the resources that are judged have",
        "$comment": "Written by cpcs_harness.formats.fhir.base from the R4B models of fhir.resources.",
        "$defs": dict(sorted(definitions.items())),
    }


def _model_of(field: Any) -> Any:
    inner = field.annotation
    while arguments := get_args(inner):
        inner = arguments[0]
    return inner.get_model_klass()


def _shape(field: Any, name: str) -> dict[str, Any]:
    shape: dict[str, Any] = _reference(name)
    if not is_list_type(field):
        return shape
    listed = field.annotation if get_origin(field.annotation) is list else get_args(field.annotation)[0]
    (item,) = get_args(listed)
    if NoneType in get_args(item):  # of a list of primitives, where extensions stand in a list beside
        shape = {"anyOf": [shape, {"type": "null"}]}
    return {"type": "array", "items": shape}


def _at_most_one(names: list[str]) -> dict[str, Any]:
    others = {name: {"properties": {other: False for other in names if other != name}} for name in names}
    return {"dependentSchemas": others}


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def as_text(schema: dict[str, Any]) -> str:
    """Write the schema, a definition a line."""
    rows = ",\n".join(f'    "{name}": {json.dumps(shape)}' for name, shape in schema["$defs"].items())
    head = json.dumps({**schema, "$defs": 0}, indent=2, ensure_ascii=False)
    return head.replace('"$defs": 0', f'"$defs": {{\n{rows}\n  }}') + "\n"


if __name__ == "__main__":
    BASE.write_text(as_text(compiled()), "utf-8")
