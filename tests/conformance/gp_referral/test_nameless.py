"""A response that names no message answers one message of its practice, those first whose id cannot be read."""

import pytest

from conformance.gp_referral import _acknowledgements as responses
from conformance.gp_referral._acknowledgements import UNREADABLE, Acknowledgement
from cpcs_harness.judging.views import JourneyView
from made_up import SeenCall, seen_message
from nhs111_evidence import issued

GIVEN = issued("mailbox")
MAILBOX = GIVEN["person"]["practice"]["mailbox"]


def call(seq, operation, **facts):
    return SeenCall(
        id=f"e{seq}",
        seq=seq,
        service="gp_itk3",
        operation=operation,
        where="a message",
        direction="to-candidate",
        facts=facts,
        request=seen_message({}, b""),
        response=seen_message({}, b""),
    )


def message(seq, damage=""):
    referral = {**GIVEN["gp_referral"], "message_id": f"m{seq}"}
    return call(seq, "send_referral", referral=referral, damage=damage)


@pytest.fixture
def answered(monkeypatch):
    """Says which of the messages sent were answered, by what each response names."""

    def told(damages, *names):
        sent = [message(seq, damage) for seq, damage in enumerate(damages, 1)]
        came = [
            Acknowledgement(call(seq, "acknowledgement", mailbox=MAILBOX), name)
            for seq, name in enumerate(names, len(sent) + 1)
        ]
        monkeypatch.setattr(responses, "acknowledgements", lambda _: came)
        monkeypatch.setattr(Acknowledgement, "about", property(lambda self: self.message))
        journey = JourneyView("one", "minor-illness", GIVEN, {}, sent, [])
        return [len(responses.acknowledgements_of(journey, one)) for one in sent]

    return told


@pytest.mark.parametrize(
    ("damages", "names", "answers"),
    [
        (["another-event", "not-xml"], [UNREADABLE], [0, 1]),
        (["not-xml", "no-header"], [UNREADABLE], [1, 0]),
        (["not-xml", "no-header"], [UNREADABLE, UNREADABLE], [1, 1]),
        (["not-xml", "no-header"], ["M1", UNREADABLE], [1, 1]),
        (["", "another-event"], [UNREADABLE], [0, 1]),
        (["", "another-event"], ["M1", "M1", "M2"], [2, 1]),
        ([""], [UNREADABLE], [1]),
    ],
    ids=str,
)
def test_one_response_without_an_id_answers_one_message(answered, damages, names, answers):
    assert answered(damages, *names) == answers
