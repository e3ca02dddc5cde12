"""Two cases with the same short id: what is not shown of one hides no fault of the other."""

from types import SimpleNamespace

import pytest

from conformance.nhs111_online import test_requests as checks
from cpcs_harness.errors import NotMet, NotShown
from made_up import observed
from nhs111_evidence import evidence, issued, worklist


@pytest.fixture
def judge(monkeypatch):
    """Gives how two requests are judged of which the first is shown so, and the second was not opened."""

    def judged(wrong):
        def screen_of(_journey, call):
            if call.id == "e2":
                raise NotShown("it was not opened")
            return SimpleNamespace(id="o1", where="here", referral="r1", shown={})

        calls = [
            SimpleNamespace(id=name, facts={"variant": name, "damage": "", "report": {"caller": None}})
            for name in ("e1", "e2")
        ]
        monkeypatch.setattr(checks, "requests", lambda *_: calls)
        monkeypatch.setattr(checks, "is_listed", lambda *_: True)
        monkeypatch.setattr(checks, "screen_of", screen_of)
        monkeypatch.setattr(checks, "identity_faults", lambda *_: wrong)
        for faults in ("callback_faults", "caller_faults"):
            monkeypatch.setattr(checks, faults, lambda *_: [])
        checks.test_cases_with_the_same_short_id_are_kept_apart(evidence(issued("online"), [], []))

    return judged


def test_a_wrong_patient_is_told_though_the_other_request_was_not_opened(judge):
    with pytest.raises(NotMet, match="another patient's name"):
        judge(["another patient's name"])


def test_where_nothing_is_wrong_that_it_was_not_opened_is_told(judge):
    with pytest.raises(NotShown):
        judge([])


def keyed_in(monkeypatch, *listed, status="done"):
    """Judge what a worklist shows of a case that staff keyed in, after all requests had come."""
    monkeypatch.setattr(checks, "requests", lambda *_: [SimpleNamespace(seq=4)])
    person = {"given": "Ada", "family": "Quill", "birth_date": "1980-02-03", "nhs_number": "9990000018"}
    key = observed(
        2, "key_referral", {"referral": "r1"}, status=status, actor={"ods": "FA1"}, given={"patient": person}
    )
    look = worklist(6, *[{**row, "referral": row.get("referral", "r1")} for row in listed], ods="FA1")
    checks.test_a_case_that_was_keyed_in_stays_its_patients(evidence(issued("online"), [], [key, look]))


OWN = {"patient_name": "QUILL, Ada", "birth_date": "1980-02-03", "nhs_number": "999 000 0018"}


@pytest.mark.parametrize("row", [OWN, {**OWN, "nhs_number": ""}])
def test_a_case_that_was_keyed_in_may_be_listed_without_its_number(monkeypatch, row):
    keyed_in(monkeypatch, {"referral": "r2"}, row)


@pytest.mark.parametrize(
    "rows",
    [[], [{**OWN, "referral": "r2"}], [{**OWN, "birth_date": "1999-09-09"}], [{**OWN, "patient_name": "Bo"}]],
)
def test_a_case_that_was_keyed_in_becomes_nobody_elses(monkeypatch, rows):
    with pytest.raises(NotMet):
        keyed_in(monkeypatch, *rows)


def test_a_system_in_which_nothing_can_be_keyed_in_shows_no_such_case(monkeypatch):
    keyed_in(monkeypatch, status="cannot")
