"""Two cases with the same short id: what is not shown of one hides no fault of the other."""

from types import SimpleNamespace

import pytest

from conformance.nhs111_online import test_requests as checks
from cpcs_harness.errors import NotMet, NotShown
from nhs111_evidence import evidence, issued


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
