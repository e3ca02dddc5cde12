"""What a screen says of a message to a practice is said of a message that went: to that address, under that id.

Source: control API, Notification; ITK3 Messaging Distribution 2.10.0 and RFC 5322, identifiers of messages.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cpcs_harness.judging import EvidenceView, NotShown, ObservationView, criterion, expect, expect_none
from cpcs_harness.judging.in_words import Words, in_words

from .._shared import mails, mesh
from .._shared.screen import shown_again
from ._consultations import NOTIFY, Consultation, completed
from ._due import message_of, was_taken

TOLD = ("sent", "delivered")


@criterion("DUE-04")
def test_what_is_shown_as_sent_went_there_and_under_that_id(evidence: EvidenceView):
    """Each notification that is shown as sent or delivered, by its address and its reference where it has them."""
    looked = False
    for consultation in completed(evidence):
        for seen, note in notes_of(consultation):
            looked = True
            evidence.looked_at.append(seen.id)
            before = [call for call in consultation.to_practice(evidence.views) if call.seq < seen.seq]
            places = [(place_of(call), ids_of(call)) for call in before if was_taken(call)]
            to, name = str(note.get("to") or "").casefold(), plain(note.get("reference"))
            right = any(to in ("", *where) and name in ("", *ids) for where, ids in places)
            due = f"a message to {to or 'the practice'} under the id {name or 'that it has'} that was taken"
            todo = "Show the address and the id of the message that went."
            expect(right, due, _told(places), seen, todo)
    if not looked:
        raise NotShown("no screen shows a practice as told")


def _told(places: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]) -> Words:
    went = [f"one to {in_words(where)} under {in_words(ids)}" for where, ids in places]
    return Words("; ".join(went) or "no message about the patient")


@criterion("DUE-04")
def test_no_notification_is_shown_twice(evidence: EvidenceView):
    """Each under its own id once, and none as told beyond those that were taken."""
    for consultation in completed(evidence):
        for seen in consultation.done(NOTIFY):
            evidence.looked_at.append(seen.id)
            notes = [note for note in seen.shown.get("notifications") or () if isinstance(note, Mapping)]
            before = [call for call in consultation.to_practice(evidence.views) if call.seq < seen.seq]
            twice = shown_again(notes, TOLD, sum(map(was_taken, before)))
            expect_none("notification that is shown twice", twice, seen)


def notes_of(consultation: Consultation) -> Iterator[tuple[ObservationView, Mapping[str, Any]]]:
    """Give each notification that a screen shows as sent or delivered."""
    for seen in consultation.done(NOTIFY):
        for note in seen.shown.get("notifications") or ():
            if isinstance(note, Mapping) and note.get("status") in TOLD:
                yield seen, note


def place_of(call: Any) -> tuple[str, ...]:
    """Give where a message went: its recipients, or its mailbox."""
    if call.service == "nhsmail":
        return tuple(address.casefold() for address in mails.envelope_recipients(call))
    return (str(call.request.header("Mex-To") or "").casefold(),)


def ids_of(call: Any) -> tuple[str, ...]:
    """Give the ids that a message is known by: its own, and the one that MESH gave it."""
    if call.service == "nhsmail":
        return (plain(mails.message_id(call)),)
    own = message_of(mesh.MeshMessage(call).readable)
    local = call.request.header("Mex-LocalID")
    return tuple(filter(None, (plain(mesh.message_id(call)), plain(own), plain(local))))


def plain(name: object) -> str:
    """Give an id in small letters, without its angle brackets."""
    return str(name or "").strip("<> ").casefold()
