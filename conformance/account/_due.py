"""What a consultation's practice is due to hear, and what it heard: once, and nothing where the patient refused it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cpcs_harness.judging import EvidenceView, NotShown, expect, expect_none
from cpcs_harness.judging.in_words import Words
from cpcs_harness.judging.views import ExchangeView, ObservationView, RunView

from .._shared.mails import message_id, what_it_says
from .._shared.mesh import MeshMessage
from .._shared.told_before import sent_in_spite_of
from ._consultations import AMEND, NOTIFY, Consultation, completed

MAIL_TAKEN, MESH_TAKEN = (250, None), (200, 202, 0)
"""How NHSmail and MESH answer what they take; the last of each where the answer was lost."""
_TOLD = {"sent", "delivered"}
"""States of a notification that a screen calls told; what waits when a run ends is not."""
_VARIES = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[\d\W_]+")


def refused(evidence: EvidenceView) -> list[Consultation]:
    """Give the completed consultations of patients who refused that their practice is told; none is NotShown."""
    found = [consultation for consultation in completed(evidence) if consultation.refusal is not None]
    if not found:
        raise NotShown("nobody refused that their practice is told")
    return found


def due(evidence: EvidenceView) -> list[Consultation]:
    """Give those whose practice was to be told, and of whom the system said that it was; none is NotShown."""
    found = [
        consultation
        for consultation in completed(evidence)
        if consultation.refusal is None and _is_said(consultation.done(NOTIFY))
    ]
    if not found:
        raise NotShown("no practice was to be told")
    return found


def _is_said(asked: list[ObservationView]) -> bool:
    notes = [note for seen in asked[-1:] for note in seen.shown.get("notifications") or ()]
    states = {str(note.get("status")) for note in notes if isinstance(note, dict)}
    return bool(states) and states <= _TOLD


def is_not_told(run: RunView, consultation: Consultation) -> None:
    """Hold that nothing went to a practice after the patient refused it, by whatever channel."""
    refusal = consultation.refusal
    if refusal is None:
        return
    asked = [seen for seen in consultation.seen if seen.action == NOTIFY]
    for call in sent_in_spite_of(consultation.to_practice(run), refusal, asked):
        what = f"message to a practice about {consultation.subject}, who refused it"
        expect_none(what, [call.id], call, "Tell the practice nothing; claim all the same.")


def is_told(run: RunView, consultation: Consultation) -> None:
    """Hold that a practice was told of somebody, over MESH or by e-mail."""
    heard = [call for call in consultation.to_practice(run) if was_taken(call)]
    at = consultation.done(NOTIFY)[-1]
    what = f"a message over MESH, or an e-mail, to the practice of {consultation.subject}"
    expect(
        bool(heard),
        what,
        Words("none in the whole run"),
        at,
        "Send it, or show that the practice was not told.",
    )


def was_taken(call: ExchangeView) -> bool:
    """Say whether NHSmail or MESH took a message, also where the answer was lost."""
    if call.service == "nhsmail":
        return call.response.start.get("code") in MAIL_TAKEN
    return call.response.status in MESH_TAKEN


def is_told_once(run: RunView, consultation: Consultation) -> None:
    """Hold that no practice was told the same twice: the same id again is a retry, another one is a second sending."""
    corrections = [seen.seq for seen in consultation.done(AMEND)]
    known: dict[tuple[object, ...], tuple[str, ExchangeView]] = {}
    for call in filter(was_taken, consultation.to_practice(run)):
        name, text = identity(call)
        said = (call.service, text, sum(at < call.seq for at in corrections))
        before, first = known.setdefault(said, (name, call))
        twice = [] if before == name else [f"{first.id} under {before}", f"{call.id} under {name}"]
        what = f"second sending of the same to the practice of {consultation.subject}"
        expect_none(what, twice, call, "Send it again under its own id, or not at all.")


def identity(call: ExchangeView) -> tuple[str, str]:
    """Give the id under which a message went, and what it says but for ids, days and numbers."""
    if call.service == "nhsmail":
        mail = what_it_says(call)
        return message_id(call), words_of([mail.subject, mail.text, *mail.attachments])
    content = MeshMessage(call).readable
    return message_of(content) or call.id, words_of([content.decode("utf-8", "replace")])


def message_of(content: bytes) -> str:
    """Give the id of an ITK3 message, by which its receiver knows a repeat; empty where it is none."""
    found = re.search(rb"<MessageHeader\b[^>]*>\s*<id value=\"([^\"]+)\"", content)
    return found[1].decode("utf-8", "replace").lower() if found else ""


def words_of(texts: Iterable[object]) -> str:
    """Give what texts say, in letters alone: ids, days and times differ from one sending to the next."""
    return _VARIES.sub("", " ".join(map(str, texts))).casefold()
