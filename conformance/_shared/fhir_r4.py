"""Whether a body is a resource of FHIR R4, by the R4B models of fhir.resources (ADR-007), its codes too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from fhir.resources.R4B import get_fhir_model_class
from fhir_core.utils import get_fhir_type_name, is_primitive_type
from pydantic import BaseModel, ValidationError

from cpcs_harness.judging.in_words import in_words

ISSUE_TYPES = (
    *("invalid", "structure", "required", "value", "invariant"),
    *("security", "login", "unknown", "expired", "forbidden", "suppressed"),
    *("processing", "not-supported", "duplicate", "multiple-matches", "not-found", "deleted", "too-long"),
    *("code-invalid", "extension", "too-costly", "business-rule", "conflict"),
    *("transient", "lock-error", "no-store", "exception", "timeout", "incomplete", "throttled"),
    "informational",
)
"""FHIR R4, value set issue-type: all that OperationOutcome.issue.code may be."""
_OPEN = {"etc.", "+"}
"""One of these stands at the end of a list of codes that is not all of them."""


@lru_cache(maxsize=4096)
def why_no_resource(body: bytes, kind: str) -> str:
    """Say what is wrong with a body as a resource of a type, such as Claim; empty when nothing is."""
    try:
        read = get_fhir_model_class(kind).model_validate_json(body)
        return next(_strange_codes(read, ""), "") or next(_unreferenced(json.loads(body)), "")
    except ValidationError as wrong:
        first = wrong.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc']) or 'the body'}: {first['msg']}"
    except (KeyError, TypeError):  # what the models raise on a resource within it of a type that there is not
        return "a resource in it is of no type that FHIR has"
    except RecursionError:
        return "the body: it is nested too deeply"


def _strange_codes(element: BaseModel, path: str) -> Iterator[str]:
    """Say which elements have a code that is not of the value set that FHIR binds them to: the models take any."""
    known = _codes_of(type(element))
    for name in element.model_fields_set:
        value, place = getattr(element, name), f"{path}{name}"
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, BaseModel):
                yield from _strange_codes(one, f"{place}.")
            elif name in known and one is not None and one not in known[name]:
                yield f"{place}: {in_words(one)} is none of {', '.join(known[name])}"


def _unreferenced(resource: Any) -> Iterator[str]:
    """Say what is contained and not referred to, and does not refer to what contains it (FHIR R4, dom-3)."""
    for entry in resource.get("entry") or ():
        yield from _unreferenced(entry.get("resource") or {})
    said = {*_texts(resource)}
    for one in resource.get("contained") or ():
        if f"#{one.get('id')}" not in said and "#" not in {*_texts(one)}:
            yield f"contained: nothing refers to {one.get('resourceType')} {in_words(one.get('id'))} (dom-3)"


def _texts(value: Any) -> Iterator[str]:
    """Give every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in held:
        yield from _texts(one)


@cache
def _codes_of(model: type[BaseModel]) -> Mapping[str, tuple[str, ...]]:
    """Give the codes of each element of a type whose value set FHIR has closed."""
    listed: dict[str, Any] = {
        name: (field.json_schema_extra or {}).get("enum_values")  # type: ignore[union-attr]  # never a function there
        for name, field in model.model_fields.items()
        if is_primitive_type(field) and get_fhir_type_name(field) == "code"
    }
    closed = {name: tuple(codes) for name, codes in listed.items() if codes and not _OPEN & {*codes}}
    return closed | ({"code": ISSUE_TYPES} if model.__name__ == "OperationOutcomeIssue" else {})
