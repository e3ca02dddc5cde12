"""Somebody without the right to see demographics has nothing asked; a right system may tell them so as it likes."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.smsp import test_identity
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.judging.views import JourneyView
from made_up import SeenCall, observed

ISSUED = {"person": {"nhs_number": "9990000018"}, "report": {"document_id": "D"}}
ASSISTANT, PHARMACIST = {"role": "counter-assistant"}, {"role": "pharmacist"}


def question(seq, step):
    return SeenCall(id=f"e{seq}", seq=seq, service="smsp", operation="", where=f"question {seq}", step=step)


def tried(seq, action, actor, status):
    return observed(seq, action, {}, about="D", actor=actor, status=status, reason="no", step=actor["role"])


def judged(monkeypatch, *calls, status="refused", actions=("find_patient", "check_nhs_number")):
    """Judge what was asked while an assistant tried, and then a pharmacist."""
    acts = [tried(seq, action, ASSISTANT, status) for seq, action in enumerate(actions, 2)]
    seen = [*acts, tried(9, "find_patient", PHARMACIST, "done")]
    journey = JourneyView(
        "smsp", "mi", {}, {}, [question(*call) for call in calls], seen, {"checked": ISSUED}
    )
    monkeypatch.setattr(test_identity, "is_about", lambda *_: True)
    test_identity.test_who_has_no_right_to_see_demographics_has_nothing_asked(
        SimpleNamespace(each=lambda: [journey])
    )


LATER = (8, "pharmacist")


@pytest.mark.parametrize("status", ["refused", "failed", "done"])
def test_nothing_is_asked_however_that_is_told(monkeypatch, status):
    judged(monkeypatch, (1, "before"), LATER, status=status)


def test_who_checks_no_numbers_is_judged_by_the_look_ups(monkeypatch):
    judged(monkeypatch, LATER, actions=("find_patient",))
    with pytest.raises(NotShown, match="nobody without the right"):
        judged(monkeypatch, LATER, actions=("check_nhs_number",))


def test_a_question_for_an_assistant_fails(monkeypatch):
    with pytest.raises(NotMet, match="no question to the mini service"):
        judged(monkeypatch, (2, "counter-assistant"), LATER)


def test_silence_proves_nothing_where_nobody_is_asked_for_at_all(monkeypatch):
    with pytest.raises(NotShown, match="nobody with the right"):
        judged(monkeypatch, (1, "before"))
