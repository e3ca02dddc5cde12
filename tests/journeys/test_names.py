"""Each step says whom it is about, by the candidate's own name for the referral, once that is known."""

import pytest

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.drivers.description import described_actions, takes_referral
from cpcs_harness.journeys.names import Names

DONE = Outcome("done")


@pytest.fixture
def names():
    """Give the names of a journey that has seen one row of the worklist."""
    names = Names()
    names.row("D1", {"referral": "r1"})
    return names


def test_what_is_done_about_a_referral_is_about_the_document_it_was_found_by(names):
    assert names.about("complete", "r1") == "D1"


@pytest.mark.parametrize("name", [None, "", "r2"])
def test_a_referral_that_nobody_named_is_about_nothing(names, name):
    names.row("D9", {"referral": None})

    assert names.about("complete", name) == ""


@pytest.mark.parametrize("action", ["worklist", "sign_in", "export_records", "no_such_action"])
def test_what_takes_no_referral_is_about_nothing(names, action):
    assert names.about(action, "r1") == ""


def test_a_later_document_of_the_same_referral_changes_nobody(names):
    names.row("D2", {"referral": "r1"})
    names.done("open_referral", "r1", "D2", DONE)

    assert names.about("complete", "r1") == "D1"


def test_what_was_opened_or_keyed_in_is_known_from_then_on(names):
    names.done("open_referral", "r2", "D2", DONE)
    names.done("key_referral", None, "D3", Outcome("done", observation={"referral": "r3"}))

    assert [names.about("complete", name) for name in ("r2", "r3")] == ["D2", "D3"]


@pytest.mark.parametrize(
    ("action", "outcome"),
    [("find_pharmacies", DONE), ("key_referral", Outcome("refused")), ("key_referral", DONE)],
)
def test_a_label_or_what_was_not_done_names_nothing(names, action, outcome):
    names.done(action, "r4" if action != "key_referral" else None, "a label", outcome)

    assert names.about("complete", "r4") == ""


def test_most_actions_are_about_a_referral_and_some_are_not():
    with_one = {action for action in described_actions() if takes_referral(action)}

    assert {"complete", "notify_gp", "submit_claims", "find_patient"} <= with_one
    assert {"worklist", "key_referral", "view_outbox", "set_clock"}.isdisjoint(with_one)
