"""A claim goes once, is mended where MYS refuses it, amended where the record is corrected, and taken back."""

import json
from datetime import date

import pytest
from fhir.resources.R4B.claim import Claim

from reference.national.mys import ClaimResponse

pytestmark = pytest.mark.usefixtures("in_april")

WRONG = {"field": "supportingInfo[5].valueString", "message": "too short"}
ACCEPTED, LOST = ClaimResponse("accepted", "S1", ""), ClaimResponse("failed", "", "no answer came")
REFUSED = ClaimResponse("rejected", "", "MYS answered 422: too short", (WRONG,))


class Mys:
    """Answers as it is told, and then by what it takes for granted; remembers what it was sent."""

    def __init__(self):
        self.answers, self.calls = [], []

    def submit(self, claim):
        self.calls.append(("POST", "", claim))
        return self.answers.pop(0) if self.answers else ACCEPTED

    def amend(self, submission, claim):
        self.calls.append(("PUT", submission, claim))
        return self.answers.pop(0) if self.answers else ACCEPTED

    def withdraw(self, submission):
        self.calls.append(("DELETE", submission, None))
        return self.answers.pop(0) if self.answers else ClaimResponse("withdrawn", submission, "")

    @property
    def ways(self):
        return [(method, submission) for method, submission, _ in self.calls]


@pytest.fixture
def mys(pharmacy):
    pharmacy.service.claim_submitter.mys = found = Mys()
    return found


@pytest.fixture
def referral(pharmacy, nation):
    return pharmacy.completed(dx="Dx86")


@pytest.fixture
def on(monkeypatch):
    """Makes it another day."""
    return lambda *day: monkeypatch.setattr("reference.outbound.claims.submitter.today", lambda: date(*day))


def claim_of(pharmacy, referral):
    (claim,) = pharmacy.see("submit_claims", referral)["claims"]
    return claim


def test_an_answer_that_was_lost_is_asked_for_by_the_very_same_claim(pharmacy, mys, referral):
    mys.answers = [LOST]

    first, again = claim_of(pharmacy, referral), claim_of(pharmacy, referral)

    assert (first["status"], again["status"]) == ("failed", "accepted")
    assert mys.calls[0] == mys.calls[1]


def test_what_mys_refuses_is_shown_by_its_field_and_goes_again_when_it_is_mended(pharmacy, mys, referral):
    mys.answers = [REFUSED]

    refused = claim_of(pharmacy, referral)
    pharmacy.see("amend_consultation", referral, presenting_complaint="Sore throat for three days")
    mended = claim_of(pharmacy, referral)

    assert (refused["status"], refused["errors"]) == ("rejected", [WRONG])
    assert (mended["status"], mended["errors"], mended["submission_id"]) == ("accepted", [], "S1")
    assert mys.ways == [("POST", ""), ("POST", "")]
    assert refused["reference"] == mended["reference"]


def test_a_correction_amends_the_claim_by_its_id_and_once(pharmacy, mys, referral):
    claim_of(pharmacy, referral)
    seen = pharmacy.see("amend_consultation", referral, items=[{"code": "PARA500", "quantity": 14}])
    claim_of(pharmacy, referral)
    claim_of(pharmacy, referral)

    assert [item["quantity"] for item in seen["items"]] == [14]
    assert mys.ways == [("POST", ""), ("PUT", "S1")]
    assert mys.calls[1][2]["item"][0]["quantity"]["value"] == 14
    assert Claim.model_validate(mys.calls[1][2]).use == "claim"


def test_a_correction_while_no_answer_came_sends_what_was_sent_and_then_amends(pharmacy, mys, referral):
    mys.answers = [LOST]
    claim_of(pharmacy, referral)
    pharmacy.see("amend_consultation", referral, items=[{"code": "PARA500", "quantity": 14}])

    assert claim_of(pharmacy, referral)["status"] == "accepted"
    assert mys.ways == [("POST", ""), ("POST", ""), ("PUT", "S1")]
    assert mys.calls[0] == mys.calls[1]


def test_a_correction_that_mys_refuses_is_shown_so_and_amends_later(pharmacy, mys, referral):
    claim_of(pharmacy, referral)
    pharmacy.see("amend_consultation", referral, items=[{"code": "PARA500", "quantity": 14}])
    mys.answers = [REFUSED]

    refused, mended = claim_of(pharmacy, referral), claim_of(pharmacy, referral)

    assert (refused["status"], refused["submission_id"], mended["status"]) == ("rejected", "S1", "accepted")
    assert mys.ways == [("POST", ""), ("PUT", "S1"), ("PUT", "S1")]


def test_a_claim_is_taken_back_once_and_not_made_again(pharmacy, mys, referral):
    claim_of(pharmacy, referral)
    mys.answers = [LOST]

    assert pharmacy.do("withdraw_claim", referral, why="recorded twice")["status"] == "failed"
    taken_back = pharmacy.see("withdraw_claim", referral, why="recorded twice")["claim"]
    again = pharmacy.see("withdraw_claim", referral, why="recorded twice")["claim"]

    assert taken_back == again
    assert (taken_back["status"], claim_of(pharmacy, referral)["status"]) == ("withdrawn", "withdrawn")
    assert pharmacy.see("submit_claims")["claims"] == []
    assert mys.ways == [("POST", ""), ("DELETE", "S1"), ("DELETE", "S1")]


def test_a_claim_that_waits_is_taken_back_once_mys_has_answered_it(pharmacy, mys, referral):
    mys.answers = [LOST, LOST]
    claim_of(pharmacy, referral)

    refused = pharmacy.do("withdraw_claim", referral, why="recorded twice")
    taken_back = pharmacy.see("withdraw_claim", referral, why="recorded twice")["claim"]

    assert refused["status"] == "refused"
    assert "may stand" in json.dumps(refused)
    assert taken_back["status"] == "withdrawn"
    assert mys.ways == [("POST", ""), ("POST", ""), ("POST", ""), ("DELETE", "S1")]
    assert pharmacy.service.outbox.send_waiting(pharmacy.ods) == []


def test_what_mys_does_not_hold_cannot_be_taken_back(pharmacy, mys, referral):
    assert pharmacy.do("withdraw_claim", referral, why="recorded twice")["status"] == "refused"
    assert mys.calls == []


def test_the_list_is_of_one_pharmacy_and_month_as_london_counts_it(pharmacy, mys, referral):
    claimed = claim_of(pharmacy, referral)

    assert pharmacy.see("list_claims")["claims"] == [claimed]
    assert pharmacy.see("list_claims", month="2026-04")["claims"] == [claimed]  # 31 March in UTC
    assert pharmacy.see("list_claims", month="2026-03")["claims"] == []
    pharmacy.ods = "FB202"
    assert pharmacy.see("list_claims")["claims"] == []


def test_only_what_was_supplied_can_be_corrected(pharmacy, nation, referral):
    answer = pharmacy.do("amend_consultation", referral, items=[{"code": "nothing", "quantity": 1}])

    assert answer["status"] == "refused"


def test_after_the_fifth_a_claim_is_late_and_is_changed_no_more(pharmacy, mys, referral, on):
    other = pharmacy.completed(dx="Dx28")
    in_time = claim_of(pharmacy, referral)
    on(2026, 5, 5)
    pharmacy.see("amend_consultation", referral, items=[{"code": "PARA500", "quantity": 14}])
    amended = claim_of(pharmacy, referral)
    on(2026, 5, 6)
    pharmacy.see("amend_consultation", referral, items=[{"code": "PARA500", "quantity": 7}])

    assert pharmacy.do("submit_claims", referral)["status"] == "refused"
    assert (in_time["late"], amended["late"], claim_of(pharmacy, other)["late"]) == (False, False, True)
    assert mys.ways == [("POST", ""), ("PUT", "S1"), ("POST", "")]


def test_after_the_close_nothing_is_sent(pharmacy, mys, referral, on):
    on(2026, 8, 6)

    assert "2026-08-05" in pharmacy.do("submit_claims", referral)["shown"]
    assert pharmacy.see("submit_claims")["claims"][0]["status"] == "failed"
    assert mys.calls == []
