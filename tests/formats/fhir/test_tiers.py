"""The two tiers of the judges of FHIR: what the quick one takes, jsonschema and the models of fhir.resources take."""

import copy
import json
from dataclasses import replace

import jsonschema_rs
import pytest
from fhir.resources.R4B import get_fhir_model_class
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cpcs_harness._content.mocks.pds.record import patient
from cpcs_harness.formats.fhir import pds, scr
from cpcs_harness.formats.fhir.base import as_text, compiled
from cpcs_harness.formats.fhir.resource import BASE
from cpcs_harness.mockkit.fault_menu import fault_menu
from explore import explored
from pds_resources import FULL, RELATED, STATES, related, searched
from scr_resources import ALERT, PERMISSION

SHAPES = {**pds.SHAPES, **scr.SHAPES}
SOUND = [
    *(("patient", patient(record)) for record in STATES.values()),
    ("search", searched(FULL, STATES["plain"])),
    ("search", searched()),
    ("related", related(replace(FULL, relations=RELATED))),
    ("outcome", json.loads(fault_menu("pds")["unavailable"]["body"])),
    ("alert", ALERT),
    ("permission", PERMISSION),
]
SCHEMA = json.loads(BASE.read_text("utf-8"))
NAMES = sorted(
    {name for shape in SCHEMA["$defs"].values() for name in shape.get("properties", {})} | {"madeUp"}
)
STRANGE = [
    *(
        "",
        " ",
        "\n",
        "a\n",
        "\x85",
        "\x1c",
        "\u2028",
        "\ufeff",
        "\ud800",
        "a  b",
        "\uff11",
        "caf\u00e9",
        "x" * 300,
    ),
    *(
        "9990000018\n",
        "2024-02-30",
        "2023-02-29",
        "2024-02-29",
        "0000-01-01",
        "1999-13",
        "2024-01-01T24:00:00Z",
    ),
    *("2024-01-01T10:00:00", "2024-01-01T10:00:00+14:00", "2016-12-31T23:59:60Z", "2024", "urn:x y", "true"),
    *(None, True, False, 0, -1, 1, 1.0, 0.5, 1e308, 2**31, 2**63, 10**40, float("nan"), float("inf")),
    *(
        [],
        {},
        [None],
        [[]],
        [""],
        {"extension": []},
        {"url": "urn:x", "valueString": "x", "valueBoolean": True},
    ),
    *({"url": "urn:x", "extension": [{"url": "y", "valueDate": "2020"}]}, {"resourceType": "Patient"}),
]


def places(value, path=()):
    """Give the path to each value inside a value, to objects and lists too."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*path, key))


@st.composite
def spoilt(draw):
    """Draw a kind of resource, and one of it with up to three edits."""
    kind, resource = draw(st.sampled_from(SOUND))
    resource = copy.deepcopy(resource)
    for _ in range(draw(st.integers(1, 3))):
        if resource:
            edit(draw, resource)
    return kind, resource


def edit(draw, resource):
    """Replace, take away, repeat or add one thing."""
    *way, last = draw(st.sampled_from([path for path in places(resource) if path]))
    holder = resource
    for key in way:
        holder = holder[key]
    values = st.one_of(st.sampled_from(STRANGE), st.just(holder[last]), st.text(max_size=3), st.integers())
    how = draw(st.sampled_from(["replace", "take away", "add"]))
    if how == "take away":
        del holder[last]
    elif how == "replace":
        holder[last] = copy.deepcopy(draw(values))
    elif isinstance(holder, list):
        holder.append(copy.deepcopy(draw(values)))
    else:
        holder[draw(st.sampled_from(NAMES))] = copy.deepcopy(draw(values))


def is_base_fhir(kind, resource):
    try:
        get_fhir_model_class(SHAPES[kind].resource_type).model_validate(resource)
    except (ValidationError, KeyError, TypeError):  # the others: of a resource of no type that there is
        return False
    return True


@explored(200)
@given(spoilt())
def test_what_the_quick_tier_takes_schema_and_models_take(case):
    kind, resource = case
    if SHAPES[kind].keeps_to_all(resource):
        assert SHAPES[kind].schema_problems(resource) == []
        assert SHAPES[kind].model_problems(resource) == []


@explored(200)
@given(spoilt())
def test_what_the_schema_of_base_fhir_takes_the_models_take(case):
    kind, resource = case
    if taken_by_base(kind, resource):
        assert is_base_fhir(kind, resource)


def taken_by_base(kind, resource):
    schema = {**SCHEMA, "$ref": f"#/$defs/{SHAPES[kind].resource_type}"}
    try:
        return jsonschema_rs.is_valid(schema, resource)
    except ValueError:
        return False


@pytest.mark.parametrize(("kind", "resource"), SOUND)
def test_what_is_sound_needs_no_second_tier(kind, resource):
    assert SHAPES[kind].keeps_to_all(resource)


def test_an_extension_nested_deeply_is_judged_by_the_models_alike():
    for depth in range(1, 160, 3):
        resource = patient(FULL)
        resource["extension"] = [nested(depth)]
        if SHAPES["patient"].keeps_to_all(resource):
            assert SHAPES["patient"].model_problems(resource) == []


def nested(depth):
    inner = {"url": "urn:x", "valueString": "x"}
    for _ in range(depth):
        inner = {"url": "urn:x", "extension": [inner]}
    return inner


def test_the_schema_of_base_fhir_is_what_the_models_compile_to():
    assert BASE.read_text("utf-8") == as_text(compiled())
