"""The audit trail of a pharmacy holds each message to it, with ids and result.

Source: ITK2.2 Core / Toolkit Workbench rule set, logging (interface sheet nhs111-itk22, case S24; interface sheet mesh-
itk3-nhsmail-mys, section B7).
"""

import re
from collections.abc import Iterator, Sequence

from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown, criterion
from cpcs_harness.judging.in_words import in_words
from cpcs_harness.times import moment_of

from .._shared.moments import moment_or_none
from .._shared.nhs111_report.expectations import Wrong, expect_right
from .._shared.nhs111_report.messages import Plain, is_taken, name_of

READABLE = ("manifest-count", "payload-count", "unknown-profile", "no-patient", "two-patients", "no-body")
"""Refused for what they hold, while their envelope tells who sent them, to whom, and under which ids."""
TAKEN = "received"
ITK = "itk"
"""How the control API calls the road by which these messages come."""
CLOCKS = 120.0
"""Seconds by which two clocks may differ."""
OWN = ("tracking_id", "sender_ods", "document_id", "set_id", "version", "case_reference")
"""What an entry may say of its message beside its ids."""
ByIds = dict[tuple[str, str], list[Plain]]
"""Entries by the kind of id that they have, and by that id in capitals."""
COMING = re.compile(
    r"recei|taken|accept|duplic|repeat|again|refus|reject|fault|error|invalid|fail", re.IGNORECASE
)
"""What an event is called by which a message came."""
REFUSED = re.compile(r"refus|reject|fault|error|invalid|fail", re.IGNORECASE)


@criterion("N111-43")
def test_each_message_to_a_pharmacy_is_in_its_audit_trail(evidence: EvidenceView):
    """Taken, repeated or refused: with the ids of the message, and what became of it."""
    for journey in evidence.each():
        trail = journey.observation("read_audit")
        entries = of_messages(trail.shown.get("entries") or [])
        due = [call for call in journey.sent("nhs111") if call.seq < trail.seq and is_due(call)]
        if not due:
            raise NotShown(f"journey {journey.id}: no message of which the audit trail would tell")
        wrong: Wrong = [
            (f"{name_of(call)}: message {call.facts['message_id']} {fault}", trail)
            for call in due
            for fault in faults_in(journey, call, entries)
        ]
        expect_right("an entry for each message, with its ids and the result", wrong)
        others: Wrong = [
            (f"{name_of(call)}: message {call.facts['message_id']} has {strange}", trail)
            for call in due
            if is_taken(call)
            for strange in strangers_in(journey, call, entries_of(entries, call))
        ]
        if others:
            evidence.all_together()  # another patient's message may have come under the same message id
        expect_right("no id in an entry but its message's own", others)
        elsewhere: Wrong = [
            (f"{name_of(call)}: message {call.facts['message_id']} {strange}", trail)
            for call in due
            for strange in otherwise_in(journey, call, entries_of(entries, call))
        ]
        expect_right("road, code and moment of the message in each entry of it", elsewhere)


def strangers_in(journey: JourneyView, call: ExchangeView, entries: Sequence[Plain]) -> list[str]:
    """Give the ids in entries that no message has that came under the same message id; what is left out is free."""
    same = [
        sent.facts["report"]
        for sent in journey.sent("nhs111", at_least=0)
        if sent.facts["message_id"] == call.facts["message_id"]
    ]
    reports = [report for sent in same for report in (sent, *sent["earlier"])]
    found = []
    for name in OWN:
        known = {"", *(plain_id(report[name]) for report in reports)}
        told = {plain_id(entry.get(name)) for entry in entries}
        found += [f"the {name} {in_words(strange)}" for strange in sorted(told - known)]
    return found


def otherwise_in(journey: JourneyView, call: ExchangeView, entries: Sequence[Plain]) -> Iterator[str]:
    """Say where an entry tells of another road, of a code that no answer had, or of another time; a blank is free.

    What becomes of a message later, as when another one takes its place, has a road, a code and a time of its own.
    """
    same = [
        sent
        for sent in journey.sent("nhs111", at_least=0)
        if sent.facts["message_id"] == call.facts["message_id"]
    ]
    answers = " ".join(
        f"{sent.response.status} {sent.response.body.decode('utf-8', 'replace')}" for sent in same
    ).casefold()
    came = [moment_of(sent.clock).timestamp() for sent in same]
    for entry in entries:
        road, code, at = (str(entry.get(name) or "") for name in ("channel", "code", "at"))
        of_its_coming = COMING.search(str(entry.get("event") or TAKEN)) is not None
        if of_its_coming and road not in ("", ITK):
            yield f"came by {road}"
        if of_its_coming and code.casefold() not in answers:
            yield f"has the code {in_words(code)}, which no answer to it has"
        moment = moment_or_none(at)
        after = [moment.timestamp() - one for one in came] if moment else []
        if after and (max(after) < -CLOCKS or (of_its_coming and min(map(abs, after)) > CLOCKS)):
            yield f"is told at {at}, when it did not come"


def plain_id(value: object) -> str:
    """Give an id as it can be compared, in capitals; empty for none."""
    return "" if value is None else str(value).upper().removeprefix("URN:UUID:")


def is_due(call: ExchangeView) -> bool:
    """Say whether a pharmacy's audit trail can tell of a message: who was not to be read is in no pharmacy's."""
    refused = call.response.status >= 300
    return is_taken(call) or (refused and name_of(call) in READABLE)


def faults_in(journey: JourneyView, call: ExchangeView, entries: ByIds) -> list[str]:
    """Say what the audit trail lacks of one message."""
    of_it = entries_of(entries, call)
    if not of_it:
        return ["has no entry"]
    results = [f"{entry.get('event') or ''} {entry.get('result') or ''}".strip() for entry in of_it]
    if not any(results):
        return ["has an entry without a result"]
    if without := [*ids_without(call, of_it), *parts_without(call, of_it)]:
        return [f"has no entry with {without[0]}"]
    if not is_taken(call):
        told = any(REFUSED.search(result) or result.split()[:1] != [TAKEN] for result in results if result)
        return [] if told else ["was refused, and the trail says taken"]
    if all(REFUSED.search(result) for result in results if result):
        return ["was taken, and the trail says refused"]
    sendings = [
        sending
        for sending in journey.sent("nhs111", at_least=0)
        if sending.facts["message_id"] == call.facts["message_id"]
    ]
    repeated = len(sendings) > 1 and call.id != sendings[0].id
    return ["came again, and has one entry"] if repeated and len(of_it) < len(sendings) else []


def ids_without(call: ExchangeView, entries: Sequence[Plain]) -> list[str]:
    """Name the ids of a message, its own and its envelope's, that no entry of it has, though they could be read."""
    ids = {
        "message": ("the message's id", call.facts["message_id"], "message_id"),
        "tracking": ("the envelope's id", call.facts["report"]["tracking_id"], "tracking_id"),
    }
    return [
        what
        for kind, (what, due, field) in ids.items()
        if f"{kind}-id" not in str(call.facts.get("damage") or "")
        and plain_id(due) not in {plain_id(entry.get(field)) for entry in entries}
    ]


def parts_without(call: ExchangeView, entries: Sequence[Plain]) -> list[str]:
    """Name what no entry of a message says: who sent it, and of a report that was taken which one it is.

    What takes a report back names the document that it is about, and need have none of its own.
    """
    due = {"sender_ods": "the sender's ODS code"}
    if is_taken(call) and call.facts["report"]["interaction"] != "nullify":
        due |= {"document_id": "the document's id", "set_id": "the set's id", "version": "the version"}
    return [what for name, what in due.items() if not any(plain_id(entry.get(name)) for entry in entries)]


def of_messages(entries: list[Plain]) -> ByIds:
    """Sort entries by the message that they are of: by its id, or by the envelope's where an entry has no other."""
    found: ByIds = {}
    for entry in entries:
        message = plain_id(entry.get("message_id"))
        id = ("message", message) if message else ("envelope", plain_id(entry.get("tracking_id")))
        found.setdefault(id, []).append(entry)
    return found


def entries_of(entries: ByIds, call: ExchangeView) -> list[Plain]:
    """Give the entries of a message."""
    message, envelope = str(call.facts["message_id"]), str(call.facts["report"]["tracking_id"])
    return entries.get(("message", message.upper()), []) + entries.get(("envelope", envelope.upper()), [])
