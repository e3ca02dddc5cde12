"""An observation is held to the types that control-api.yaml describes, and to nothing else of it."""

import pytest

from cpcs_harness.drivers.description import described_actions, described_observation
from cpcs_harness.drivers.observation_shape import shape_of, why_malformed

TYPED = {"type", "enum", "const", "items", "properties", "allOf"}
"""Keywords of a description that the shape comes from."""
UNTYPED = {
    "contentEncoding",
    "description",
    "examples",
    "format",
    "pattern",
    "required",
    "if",
    "then",
    "else",
}
"""Keywords that say nothing of types; in if, then and else only what is required may stand."""
ACTIONS = described_actions()


def schemas_in(schema):
    """Give a schema and every schema in it."""
    inner = [*schema.get("properties", {}).values(), *schema.get("allOf", [])]
    inner += [schema["items"]] if "items" in schema else []
    return [schema, *(found for one in inner for found in schemas_in(one))]


def names_in(schema, here=""):
    """Give the path of every property in a schema."""
    found = {f"{here}/{name}" for name in schema.get("properties", {})}
    for name, inner in schema.get("properties", {}).items():
        found |= names_in(inner, f"{here}/{name}")
    for inner in (*schema.get("allOf", ()), *([schema["items"]] if "items" in schema else [])):
        found |= names_in(inner, here)
    return found


@pytest.mark.parametrize("action", ACTIONS)
def test_everything_that_is_described_has_a_shape(action):
    described, shape = described_observation(action), shape_of(action)

    assert names_in(shape) == names_in(described)
    assert [one for one in schemas_in(shape) if "type" not in one and "allOf" not in one] == []


@pytest.mark.parametrize("action", ACTIONS)
def test_no_description_says_a_type_in_a_way_that_is_not_read(action):
    unread = {key for schema in schemas_in(described_observation(action)) for key in schema} - TYPED - UNTYPED
    asked = {
        key
        for schema in schemas_in(described_observation(action))
        for case in ("then", "else")
        for key in schema.get(case, {})
    }

    assert unread == set()
    assert asked <= {"required", "anyOf"}


@pytest.mark.parametrize("action", ACTIONS)
def test_what_is_absent_or_not_described_is_no_matter_of_shape(action):
    assert why_malformed(action, {}) == ""
    assert why_malformed(action, {"of_their_own": [{"any": 1}]}) == ""


@pytest.mark.parametrize(
    ("action", "observation"),
    [
        ("find_patient", {"outcome": "something else", "message": None}),  # any text, in place of its enum
        (
            "enrol_pharmacist",
            {"gphc_number": "12", "enrolled": False},
        ),  # nor is a pattern or a const its matter
        ("worklist", {"referrals": [{"referral": 7, "version": None, "nhs_number": None}]}),
        ("open_referral", {"adopted_patient": None, "practice": None, "notices": None, "urgency": None}),
        ("find_pharmacies", {"providers": [{"distance_miles": 0.2, "service_id": 1}]}),
        ("an_action_of_nobodys", {"referrals": 1}),
    ],
)
def test_a_value_of_the_right_type_will_do(action, observation):
    assert why_malformed(action, observation) == ""


@pytest.mark.parametrize(
    ("action", "observation", "told"),
    [
        ("worklist", {"referrals": None}, "$.referrals: None is not of type 'array'"),
        ("worklist", {"referrals": [{"referral": None}]}, "$.referrals[0].referral: None is not of type"),
        ("open_referral", {"patient": None}, "$.patient: None is not of type 'object'"),
        (
            "open_referral",
            {"sections": [{"title": 1}]},
            "$.sections[0].title: 1 is not of type 'string', 'null'",
        ),
        (
            "find_pharmacies",
            {"providers": [{"address": [None]}]},
            "$.providers[0].address[0]: None is not of",
        ),
        (
            "record_consent",
            {"share_with_gp": "yes"},
            "$.share_with_gp: 'yes' is not of type 'boolean', 'null'",
        ),
        ("complete", {"status": True}, "$.status: True is not of type 'string', 'null'"),
    ],
)
def test_a_value_of_another_type_is_told_by_its_place(action, observation, told):
    assert why_malformed(action, observation).startswith(told)
