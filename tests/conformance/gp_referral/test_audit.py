"""What the audit trail is to hold of practices' messages: what was collected, each time, and what became of it."""

from types import SimpleNamespace

import pytest

from conformance.gp_referral import test_audit as checks
from cpcs_harness.errors import NotMet, NotShown
from made_up import observed
from nhs111_evidence import issued

REFERRAL = issued("mailbox")["gp_referral"]
ID, NUMBER = REFERRAL["message_id"], REFERRAL["person"]["nhs_number"]
TRAIL = 20


def entry(result, event="received", message_id=ID, **told):
    return {"message_id": message_id, "event": event, "result": result, **told}


@pytest.fixture
def judge(monkeypatch):
    """Judges what a trail holds of one referral, sent undamaged or not, of which some sendings were collected."""

    def judged(*entries, sendings=1, collected=1, damage="", rows=0, ids=(ID, ID)):
        seen = [
            observed(9, "worklist", {"referrals": [{"nhs_number": NUMBER}] * rows}),
            observed(TRAIL, "read_audit", {"entries": entries}),
        ]
        downloads = [
            SimpleNamespace(
                seq=5,
                fault="",
                request=SimpleNamespace(segments=[str(n)]),
                response=SimpleNamespace(status=200),
            )
            for n in range(collected)
        ]
        calls = [
            SimpleNamespace(
                service="gp_itk3",
                operation="send_referral",
                facts={"referral": {**REFERRAL, "message_id": ids[n]}, "damage": damage},
                response=SimpleNamespace(start={"message_id": str(n)}),
                where=f"sending {n}",
            )
            for n in range(sendings)
        ]
        journey = SimpleNamespace(
            calls=calls,
            observation=lambda _: seen[-1],
            observations=lambda action, **_: [one for one in seen if one.action == action],
            exchanges=lambda *_, **__: downloads,
        )
        monkeypatch.setattr(
            checks, "sent", lambda *_: [checks.PracticeMessage(journey, call) for call in calls]
        )
        checks.test_each_message_of_a_practice_is_in_the_audit_trail(None)

    return judged


def test_what_is_taken_and_said_to_be_is_right(judge):
    judge(entry("new"), rows=1)


def test_a_sending_that_was_not_collected_needs_no_entry(judge):
    with pytest.raises(NotShown, match="sending 1: not collected"):
        judge(entry("new"), sendings=2, collected=1, rows=1)


def test_each_sending_that_was_collected_needs_one(judge):
    with pytest.raises(NotMet, match="an entry for each of 2 times"):
        judge(entry("new"), sendings=2, collected=2, rows=1)


def test_what_is_on_the_worklist_was_not_refused(judge):
    with pytest.raises(NotMet, match="does not say refused"):
        judge(entry("refused"), rows=1)


def test_who_refuses_a_sound_message_may_say_so(judge):
    judge(entry("refused"), rows=0)


def test_what_was_refused_is_not_told_as_taken(judge):
    with pytest.raises(NotMet, match="an entry that says refused"):
        judge(entry("new"), damage="no-patient")


def test_the_same_document_in_another_message_is_refused_though_it_is_on_the_worklist(judge):
    entries = entry("new"), entry("duplicate", event="refused", message_id="ANOTHER")
    judge(*entries, sendings=2, collected=2, rows=1, ids=(ID, "ANOTHER"))


def test_an_entry_may_tell_who_sent_what_by_which_road(judge):
    told = {"channel": "mesh", "sender_ods": REFERRAL["person"]["practice"]["ods"]}
    judge(entry("new", **told, document_id=REFERRAL["document_id"].lower()), rows=1)


def test_what_becomes_of_a_message_later_has_a_road_of_its_own(judge):
    judge(entry("new"), entry("by the key of e-mail", event="completed", channel="keyed"), rows=1)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"channel": "email"}, "came by email"),
        ({"sender_ods": "FA102"}, "the sender_ods"),
        ({"document_id": "8F0A52CB-2B0B-4F0F-9A1B-0D5C3F0B7A11"}, "the document_id"),
    ],
)
def test_an_entry_tells_of_its_message_and_of_no_other(judge, told, why):
    with pytest.raises(NotMet, match=why):
        judge(entry("new", **told), rows=1)
