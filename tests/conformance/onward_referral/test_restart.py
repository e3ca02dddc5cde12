"""Onward referrals that were under way when the system stopped: what counts as lost, and what as doubled."""

from email.message import EmailMessage

import pytest

from cpcs_harness._content.conformance.onward_referral import test_restart
from cpcs_harness.errors import NotMet, NotShown
from made_up import SeenCall, observed, seen_message
from nhs111_evidence import evidence, issued

GIVEN = issued("onward")
PERSON, REPORT, OWN = GIVEN["person"], GIVEN["report"], GIVEN["premises"]["email"]
TO = "pharmacy.fx506@nhs.net"
ENTRY = {"ods": "FX506", "email": TO, "kind": "cpcs-provider"}
BEFORE = [
    observed(5, "load_directory", {}, given={"entries": [ENTRY]}),
    observed(11, "restart", {}),
]
CHECKS = {
    "nhsmail": test_restart.test_an_email_that_was_under_way_is_neither_lost_nor_doubled,
    "onward": test_restart.test_a_message_that_was_under_way_is_neither_lost_nor_doubled,
}
pytestmark = pytest.mark.parametrize("service", CHECKS)


def sent(service, seq, taken, number=1):
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = OWN, TO, f"<{number}@nhs.net>"
    message.set_content(PERSON["nhs_number"])
    bundle = f'{{"resourceType": "Bundle", "id": "{number}", "note": "{PERSON["nhs_number"]}"}}'
    mail = service == "nhsmail"
    start = {"rcpt_to": [TO], "mail_from": OWN, "target": "/onward/FHIR/R4/FX506/$process-message"}
    return SeenCall(
        id=f"e{seq}",
        seq=seq,
        service=service,
        operation="submit" if mail else "process_message",
        direction="from-candidate",
        where="a message",
        facts={"account": OWN},
        request=seen_message(start, message.as_bytes() if mail else bundle.encode()),
        response=seen_message({"code": 250, "status": 200} if taken else {"dropped": True}),
    )


def tried(seq, ended="done"):
    given = {"ods": "FX506", "name": "Nightjar", "reason": "none left"}
    return observed(seq, "refer_onward", {}, given=given, about=REPORT["document_id"], status=ended)


def check(service, calls, *seen, before=BEFORE):
    CHECKS[service](evidence(GIVEN, calls, [*before, *seen]))


@pytest.mark.parametrize("seen", [[tried(22)], [tried(19, "refused")]])
def test_the_same_message_once_more_will_do_whoever_has_it_sent(service, seen):
    check(service, [sent(service, 10, False), sent(service, 20, True)], *seen)


def test_a_second_message_is_doubled(service):
    with pytest.raises(NotMet, match="one id"):
        check(service, [sent(service, 10, False), sent(service, 20, True, 2)], tried(22))


def test_what_is_not_sent_again_is_lost(service):
    with pytest.raises(NotMet, match="once more"):
        check(service, [sent(service, 10, False)], tried(22))


def test_what_is_told_as_done_before_it_was_taken_fails(service):
    with pytest.raises(NotMet, match="ends failed"):
        check(service, [sent(service, 10, False), sent(service, 25, True)], tried(22))


def test_where_nothing_was_under_way_or_nothing_stopped_nothing_is_shown(service):
    for calls, before in (
        ([], BEFORE),
        ([sent(service, 20, True)], BEFORE),
        ([sent(service, 10, False)], BEFORE[:1]),
    ):
        with pytest.raises(NotShown):
            check(service, calls, tried(22), before=before)


def looked(seq, status="waiting", ended="done"):
    shown = {"status": "open", "onward": [{"status": status}]} if ended == "done" else {}
    return observed(seq, "open_referral", shown, about=REPORT["document_id"], status=ended)


@pytest.mark.parametrize("status", ["waiting", "failed"])
def test_what_is_looked_at_before_it_was_taken_may_wait(service, status):
    check(service, [sent(service, 10, False), sent(service, 20, True)], looked(12, status), tried(22))


def test_what_is_shown_as_sent_before_it_was_taken_fails(service):
    with pytest.raises(NotMet, match="nobody has taken yet"):
        check(service, [sent(service, 10, False), sent(service, 20, True)], looked(12, "sent"), tried(22))


def test_a_referral_that_cannot_be_opened_afterwards_is_not_shown(service):
    with pytest.raises(NotShown, match="could not be opened"):
        check(
            service,
            [sent(service, 10, False), sent(service, 20, True)],
            looked(12, ended="failed"),
            tried(22),
        )
