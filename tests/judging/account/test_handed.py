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


def test_an_address_with_a_plus_is_known_as_it_was_told():
    run = Run(steps=[step("load_directory", {"entries": [{"email": "one+two@nhs.net"}]})])

    assert Handed(run).untold_addresses({"one+two@nhs.net", "onetwo@nhs.net"}) == {"onetwo@nhs.net"}


def test_what_many_steps_told_is_known_and_what_none_did_is_not():
    many = [step("load_directory", {"entries": [{"email": f"gp{number}@nhs.net"}]}) for number in range(250)]
    told = {f"gp{number}@nhs.net" for number in range(250)}

    assert Handed(Run(steps=many)).untold_addresses({*told, "gp250@nhs.net"}) == {"gp250@nhs.net"}


def test_numbers_that_answers_gave_are_ten_digits_and_were_not_asked_for():
    answer = b"[9991410570, 9991410554, 19991410562, 999141057]"
    answered = call("pds", "search", body=b"9991410570", answer=answer)

    assert Handed(Run(answered)).numbers - Handed(Run()).numbers == {"9991410554"}
