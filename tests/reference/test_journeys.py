"""Whole journeys, with stand-ins for the nation."""

from email import message_from_bytes
from email.policy import default

import pytest

pytestmark = pytest.mark.usefixtures("in_april")


@pytest.fixture
def minor_illness(pharmacy):
    return pharmacy.completed(dx="Dx28")


def test_a_minor_illness_is_reported_by_email_and_claimed(pharmacy, minor_illness, mailroom, nation):
    told = pharmacy.see("notify_gp", minor_illness)["notifications"]
    claimed = pharmacy.see("submit_claims")["claims"]

    assert [sent["to"] for sent in told] == ["sedge@nhs.net"]
    assert told[0]["status"] == "sent"
    assert [(claim["status"], claim["submission_id"]) for claim in claimed] == [("accepted", "S1")]
    envelope = mailroom.taken[0]
    message = message_from_bytes(envelope.content, policy=default)
    assert mailroom.logins == ["pharmacy.fa101@nhs.net"]
    assert message["From"] == envelope.mail_from == "pharmacy.fa101@nhs.net"
    assert message["Message-ID"] == told[0]["reference"]
    assert "Whitlow" not in message["Subject"]
    body = message.get_content()
    for fact in (
        "Maeve Ann Whitlow",
        "1984-02-29",
        "9990000018",
        "7 Sedge Lane, Leeds, LS2 9AA",
        "FA101 Pharmacy",
        "01632 960101",
        "Josephine Alder (GPhC 2071234)",
        "01/04/2026 00:30",
        "REF-7",
        "Sore throat",
        "Viral",
        "Rest and fluids",
        "Review in a week",
        "Paracetamol 500mg tablets, quantity 16 tablet",
        "agreed",
    ):
        assert fact in body


def test_a_practice_is_told_once(pharmacy, minor_illness, mailroom):
    first = pharmacy.see("notify_gp", minor_illness)
    second = pharmacy.see("notify_gp", minor_illness)

    assert first == second
    assert len(mailroom.taken) == 1


@pytest.fixture
def urgent_medicine(pharmacy):
    return pharmacy.completed(dx="Dx86")


def test_an_urgent_medicine_goes_by_mesh_to_the_practice(pharmacy, urgent_medicine, nation, mailroom):
    told = pharmacy.see("notify_gp", urgent_medicine)["notifications"]

    assert told == [
        {
            "channel": "mesh",
            "to": "B86999OT01",
            "practice_ods": "B86999",
            "reference": "M1",
            "status": "sent",
            "text": "",
        }
    ]
    headers, _ = nation.sent[0]
    assert headers["mex-to"] == "B86999OT01"
    assert headers["mex-workflowid"] == "DIGMED_EMG_MED"
    assert headers["mex-localid"] == "FA101"
    assert headers["authorization"].startswith("NHSMESH FA101OT001:")
    assert headers["mex-subject"].startswith(
        "Urgent supply of prescription items by community pharmacy for Ms Maeve"
    )
    assert mailroom.taken == []
