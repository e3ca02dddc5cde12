"""A mailbox is judged by its name: today's is taken, with capitals or without, and one of before is not."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.context.test_naming import (
    test_mail_is_written_from_the_mailbox_by_its_name_of_today as judge,
)
from cpcs_harness.errors import NotMet
from made_up import SeenCall


def written_from(address):
    """Give the evidence of one e-mail."""
    body = f"From: The Pharmacy <{address}>\r\nSubject: A report\r\n\r\nText\r\n".encode()
    mail = SeenCall(id="e7", where="journey j, exchange e7", request=SimpleNamespace(body=body))
    journey = SimpleNamespace(issued={"premises": {"ods": "FA101"}}, exchanges=lambda *_: [mail])
    return SimpleNamespace(each=lambda: [journey])


@pytest.mark.parametrize("address", ["pharmacy.fa101@nhs.net", "Pharmacy.FA101@nhs.net", "fa101@nhs.net"])
def test_todays_names_are_taken(address):
    judge(written_from(address))


@pytest.mark.parametrize(
    "address",
    [
        "nhspharmacy.leeds.clocktowerfa101@nhs.net",
        "pharmacy.fa102@nhs.net",
        "pharmacy.fa101@nhs.net.example.org",
        "pharmacy-fa101@nhs.net",
        "",
    ],
)
def test_any_other_name_is_not(address):
    with pytest.raises(NotMet, match=r"pharmacy\.fa101@nhs\.net"):
        judge(written_from(address))
