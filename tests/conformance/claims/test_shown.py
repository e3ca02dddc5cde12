"""A claim is shown as accepted from MYS's answer on, and under the id that MYS gave."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.claims.test_shown import expect_not_taken, expect_taken
from cpcs_harness.errors import NotMet
from made_up import SeenCall, observed

SEEN = observed(20, "list_claims", {})


def check(*answers, shown="S1"):
    sent = [
        SimpleNamespace(seq=seq, response=SimpleNamespace(status=status, json=answer))
        for seq, status, answer in answers
    ]
    expect_taken(SimpleNamespace(sent=sent, name="the patient"), {"submission_id": shown}, SEEN)


TAKEN = {"submissionId": "S1"}


@pytest.mark.parametrize("shown", ["S1", ""])
def test_one_that_mys_took_passes(shown):
    check((10, 201, TAKEN), shown=shown)


def test_one_that_mys_took_at_last_passes():
    check((10, 422, {"message": "no"}), (15, 201, TAKEN))


def test_one_that_mys_has_already_passes():
    check((10, 0, TAKEN), (15, 409, TAKEN))


@pytest.mark.parametrize(
    "answers", [[], [(10, 422, {"message": "no"})], [(10, 0, TAKEN)], [(25, 201, TAKEN)]]
)
def test_one_that_mys_refused_or_has_not_answered_yet_does_not(answers):
    with pytest.raises(NotMet, match="not accepted"):
        check(*answers)


def test_one_under_another_id_does_not():
    with pytest.raises(NotMet, match="the id that MYS gave"):
        check((10, 201, TAKEN), shown="S2")


def check_refused(*answers, seen=SEEN, claiming=(), changes=()):
    sent, amending = (
        [
            SeenCall(seq=seq, fault=fault, gone=False, response=SimpleNamespace(status=status))
            for seq, status, fault in calls
        ]
        for calls in (answers, changes)
    )
    patient = SimpleNamespace(sent=sent, amending=amending, name="the patient", claiming=claiming)
    expect_not_taken(patient, {"status": "rejected"}, seen)


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [(10, 422, "")],
        [(10, 201, ""), (15, 422, "")],
        [(10, 201, "answer lost")],
        [(10, 422, ""), (25, 201, "")],
    ],
)
def test_one_shown_as_refused_that_mys_refused_last_passes(answers):
    check_refused(*answers)


def test_one_shown_as_refused_that_mys_took_does_not():
    with pytest.raises(NotMet, match="as MYS answered"):
        check_refused((10, 422, ""), (15, 201, ""))


def test_one_that_was_sent_again_meanwhile_need_not_be_known_yet():
    seen = observed(20, "list_claims", {}, lasted=2.5)

    check_refused((2, 201, "answer lost"), (19, 201, ""), seen=seen)
    with pytest.raises(NotMet, match="as MYS answered"):
        check_refused((2, 201, "answer lost"), (16, 201, ""), seen=seen)


def test_one_that_an_action_sent_itself_is_known_when_it_ends():
    claimed = observed(12, "submit_claims", {}, lasted=2)

    for seen in (claimed, observed(13, "list_claims", {}, lasted=0.5)):
        with pytest.raises(NotMet, match="as MYS answered"):
            check_refused((11, 201, ""), seen=seen, claiming=[claimed])


def test_one_whose_change_mys_refused_or_did_not_answer_may_be_shown_as_that():
    check_refused((5, 201, ""), changes=[(10, 503, "unavailable")])
    with pytest.raises(NotMet, match="as MYS answered"):
        check_refused((5, 201, ""), changes=[(8, 503, "unavailable"), (10, 200, "")])


@pytest.mark.parametrize(("status", "fault"), [(429, "too many at once"), (503, "unavailable")])
def test_one_for_which_mys_had_no_time_is_not_shown_as_rejected(status, fault):
    with pytest.raises(NotMet, match="had no time for it"):
        check_refused((5, status, fault))


def test_one_that_mys_refused_before_it_had_no_time_may_be_shown_as_rejected():
    check_refused((5, 422, "claim refused"), (10, 429, "too many at once"))


def test_that_mys_takes_it_later_excuses_no_word_of_a_refusal_before():
    with pytest.raises(NotMet, match="had no time for it"):
        check_refused((5, 429, "too many at once"), (25, 201, ""))
