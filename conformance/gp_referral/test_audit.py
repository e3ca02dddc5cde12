"""The audit trail of a pharmacy holds each message of a practice that was collected from MESH, and what became of it.

Source: ITK3 FHIR messaging distribution 2.10.0, duties of sender and receiver (interface sheet mesh-itk3-nhsmail-mys,
section B7).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words, in_words

from ._acknowledgements import MAY_BE_TAKEN, NAMELESS
from ._referrals import ITK3, PracticeMessage, calls_for, sent

NOBODYS = ("unknown-recipient-ods",)
"""For a pharmacy that is not here: in no trail of one that is."""
REFUSED = re.compile(r"refus|reject|fault|error|invalid|fail", re.IGNORECASE)
TAKEN = ("received", "new")
COMING = re.compile(r"recei|taken|accept|duplic|repeat|again|\bnew\b", re.IGNORECASE)
"""What an event is called, besides a refusal, by which a message came: what becomes of it later has its own road."""
MESH = "mesh"
"""How the control API calls the road by which these messages come."""
TODO = "Write an entry for each message, whatever came of it."
OF_THE_MESSAGE = "Write by what road the message came, who sent it, and its own document; or leave that out."


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
            others = [other for entry in entries for other in others_in(entry, same)]
            expect_none("other road, sender or document in an entry of it", others, trail, OF_THE_MESSAGE)
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


def others_in(entry: Mapping[str, Any], same: Sequence[PracticeMessage]) -> Iterator[str]:
    """Say where an entry has another road, sender or document than the messages under its id; a blank is free."""
    event, road = str(entry.get("event") or ""), str(entry.get("channel") or "")
    if road not in ("", MESH) and (not event or COMING.search(event) or REFUSED.search(event)):
        yield f"came by {road}"
    due = {
        "sender_ods": {one.referral["person"]["practice"]["ods"] for one in same},
        "document_id": {one.referral["document_id"] for one in same},
    }
    for name, known in due.items():
        if plain(entry.get(name)) not in {"", *map(plain, known)}:
            yield f"the {name} {in_words(entry[name])}"


def is_collected(message: PracticeMessage, trail: ObservationView) -> bool:
    """Say whether a message was collected from MESH before the audit trail was read."""
    return any(call.seq < trail.seq for call in calls_for(message, "collect_message"))


def is_refusal(result: str) -> bool:
    """Say whether event and result of an entry may be a message's that was not taken."""
    return REFUSED.search(result) is not None or result.split()[0] not in TAKEN


def entries_of(message: PracticeMessage, entries: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Give the entries of a message: under the id of its header, or under that which MESH gave it."""
    ids = {plain(message.referral["message_id"]), plain(message.call.response.start.get("message_id"))}
    return [entry for entry in entries if plain(entry.get("message_id")) in ids]


def plain(identifier: object) -> str:
    """Give an id as it can be compared."""
    return str(identifier or "").upper().removeprefix("URN:UUID:")
