"""The audit trail of a pharmacy holds each message of a practice that was collected from MESH, and what became of it.

Source: ITK3 FHIR messaging distribution 2.10.0, duties of sender and receiver (interface sheet mesh-itk3-nhsmail-mys,
section B7).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.audit_trail import REFUSED, entries_under, expect_own
from ._acknowledgements import MAY_BE_TAKEN, NAMELESS
from ._referrals import ITK3, PracticeMessage, calls_for, sent

NOBODYS = ("unknown-recipient-ods",)
"""For a pharmacy that is not here: in no trail of one that is."""
TAKEN = ("received", "new")
MESH = "mesh"
"""How the control API calls the road by which these messages come."""
TODO = "Write an entry for each message, whatever came of it."


@criterion("GPI-08")
def test_each_message_of_a_practice_is_in_the_audit_trail(evidence: EvidenceView):
    """Under its own id or that of MESH, each time that it came; and what was refused is not told as taken."""
    read = [one for one in sent(evidence, ITK3) if one.damage not in (*NAMELESS, *NOBODYS)]
    for message, apart in through(read):
        with apart:
            trail = message.journey.observation("read_audit")
            if not is_collected(message, trail):
                raise NotShown(f"{message.call.where}: not collected before the audit trail was read")
            entries = entries_of(message, trail.shown.get("entries") or [])
            same = [one for one in read if one.referral["message_id"] == message.referral["message_id"]]
            came = sum(is_collected(one, trail) for one in same)
            due = Words(f"an entry for each of {came} times that it came" if came > 1 else "an entry of it")
            expect(len(entries) >= came, due, Words(f"{len(entries)}"), trail, TODO, timing="absent")
            results = [f"{entry.get('event') or ''} {entry.get('result') or ''}".strip() for entry in entries]
            expect(all(results), "what became of it in each entry", results, trail, TODO)
            own = {
                "sender_ods": {one.referral["person"]["practice"]["ods"] for one in same},
                "document_id": {one.referral["document_id"] for one in same},
            }
            expect_own(entries, MESH, own, trail)
            first = next(one for one in read if one.mark == message.mark)
            expect_said(message, results, trail, is_first=first is message)


def expect_said(
    message: PracticeMessage, results: Sequence[str], trail: ObservationView, *, is_first: bool
) -> None:
    """Raise NotMet where what was refused is told as taken, or what came first and is listed as refused each time."""
    if message.damage and message.damage not in MAY_BE_TAKEN:
        told = any(is_refusal(result) for result in results)
        expect(told, f"an entry that says refused ({message.damage})", results, trail, TODO)
    looks = message.journey.observations("worklist", at_least=0)
    if is_first and not message.damage and any(message.rows(look) for look in looks):
        taken = not all(REFUSED.search(result) for result in results)
        expect(taken, "an entry that does not say refused, of what is on the worklist", results, trail, TODO)


def is_collected(message: PracticeMessage, trail: ObservationView) -> bool:
    """Say whether a message was collected from MESH before the audit trail was read."""
    return any(call.seq < trail.seq for call in calls_for(message, "collect_message"))


def is_refusal(result: str) -> bool:
    """Say whether event and result of an entry may be a message's that was not taken."""
    return REFUSED.search(result) is not None or result.split()[0] not in TAKEN


def entries_of(message: PracticeMessage, entries: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Give the entries of a message: under the id of its header, or under that which MESH gave it."""
    return entries_under(
        [message.referral["message_id"], message.call.response.start.get("message_id")], entries
    )
