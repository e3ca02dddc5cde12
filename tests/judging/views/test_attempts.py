"""A journey that was carried out again is looked at as it went last, and by itself as it had gone before."""

import pytest

from cpcs_harness.evidence import events
from cpcs_harness.judging.views.run import RunView
from recorded import Evidence


@pytest.fixture
def run():
    """A run of one journey in two attempts, which saw a screen each."""
    written = Evidence()
    for attempt in ("j", "j/2"):
        issued = {"pathway": "p", "premises": {"ods": "FA101"}, "person": {}, "report": {}}
        written.add(events.Issued(issued), attempt)
        written.seen("worklist", journey=attempt)
    return RunView(written)


def test_the_last_attempt_counts(run):
    assert run.journey("j", []).id == "j/2"


def test_the_former_attempt_is_looked_at_where_it_is_asked_for(run):
    assert run.of_former_attempts().journey("j", []).id == "j"


def test_what_was_shown_is_the_same_in_both(run):
    former = run.of_former_attempts()

    assert former.seen is run.seen
    assert [run.read(_shown_last), former.read(_shown_last)] == ["o5", "o3"]


def _shown_last(run):
    return run.journey("j", []).observation("worklist").id
