"""What nothing accounts for fails, and what may be somebody else's is laid to the environment."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.account import _accounted
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.judging.account import Entry, State
from sent import call


def entry(state=State.UNACCOUNTED, **more):
    return Entry(call("pds", "read_patient"), "pds", "who a patient is", (), state, "it names nobody", **more)


def test_what_is_accounted_for_is_right():
    _accounted.all_accounted_for([entry(State.ACCOUNTED), entry(State.SYSTEM), entry(State.EARLIER)])


def test_what_is_not_is_told_with_whose_credentials_it_bears():
    with pytest.raises(NotMet, match="it names nobody; to pds, by the credentials of FA101, as user 555"):
        _accounted.all_accounted_for([entry(recipient="pds", pharmacy="FA101", user="555")])


def test_what_may_be_somebody_elses_is_laid_to_the_environment():
    with pytest.raises(NotShown, match="something else reached the mock") as told:
        _accounted.all_accounted_for([entry(is_ours=False)])
    assert told.value.blame == "environment"


def test_the_candidates_own_comes_first():
    with pytest.raises(NotMet):
        _accounted.all_accounted_for([entry(is_ours=False), entry()])


def test_with_nothing_sent_nothing_is_shown():
    evidence = SimpleNamespace(
        only=None,
        of_run=lambda *_args, **_named: [],
        views=SimpleNamespace(read=lambda _: SimpleNamespace(entries=[]), connections=[]),
    )
    with pytest.raises(NotShown, match="nothing was sent to cks"):
        _accounted.entries_of(evidence, "cks")


def of_connections(*entries):
    """Give the evidence of a run in which connections without a request are all that came."""
    return SimpleNamespace(
        only=None,
        of_run=lambda *_args, **_named: [],
        looked_at=[],
        views=SimpleNamespace(
            read=lambda _: SimpleNamespace(entries=entries), connections=[entry.call for entry in entries]
        ),
    )


def test_connections_alone_show_nothing_of_what_is_sent():
    with pytest.raises(NotShown, match="nothing was sent to pds"):
        _accounted.entries_of(of_connections(entry(State.SYSTEM)), "pds")


def test_a_connection_that_brought_something_strange_is_looked_at():
    evidence = of_connections(strange := entry())

    assert _accounted.entries_of(evidence, "pds") == [strange]
    assert evidence.looked_at == [strange.call.id]
