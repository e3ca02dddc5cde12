"""A notification that is shown as sent is one that went, by its address and its id."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.account import test_notified as notified
from cpcs_harness.errors import NotMet, NotShown
from made_up import SeenCall, observed, seen_message

NOTE = {"channel": "nhsmail", "to": "Practice@nhs.net", "reference": "m1@x", "status": "sent"}


def mail(code=250, to="practice@nhs.net"):
    request = seen_message({"rcpt_to": [to]}, f"To: {to}\r\nMessage-ID: <m1@x>\r\n\r\nText".encode())
    return SeenCall(id="x1", seq=5, service="nhsmail", request=request, response=seen_message({"code": code}))


def judged(monkeypatch, note, *sent):
    seen = observed(9, "notify_gp", {"notifications": [note]})
    consultation = SimpleNamespace(done=lambda action: [seen], to_practice=lambda run: list(sent))
    monkeypatch.setattr(notified, "completed", lambda evidence: [consultation])
    notified.test_what_is_shown_as_sent_went_there_and_under_that_id(
        SimpleNamespace(views=None, looked_at=[])
    )


@pytest.mark.parametrize("change", [{}, {"to": ""}, {"reference": "<M1@x>"}, {"reference": None}])
def test_one_that_went_passes(monkeypatch, change):
    judged(monkeypatch, NOTE | change, mail())


@pytest.mark.parametrize("change", [{"to": "other@nhs.net"}, {"reference": "m2@x"}])
def test_another_address_or_id_does_not(monkeypatch, change):
    with pytest.raises(NotMet):
        judged(monkeypatch, NOTE | change, mail())


@pytest.mark.parametrize("sent", [[], [mail(550)]])
def test_one_that_nobody_took_does_not(monkeypatch, sent):
    with pytest.raises(NotMet):
        judged(monkeypatch, NOTE, *sent)


def test_what_waits_says_nothing(monkeypatch):
    with pytest.raises(NotShown):
        judged(monkeypatch, NOTE | {"status": "waiting"})


@pytest.mark.parametrize(
    ("second", "sent", "right"),
    [
        ({"reference": "m2@x"}, [mail(), mail()], True),
        ({"reference": "", "status": "waiting"}, [mail()], True),
        ({"reference": "<M1@x>"}, [mail(), mail()], False),
        ({"reference": ""}, [mail()], False),
        ({"reference": "m2@x"}, [mail(), mail(550)], False),
    ],
)
def test_none_is_shown_twice(monkeypatch, second, sent, right):
    seen = observed(9, "notify_gp", {"notifications": [NOTE, NOTE | second]})
    consultation = SimpleNamespace(done=lambda action: [seen], to_practice=lambda run: sent)
    monkeypatch.setattr(notified, "completed", lambda evidence: [consultation])
    evidence = SimpleNamespace(views=None, looked_at=[])
    if right:
        notified.test_no_notification_is_shown_twice(evidence)
    else:
        with pytest.raises(NotMet, match="twice"):
            notified.test_no_notification_is_shown_twice(evidence)
