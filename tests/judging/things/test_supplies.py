"""Supplies read back: each that is drawn is known again from what was recorded of it, in one step or several."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys._steps import supplied
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.evidence.events import Issued
from cpcs_harness.judging.things.supplies import supplies
from cpcs_harness.people.plain import plain
from recorded_things import event, issued_with, run, step, values_of

DECLARED = {"urgent-medicine": "SALB", "tablets": "AMLO", "device": "SPAC"}


class Recorder:
    """Stands for a patient's referral on the screen: keeps what is done, and takes several items at once, or not."""

    def __init__(self, issued, several, declared):
        self.issued, self.several, self.steps = issued, several, [event(1, Issued(plain(issued)))]
        declaration = SimpleNamespace(medicines=declared)
        self.stage = SimpleNamespace(declaration=declaration, own_code=declared.__getitem__)

    def do(self, action, **given):
        status = "refused" if "items" in given and not self.several else "done"
        self.steps.append(step(len(self.steps) + 1, action, self.issued, status, **given))
        return SimpleNamespace(status=status)


def read_back(several=True, declared=DECLARED, **row):
    recorder = Recorder(issued_with("supply", **row), several, declared)
    supplied.supply(recorder)
    [found] = supplies(run(*recorder.steps))
    return found, recorder.steps


@pytest.mark.parametrize("several", [True, False], ids=["at once", "one after another"])
@pytest.mark.parametrize(("dimension", "value"), values_of("supply"))
def test_what_is_recorded_says_which_value_was_drawn(dimension, value, several):
    found, _ = read_back(several, **{dimension: value})

    known = conditions_of(found.facts, conditions(), "supply")
    assert Condition(dimension, value) in known
    assert len(known) == len(conditions().of_messages["supply"].dimensions)


def test_what_a_candidate_does_not_declare_is_not_supplied_and_not_said_to_be():
    found, _ = read_back(
        declared={"urgent-medicine": "SALB"},
        **{"items supplied": "three", "quantity supplied": "with a half"},
    )

    assert found.facts["items"] == "one"
    assert found.facts["quantity"] == "whole"


def test_all_steps_of_one_patient_are_one_supply():
    found, steps = read_back(several=False, **{"items supplied": "three"})

    assert found.facts["items"] == "three"
    assert found.events == {one.id for one in steps[2:]}
