"""The judge of what a viewer sends to the Summary Care Record API."""

import copy
import json

import pytest
from fhir.resources.R4B import get_fhir_model_class

from checkout import SHARED
from cpcs_harness.formats.fhir.scr import LARGEST, problems
from scr_resources import ALERT, PERMISSION

EXAMPLES = SHARED / "specs" / "scr" / "components" / "examples"
PUBLISHED = {"AuditEvent": "alert", "SetPermission": "permission"}
MODELS = {"AuditEvent": "AuditEvent", "SetPermission": "Parameters", "DocumentReferenceBundle": "Bundle"}


def judged(resource, kind):
    return problems(json.dumps(resource).encode(), kind)


def changed(resource, where, value):
    found = copy.deepcopy(resource)
    at = found
    for key in where[:-1]:
        at = at[key]
    at[where[-1]] = value
    return found


@pytest.mark.skipif(not EXAMPLES.exists(), reason="shared/ is absent")
@pytest.mark.parametrize(("example", "kind"), PUBLISHED.items())
def test_the_published_example_has_no_problem(example, kind):
    assert problems((EXAMPLES / f"{example}.json").read_bytes(), kind) == ()


@pytest.mark.skipif(not EXAMPLES.exists(), reason="shared/ is absent")
@pytest.mark.parametrize(("example", "model"), MODELS.items())
def test_the_published_example_is_taken_by_fhir_resources_alone(example, model):
    get_fhir_model_class(model).model_validate_json((EXAMPLES / f"{example}.json").read_bytes())


@pytest.mark.parametrize(("resource", "kind"), [(ALERT, "alert"), (PERMISSION, "permission")])
def test_what_is_as_it_should_be_has_no_problem(resource, kind):
    assert judged(resource, kind) == ()


@pytest.mark.parametrize("kind", ["1", "2"])
@pytest.mark.parametrize("reason", ["1", "2", "3", "4", "5", "6"])
def test_three_pairs_of_type_and_reason_are_not_permitted(kind, reason):
    pair = changed(changed(ALERT, ("type", "code"), kind), ("subtype", 0, "code"), reason)

    assert bool(judged(pair, "alert")) == ((kind, reason) in {("1", "5"), ("2", "4"), ("2", "6")})


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("id",), ""),
        (("extension",), []),
        (("extension",), ALERT["extension"] * 2),
        (("type", "system"), "urn:other"),
        (("type", "code"), 2),
        (("subtype",), []),
        (("subtype",), ALERT["subtype"] * 2),
        (("recorded",), " "),
        (("agent",), ALERT["agent"][:2]),
        (("agent",), [*ALERT["agent"][:2], ALERT["agent"][1]]),
        (("agent", 0, "who", "identifier", "value"), "999 000 0018"),
        (("agent", 1, "requestor"), True),
        (("agent", 2, "role"), []),
        (("source", "observer", "identifier", "value"), "1427"),
        (("entity",), ALERT["entity"] * 2),
        (("entity", 0, "what", "identifier"), {}),
    ],
)
def test_an_alert_that_lacks_what_the_api_asks_for_is_told_where(where, value):
    found = judged(changed(ALERT, where, value), "alert")

    assert found
    assert {one.rule for one in found} == {"SCHEMA"}
    assert str(where[0]) in found[0].where


@pytest.mark.parametrize(("where", "value"), [(("recorded",), "yesterday"), (("made_up",), 1)])
def test_what_base_fhir_does_not_take_is_told_by_its_models(where, value):
    assert {one.rule for one in judged(changed(ALERT, where, value), "alert")} == {"FHIR"}


@pytest.mark.parametrize("contained", ["Nonsense", ["Patient"], None])
def test_a_contained_resource_of_no_type_of_fhir_is_a_problem(contained):
    alert = changed(ALERT, ("contained",), [{"resourceType": contained}])

    assert [one.rule for one in judged(alert, "alert")] == ["FHIR"]


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("resourceType",), "Bundle"),
        (("parameter",), []),
        (("parameter", 0, "name"), "setPermission"),
        (("parameter", 0, "part", 0, "valueString"), "9 99"),
        (("parameter", 0, "part", 1, "valueCoding", "code"), "Clear"),
        (("parameter", 0, "part", 1, "valueCoding", "system"), "urn:other"),
    ],
)
def test_a_permission_that_the_api_does_not_know_is_a_problem(where, value):
    assert judged(changed(PERMISSION, where, value), "permission")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"3", b"\xff", b"[" * 100_000, b" " * (LARGEST + 1)])
def test_what_is_no_json_object_is_one_problem(body):
    assert len(problems(body, "alert")) == 1


def test_an_alert_nested_as_deep_as_json_may_be_is_a_problem_and_breaks_nothing():
    for depth in range(940, 1000):
        body = f'{{"resourceType":"AuditEvent","id":{"[" * depth}{"]" * depth}}}'

        assert problems(body.encode(), "alert")
