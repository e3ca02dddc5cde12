"""Of two patients who were born on one day each has their own searches; what a self-test alone shows passes nothing."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.pds import test_requests as checks_of_requests
from cpcs_harness._content.conformance.pds import test_tokens as checks_of_tokens
from cpcs_harness._content.conformance.pds._requests import calls_about
from cpcs_harness.errors import NotMet, NotShown
from pds_evidence import call, evidence, person


def test_of_two_who_were_born_on_one_day_each_has_their_own_searches():
    searches = [
        call(1, [("family", "sedge"), ("birthdate", "eq1970-03-04")]),
        call(2, [("family", "rush*"), ("birthdate", "eq1970-03-04")]),
        call(3, [("family", "Of no one"), ("birthdate", "eq1970-03-04")]),
    ]
    (journey,) = evidence(searches, sedge=person("sedge"), rush=person("rush")).each()

    assert [one.seq for one in calls_about(journey, "sedge")] == [1, 3]
    assert [one.seq for one in calls_about(journey, "rush")] == [2, 3]


def self_tested(*ids):
    """Give the evidence of a run in which only a self-test called PDS, with these ids."""
    calls = [call(seq, path="/9000000009") for seq, _ in enumerate(ids, 1)]
    for asked, request_id in zip(calls, ids, strict=True):
        asked.request.header = lambda _name, said=request_id: said

    def none_in_journeys(_service):
        raise NotShown("no journey has a call to PDS")

    run = {"oauth": [], "scr": [], "pds": calls}
    return SimpleNamespace(
        of_run=lambda service, _operation=None, **_: run[service], exchanges=none_in_journeys
    )


ONE, OTHER = "6b1f6f2c-7f4e-4c7a-9c59-1c2f1b3f0a11", "0d0b1e58-1a3c-4b8e-8f0a-4a9d5f6c7b22"


@pytest.mark.parametrize(
    "check",
    [
        checks_of_requests.test_every_request_has_an_id_of_its_own,
        checks_of_tokens.test_a_token_is_used_again_while_it_lasts,
    ],
)
def test_the_calls_of_a_self_test_alone_pass_nothing(check):
    with pytest.raises(NotShown):
        check(self_tested(ONE, OTHER))


def test_what_is_wrong_in_a_self_test_is_a_failure_all_the_same():
    with pytest.raises(NotMet):
        checks_of_requests.test_every_request_has_an_id_of_its_own(self_tested("not-a-uuid"))
