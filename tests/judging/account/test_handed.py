"""Where a message may go: addresses and mailboxes that settings, people, steps or answers told of."""

from cpcs_harness.judging.account import Handed
from sent import Run, call, step

KEYED = step("load_directory", {"entries": [{"email": "Keyed.In@nhs.net"}]})
RUN = Run(
    call("dos", "by_ods_code", answer=b'{"email": "endpoint@nhs.net"}'),
    call("gp_email", "send_referral", body=b"From: reply@nhs.net", direction="to-candidate"),
    call("nhs111", "send_report", body=b"FB999OT001", direction="to-candidate"),
    call("mesh", "lookup", answer=b'{"mailbox": "Y99999OT002"}'),
    call("nhsmail", "submit", body=b"To: invented@example.org"),
    steps=[KEYED],
)


def test_addresses_are_known_wherever_they_were_told():
    told = {"own@nhs.net", "lee@nhs.net", "keyed.in@nhs.net", "endpoint@nhs.net", "reply@nhs.net"}

    assert Handed(RUN).untold_addresses({*told, "invented@example.org"}) == {"invented@example.org"}


def test_a_part_of_an_address_is_another():
    assert Handed(RUN).untold_addresses({"n@nhs.net", "own@nhs.net.example"}) == {
        "n@nhs.net",
        "own@nhs.net.example",
    }


def test_mailboxes_are_known_wherever_they_were_told_but_in_reports():
    told = {"FA101OT001", "Y12345OT001", "Y99999OT002"}

    assert Handed(RUN).untold_mailboxes({*told, "FB999OT001"}) == {"FB999OT001"}
