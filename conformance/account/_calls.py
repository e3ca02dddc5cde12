"""The calls of a whole run to one service, and who is named in each, through all encodings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cpcs_harness.judging import EvidenceView, NotShown, expect, expect_none
from cpcs_harness.judging.account import Account, Sign, Told
from cpcs_harness.judging.in_words import Words
from cpcs_harness.judging.views import ExchangeView

from .._shared.mesh import sent_whole

Call = tuple[ExchangeView, Told]


def calls_to(evidence: EvidenceView, *services: str) -> list[Call]:
    """Give what the candidate sent to some services in the whole run, of this pathway's patients or naming nobody.

    A message over MESH stands where its first chunk was sent, and is read whole.
    """
    account = evidence.views.read(Account)
    sent = [call for service in services for call in evidence.of_run(service, at_least=0)]
    told = [(call, account.told(call, body)) for call, body in _whole(sent)]
    found = [(call, said) for call, said in told if _is_of(evidence, said)]
    if not found:
        raise NotShown(f"nothing was sent to {' or '.join(services)}")
    return found


def _whole(sent: Iterable[ExchangeView]) -> Iterator[tuple[ExchangeView, bytes | None]]:
    calls = [call for call in sent if call.direction == "from-candidate"]
    chunked = {message.call.id: message for message in sent_whole(calls) if message.chunks}
    for call in calls:
        if call.operation != "send_chunk":
            yield call, chunked[call.id].readable if call.id in chunked else None


def _is_of(evidence: EvidenceView, told: Told) -> bool:
    of = {str(evidence.views.issued.get(subject.journey, {}).get("pathway")) for subject in told.people}
    return not of or evidence.pathway in of


def one_patient_each(calls: Iterable[Call]) -> None:
    """Hold that nothing names two patients, and that all of it can be read."""
    for call, told in calls:
        named = [f"{subject}: {signs[0]}" for subject, signs in told.people.items()]
        todo = "Send what one patient's consultation has, and nothing of anybody else's."
        expect(len(named) < 2, "nothing of more than one patient", Words("; ".join(named)), call, todo)
        is_read(call, told)


def nobody(calls: Iterable[Call], kinds: Iterable[str] = (), place: str = "") -> None:
    """Hold that nothing names a patient, but by some kinds of mark in one place."""
    lawful = set(kinds)
    for call, told in calls:
        more = [
            f"{subject}: {sign}"
            for subject, signs in told.people.items()
            for sign in signs
            if not _is_lawful(sign, lawful, place)
        ]
        expect_none("patient named", more[:3], call, "Ask without saying who the patient is.")
        is_read(call, told)


def _is_lawful(sign: Sign, kinds: set[str], place: str) -> bool:
    return sign.kind in kinds and sign.place == place


def is_read(call: ExchangeView, told: Told) -> None:
    """Hold that all of a call can be read: what cannot may say anything of anybody."""
    todo = "Send it in a form that can be read, or smaller."
    expect_none("part that cannot be read, so that nobody knows of whom it tells", told.unread, call, todo)
