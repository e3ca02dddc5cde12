"""A record may be read before its alert is sent, and is then kept back where the alert is not taken."""

import json
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.scr import test_alerts, test_screen
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.judging.views import JourneyView
from made_up import SeenCall, observed, seen_message

ISSUED = {"person": {"nhs_number": "9990000018"}, "report": {"document_id": "D"}}
NUMBER = b'{"about": "9990000018"}'
RECORD = json.dumps({"entry": [{"resource": {}}]}).encode()
EMERGENCY = json.dumps({"type": {"code": "2"}, "subtype": [{"code": "5"}], "about": "9990000018"}).encode()


def call(seq, operation, status=200, sent=NUMBER, answer=b"{}", fault=""):
    """Give a call of the API about the patient."""
    return SeenCall(
        id=f"e{seq}",
        seq=seq,
        service="scr",
        operation=operation,
        where=f"call {seq}",
        step="a step",
        fault=fault,
        request=seen_message({"method": "POST", "target": "/"}, sent),
        response=seen_message({"status": status}, answer),
    )


def read(seq):
    return call(seq, "read_bundle", answer=RECORD)


def alert(seq, *, taken=True, fault="server-error"):
    return call(seq, "send_alert", 201 if taken else 500, EMERGENCY, fault="" if taken else fault)


def view(seq, outcome):
    record = {"outcome": outcome, "message": "The alert was not taken", "sections": []}
    return observed(seq, "view_summary_care_record", {"record": record}, about="D")


def evidence(calls, *views):
    asked = observed(1, "record_permission_to_view", {}, about="D", given={"permission": "not-asked"})
    also = dict.fromkeys(("emergency",), ISSUED) | dict.fromkeys(
        test_alerts.DRAWN, ISSUED | {"report": {"document_id": "another"}}
    )
    return SimpleNamespace(each=lambda: [JourneyView("j", "p", {}, {}, calls, [asked, *views], also)])


LATER = (alert(12), read(13)), view(14, "found")
"""The second view, when alerts are taken again."""


def judged(calls, *views):
    """Judge a first view, and a second at which all is well: that it was alerted, and what it tells."""
    made = evidence([*calls, *LATER[0]], *views, LATER[1])
    test_alerts.test_emergency_access_is_alerted_with_the_view(made)
    test_screen.test_that_no_alert_was_taken_is_said_to_be_trouble(made)


@pytest.mark.parametrize(
    "calls",
    [
        pytest.param([alert(3, taken=False)], id="read afterwards, and so not at all"),
        pytest.param([read(2), alert(3, taken=False)], id="read before, and kept back"),
        pytest.param([read(2), alert(3, taken=False), alert(4, taken=False)], id="and the alert tried twice"),
    ],
)
def test_a_record_whose_alert_is_not_taken_is_kept_back(calls):
    judged(calls, view(5, "unavailable"))
    with pytest.raises(NotMet, match="outcome"):
        judged(calls, view(5, "found"))


@pytest.mark.parametrize(
    "calls",
    [
        pytest.param([alert(2, taken=False), read(4)], id="read though no alert was taken"),
        pytest.param([read(2), alert(3, taken=False, fault="")], id="an alert that is no alert of the API's"),
        pytest.param([read(2)], id="no alert"),
    ],
)
def test_a_record_that_was_given_without_an_alert_fails(calls):
    with pytest.raises(NotMet, match="an accepted alert of an emergency"):
        judged(calls, view(5, "found"))


def test_who_was_given_no_record_is_not_judged():
    with pytest.raises(NotShown):
        test_alerts.test_emergency_access_is_alerted_with_the_view(
            evidence([alert(2, taken=False)], view(5, "unavailable"))
        )
