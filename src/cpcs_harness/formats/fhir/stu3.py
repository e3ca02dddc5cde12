"""Which elements each type of FHIR STU3 has, and which elements of a message in XML it has not.

Source: HL7 FHIR 3.0.2, XML representation, as fhir.resources models it. `python -m cpcs_harness.formats.fhir.stu3`
writes the table anew: by type, its elements, each with the name of its type, or nothing where that is primitive.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

from lxml import etree

from cpcs_harness._content import ROOT

TABLE = ROOT / "fixtures" / "schemas" / "fhir" / "stu3.json"
FHIR, XHTML = "http://hl7.org/fhir", "http://www.w3.org/1999/xhtml"
ANY = ("Resource", "DomainResource")
"""Types of an element that holds a resource of any type."""
Types = Mapping[str, Mapping[str, str]]


@cache
def types() -> Types:
    """Read the table: elements by type."""
    read: Types = json.loads(TABLE.read_text(encoding="utf-8"))
    return read


def unknown_elements(resource: etree._Element) -> list[str]:
    """Name the elements of a resource, and of those within it, that FHIR STU3 has not, each with where it stands."""
    return list(_of_resource(resource, ""))


def _of_resource(node: etree._Element, place: str) -> Iterator[str]:
    name = etree.QName(node)
    here = f"{place}.{name.localname}".lstrip(".")
    if name.namespace == FHIR and "implicitRules" in types().get(name.localname, ()):
        yield from _of_type(node, name.localname, here)
    else:
        yield here


def _of_type(node: etree._Element, kind: str, place: str) -> Iterator[str]:
    known = types()[kind]
    for child in node.iterchildren(etree.Element):
        name = etree.QName(child)
        here = f"{place}.{name.localname}"
        if name.namespace == XHTML and kind == "Narrative":
            continue
        if name.namespace != FHIR or name.localname not in known:
            yield here
        elif known[name.localname] in ANY:
            for held in child.iterchildren(etree.Element):
                yield from _of_resource(held, here)
        else:  # a primitive element holds extensions at most
            yield from _of_type(child, known[name.localname] or "FHIRPrimitiveExtension", here)


def compiled() -> dict[str, dict[str, str]]:
    """Compile the table from the models of all resources and of what they are made of."""
    from fhir.resources.STU3 import (
        fhirtypes,
        get_fhir_model_class,
    )  # models are loaded to write the table alone

    waiting = [get_fhir_model_class("Bundle"), get_fhir_model_class("FHIRPrimitiveExtension")]
    waiting += [
        model
        for name in dir(fhirtypes)
        if name.endswith("Type")
        and (model := _model(getattr(fhirtypes, name))) is not None
        and model.has_resource_base()
    ]
    found: dict[str, dict[str, str]] = {}
    while waiting:
        model = waiting.pop()
        if model.__name__ not in found:
            of = dict(_elements(model))
            found[model.__name__] = {name: inner.__name__ if inner else "" for name, inner in of.items()}
            waiting += [inner for inner in of.values() if inner is not None]
    return dict(sorted(found.items()))


def as_text(table: Types) -> str:
    """Write the table, a line for each type."""
    lines = (f"{json.dumps(name)}: {json.dumps(elements)}" for name, elements in table.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _elements(model: Any) -> Iterator[tuple[str, Any]]:
    from fhir_core.utils import is_primitive_type

    fields = {field.alias: field for field in model.model_fields.values()}
    for name in model.elements_sequence():
        if (field := fields.get(name)) is not None:
            yield name, None if is_primitive_type(field) else _model(_innermost(field.annotation))


def _innermost(annotation: Any) -> Any:
    while arguments := get_args(annotation):
        annotation = arguments[0]
    return annotation


def _model(kind: Any) -> Any:
    """Give the model of a type; None for what has none, as primitive types."""
    try:
        return kind.get_model_klass()
    except (AttributeError, KeyError, ValueError):
        return None


if __name__ == "__main__":
    TABLE.write_text(as_text(compiled()), encoding="utf-8")
