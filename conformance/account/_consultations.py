"""The consultations of a whole run: what was done about each patient, and what left the system about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cpcs_harness.judging import EvidenceView, NotShown
from cpcs_harness.judging.account import Account, Subject
from cpcs_harness.judging.account.subject import name_of
from cpcs_harness.judging.views import ExchangeView, JourneyView, ObservationView, RunView

from .._shared.mails import envelope_recipients
from .._shared.mesh import sent_whole

NOTIFY, CONSENT, AMEND = "notify_gp", "record_consent", "amend_consultation"
ENDS = ("complete", "refer_onward")
_ANSWERED = ("done", "refused", "failed")
_MESSAGES = {"nhsmail": "submit", "mesh": "send_message"}


@dataclass
class Consultation:
    """One patient of a journey."""

    journey: JourneyView
    subject: Subject
    issued: Mapping[str, Any]
    is_alone: bool
    """Whether the journey has no other patient, so that whatever is done in it is about this one."""
    sent: list[ExchangeView] = field(default_factory=list)
    """E-mails and messages over MESH that name them, in order."""

    @cached_property
    def seen(self) -> list[ObservationView]:
        """What was asked about them and answered, however it ended."""
        own = {self.issued["report"]["document_id"], self.issued["gp_referral"]["document_id"]}
        return [
            seen
            for seen in self.journey.seen
            if seen.status in _ANSWERED and (seen.about in own or (self.is_alone and not seen.about))
        ]

    def done(self, *actions: str) -> list[ObservationView]:
        """Give what was done about them, in order."""
        return [seen for seen in self.seen if seen.action in actions and seen.status == "done"]

    @property
    def document(self) -> str:
        """The report that they were referred by, by the id of its document."""
        return str(self.issued["report"]["document_id"])

    @property
    def refusal(self) -> ObservationView | None:
        """Give where they last refused that their practice is told; None where they agreed since, or never did."""
        last = next(iter(reversed(self.done(CONSENT))), None)
        return last if last is not None and last.given.get("share_with_gp") is False else None

    def to_practice(self, run: RunView) -> list[ExchangeView]:
        """Give what went to a practice about them; their own referral's receipts and other pharmacies are none."""
        practices = run.read_whole(practice_addresses)
        return [call for call in self.sent if _goes_to(call, practices)]


def _goes_to(call: ExchangeView, practices: frozenset[str]) -> bool:
    if call.service == "nhsmail":
        return bool(practices & set(envelope_recipients(call)))
    return not str(call.request.header("Mex-WorkflowID") or "").upper().endswith("_ACK")


def practice_addresses(run: RunView) -> frozenset[str]:
    """Give the e-mail address of each practice of a run, in small letters."""
    people = list(run.issued.values())
    people += [issued for also in run.also.values() for issued in also.values()]
    return frozenset(issued["person"]["practice"]["email"].lower() for issued in people)


def consultations(run: RunView) -> list[Consultation]:
    """Give the consultations of a run, each with what names its patient and nobody else."""
    sent = run.read(_by_subject)
    return [
        Consultation(journey, subject, issued, len(run.also.get(journey.id, ())) == 0, sent.get(subject, []))
        for journey, subject, issued in _patients(run)
    ]


def completed(evidence: EvidenceView) -> list[Consultation]:
    """Give this pathway's consultations that came to an end; none is NotShown."""
    found = [
        consultation
        for consultation in evidence.views.read_whole(consultations)
        if consultation.journey.pathway == evidence.pathway
        and evidence.document in ("", consultation.document)
        and consultation.done(*ENDS)
    ]
    if not found:
        raise NotShown("no consultation was completed")
    evidence.looked_at.extend(consultation.done(*ENDS)[-1].id for consultation in found)
    return found


def _patients(run: RunView) -> Iterator[tuple[JourneyView, Subject, Mapping[str, Any]]]:
    for name in run.issued:
        journey = run.journey(name, []) if name else None
        if journey is None or journey.id != name:
            continue
        for label, issued in {"": journey.issued, **journey.also}.items():
            yield journey, Subject(name, label, name_of(issued)), issued


def _by_subject(run: RunView) -> dict[Subject, list[ExchangeView]]:
    account, found = run.read(Account), defaultdict(list)
    calls = [call for call in run.calls if call.direction == "from-candidate" and call.service in _MESSAGES]
    whole = {message.call.id: message for message in sent_whole(calls) if message.chunks}
    for call in calls:
        if call.operation == _MESSAGES[call.service]:
            body = whole[call.id].readable if call.id in whole else None
            people = list(account.told(call, body).people)
            if len(people) == 1:
                found[people[0]].append(call)
    return found
