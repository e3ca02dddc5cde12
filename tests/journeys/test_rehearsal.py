"""A journey can be gone through without a candidate: nothing is sent, and all that it asks is told."""

import pytest

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.journeys.rehearsal import Rehearsal, rehearse
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.fixtures import fixture

CATALOGUE = load_catalogue()
OPTIONS = {
    requirement.id: requirement.options for requirement in CATALOGUE.requirements if requirement.options
}
MEDICINES = [row["role"] for row in fixture("medicines")]


@pytest.fixture(scope="module")
def environment():
    return make_environment(1)


def told(name, environment):
    return rehearse(all_journeys()[name], OPTIONS, MEDICINES, environment).steps


@pytest.mark.parametrize("name", all_journeys())
def test_every_journey_comes_to_its_end_and_each_step_does_something(name, environment):
    steps = told(name, environment)

    assert [step.name for step in steps if not step.acts] == []
    assert any(act.kind == "asked" for step in steps for act in step.acts)


def test_the_steps_are_those_of_a_run_and_in_order(environment):
    steps = told("urgent-medicine-supplied", environment)
    asked = [act.name for step in steps for act in step.acts if act.kind == "asked"]

    assert steps[0].name == "The pharmacist signs in and is enrolled by hand"
    assert asked[:2] == ["sign_in", "enrol_pharmacist"]
    assert asked.index("open_referral") < asked.index("find_patient") < asked.index("supply_medicine")
    assert asked[-2:] == ["worklist", "open_referral"]


def needed(name, environment):
    return {act.name for step in told(name, environment) for act in step.acts if act.needed}


def test_an_action_without_which_the_journey_stops_is_told_from_one_that_may_fail(environment):
    acts = [act for step in told("urgent-medicine-supplied", environment) for act in step.acts]

    assert needed("urgent-medicine-supplied", environment) == {"worklist"}
    assert {"sign_in", "find_patient", "supply_medicine", "submit_claims"} <= {act.name for act in acts}


def test_no_journey_stops_for_want_of_an_action_that_others_can_do_without(environment):
    stop = {name: needed(name, environment) - {"worklist"} for name in all_journeys()}

    assert {name: actions for name, actions in stop.items() if actions} == {
        name: {"restart"} if "restart" in name else {"record_consultation"}
        for name in stop
        if name.startswith(("referral-survives-restart", "identity-service-down"))
    }


def test_what_is_sent_and_made_to_go_wrong_is_told_by_its_name(environment):
    sent = [act for step in told("nhs111-lawful-variants-mi", environment) for act in step.acts]
    trouble = [act for step in told("pds-trouble-mi", environment) for act in step.acts]

    assert "chunked" in {act.detail for act in sent if act.kind == "sent"}
    assert "rate-limited-retry-after" in {act.detail for act in trouble if act.kind == "trouble"}


def test_who_acts_in_another_role_is_told(environment):
    acts = [act for step in told("pds-people-mi", environment) for act in step.acts]

    assert "as counter-assistant" in {act.detail for act in acts if act.name == "find_patient"}


def test_it_is_the_same_each_time(environment):
    assert told("nhs111-exploration-mi", environment) == told("nhs111-exploration-mi", environment)


@pytest.fixture
def sent(monkeypatch):
    """Give what journeys would have sent, as they are gone through."""
    found, note = [], Rehearsal._send

    def sending(stage, sender, referral, detail):
        found.append(referral)
        return note(stage, sender, referral, detail)

    monkeypatch.setattr(Rehearsal, "_send", sending)
    return found


@pytest.mark.parametrize("name", all_journeys())
def test_no_message_id_is_of_two_documents(name, environment, sent):
    """Who knows a repeat by its message's id takes what comes under one that was used for the same once more."""
    told(name, environment)

    documents = {}
    for referral in sent:
        documents.setdefault(getattr(referral, "message_id", None), set()).add(referral.document_id)
    documents.pop(None, None)
    assert [of for of in documents.values() if len(of) > 1] == []
