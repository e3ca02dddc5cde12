"""A message over MESH that broke off between its chunks: we may have caused it, and its words say nothing."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.enrolment import test_enrolment
from cpcs_harness._content.conformance.gp_notification import _documents
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.judging.views import JourneyView
from made_up import SeenCall, seen_message


def broken_off():
    request = {"method": "POST", "target": "/messageexchange/FA101OT001/outbox"}
    call = SeenCall(
        id="e1",
        seq=1,
        journey="one",
        fault="",
        service="mesh",
        operation="send_message",
        direction="from-candidate",
        where="exchange e1",
        request=seen_message(request, b"<Bundle", [("Mex-Chunk-Range", "1:2")]),
        response=seen_message({"status": 202}, b'{"message_id": "M1"}'),
    )
    return JourneyView("one", "um", {}, {}, [call], [])


def evidence(journey):
    return SimpleNamespace(each=lambda: [journey], of_run=lambda *_, **__: [])


def test_what_is_missing_is_told_as_missing():
    with pytest.raises(NotMet) as raised:
        _documents.sent(evidence(broken_off()))

    assert raised.value.finding.received == "1 too few"
    assert raised.value.finding.timing == "absent"


def test_who_saw_the_patient_is_not_looked_for_in_half_a_message():
    journey = broken_off()

    with pytest.raises(NotShown, match="nothing whole"):
        test_enrolment.told(evidence(journey), journey)
