"""What a screen says of an onward referral by FHIR is held against what the receiver answered."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.onward_referral import test_fhir_shown as shown
from cpcs_harness.errors import NotMet
from made_up import SeenCall, observed, seen_message

SEEN = observed(20, "open_referral", {})


def call(seq, status, ods="FX508", fault=""):
    request = SimpleNamespace(segments=["onward", ods, "$process-message"])
    response = seen_message({"status": status})
    return SeenCall(id=f"x{seq}", seq=seq, fault=fault, gone=False, request=request, response=response)


def judged(monkeypatch, status, *calls, seen=SEEN):
    monkeypatch.setattr(shown, "about", lambda found: list(calls))
    found = SimpleNamespace(name="the patient", tries=[])
    shown.expect_answered(found, {"ods": "FX508", "channel": "fhir", "status": status}, seen)


@pytest.mark.parametrize(
    ("status", "calls"),
    [
        ("sent", [call(10, 200)]),
        ("sent", [call(10, 500), call(12, 200)]),
        ("refused", [call(10, 422)]),
        ("failed", []),
        ("failed", [call(10, 200, fault="answer lost")]),
        ("refused", [call(10, 200, ods="FX502")]),
        ("waiting", []),
    ],
)
def test_what_the_receiver_answered_passes(monkeypatch, status, calls):
    judged(monkeypatch, status, *calls)


@pytest.mark.parametrize(
    ("status", "calls"),
    [
        ("sent", []),
        ("sent", [call(10, 422)]),
        ("sent", [call(10, 200, ods="FX502")]),
        ("sent", [call(25, 200)]),
        ("refused", [call(10, 200)]),
    ],
)
def test_what_it_did_not_does_not(monkeypatch, status, calls):
    with pytest.raises(NotMet):
        judged(monkeypatch, status, *calls)


def test_what_was_sent_again_meanwhile_need_not_be_known_yet(monkeypatch):
    seen = observed(20, "open_referral", {}, lasted=2.5)
    lost = call(2, 200, fault="answer lost")

    judged(monkeypatch, "failed", lost, call(19, 200), seen=seen)
    with pytest.raises(NotMet):
        judged(monkeypatch, "failed", lost, call(16, 200), seen=seen)
