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


def found(*mails):
    tried = observed(5, "refer_onward", {}, given={"ods": "FX508", "name": "Orchard Pharmacy"})
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
