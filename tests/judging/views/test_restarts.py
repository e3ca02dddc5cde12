"""A restart of which nothing was seen is none, whatever the candidate said."""

import pytest

from cpcs_harness.errors import NotShown
from cpcs_harness.evidence import events
from cpcs_harness.judging.views.run import RunView
from recorded import Evidence


@pytest.fixture
def run_of():
    """Makes a run of one journey in which the candidate was restarted, once for each of these."""

    def run_of(*seen):
        written = Evidence()
        written.add(
            events.Issued({"pathway": "p", "premises": {"ods": "FA101"}, "person": {}, "report": {}}), "j"
        )
        for said in seen:
            written.seen("restart")
            if said is not None:
                written.add(events.Restarted(said, "nobody saw it"), "j")
        return RunView(written)

    return run_of


def test_one_that_was_seen_is_done(run_of):
    assert [view.status for view in run_of(True).journey("j", []).observations("restart")] == ["done"]


def test_one_that_nobody_saw_is_not_shown_and_says_why(run_of):
    run = run_of(False)

    with pytest.raises(NotShown, match="restart ended unseen: nobody saw it"):
        run.journey("j", []).observations("restart")
    assert run.acts == []


def test_only_the_one_that_nobody_saw_is_none(run_of):
    assert [view.status for view in run_of(True, False).journey("j", []).seen] == ["done", "unseen"]


def test_evidence_of_a_harness_that_did_not_look_stays_as_it_was(run_of):
    assert [view.status for view in run_of(None).journey("j", []).seen] == ["done"]
