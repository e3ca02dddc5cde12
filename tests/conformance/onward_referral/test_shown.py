"""What a screen says of an onward referral is held against what was chosen and what NHSmail answered."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.onward_referral.test_shown import expect_came, expect_chosen
from cpcs_harness.errors import NotMet
from made_up import SeenCall, observed, seen_message

SEEN = observed(20, "open_referral", {})
ROW = {"ods": "FX508", "name": "Orchard Pharmacy", "to": "pharmacy.fx508@nhs.net", "status": "sent"}


def mail(seq, code, fault="", to="pharmacy.fx508@nhs.net"):
    request = seen_message({"rcpt_to": [to]}, f"To: {to}\r\nMessage-ID: <m{seq}@x>\r\n\r\nText".encode())
    response = seen_message({"code": code})
    return SeenCall(
        id=f"x{seq}", seq=seq, fault=fault, gone=False, facts={}, request=request, response=response
    )


CHOSEN = {"ods": "FX508", "name": "Orchard Pharmacy"}
TRIED = observed(5, "refer_onward", {}, given=CHOSEN)


def found(*mails, tried=TRIED):
    return SimpleNamespace(tries=[tried], mails=mails, name="the patient")


@pytest.mark.parametrize("change", [{}, {"name": "ORCHARD  PHARMACY"}, {"ods": "fx508", "name": ""}])
def test_the_pharmacy_that_was_chosen_passes(change):
    expect_chosen(found(), ROW | change, SEEN)


@pytest.mark.parametrize("change", [{"ods": "FX502"}, {"name": "Harbour Chemist"}])
def test_another_pharmacy_does_not(change):
    with pytest.raises(NotMet):
        expect_chosen(found(), ROW | change, SEEN)


@pytest.mark.parametrize(
    ("change", "mails"),
    [
        ({}, [mail(10, 250)]),
        ({"reference": "<m10@x>"}, [mail(10, 250)]),
        ({"to": "", "reference": ""}, [mail(10, 550), mail(12, 250)]),
        ({"status": "refused"}, [mail(10, 550)]),
        ({"status": "failed"}, []),
        ({"status": "failed"}, [mail(10, 250, fault="answer lost")]),
        ({"status": "bounced"}, [mail(10, 250)]),
        ({"status": "waiting"}, []),
    ],
)
def test_what_came_of_it_passes(change, mails):
    expect_came(found(*mails), ROW | change, SEEN)


@pytest.mark.parametrize(
    ("change", "mails"),
    [
        ({}, [mail(10, 550)]),
        ({}, []),
        ({}, [mail(25, 250)]),
        ({"to": "pharmacy.fx502@nhs.net"}, [mail(10, 250)]),
        ({"reference": "<other@x>"}, [mail(10, 250)]),
        ({"status": "refused"}, [mail(10, 250)]),
    ],
)
def test_what_did_not_come_of_it_does_not(change, mails):
    with pytest.raises(NotMet):
        expect_came(found(*mails), ROW | change, SEEN)


LOST = mail(2, 250, fault="answer lost")


@pytest.mark.parametrize("status", ["refused", "failed"])
@pytest.mark.parametrize("seq", [17, 19], ids=["just before the screen was asked for", "while it was made"])
def test_what_was_sent_again_meanwhile_need_not_be_known_yet(status, seq):
    seen = observed(20, "open_referral", {}, lasted=2.5)

    expect_came(found(LOST, mail(seq, 250)), ROW | {"status": status}, seen)
    expect_came(found(LOST, mail(seq, 250)), ROW, seen)


def test_what_was_answered_before_the_screen_was_asked_for_has_to_be_known():
    seen = observed(20, "open_referral", {}, lasted=2.5)

    with pytest.raises(NotMet, match="NHSmail took"):
        expect_came(found(LOST, mail(16, 250)), ROW | {"status": "failed"}, seen)


def test_what_failed_since_may_be_shown_as_failed():
    seen = observed(20, "open_referral", {}, lasted=2.5)

    expect_came(found(mail(16, 250), mail(19, 451)), ROW | {"status": "failed"}, seen)


@pytest.mark.parametrize("screen", ["refer_onward", "open_referral"])
def test_what_an_action_sent_itself_is_known_when_it_ends(screen):
    tried = observed(12, "refer_onward", {}, given=CHOSEN, lasted=2)
    seen = tried if screen == "refer_onward" else observed(13, "open_referral", {}, lasted=0.5)

    with pytest.raises(NotMet, match="NHSmail took"):
        expect_came(found(LOST, mail(11, 250), tried=tried), ROW | {"status": "failed"}, seen)
