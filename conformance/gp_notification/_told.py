"""What one patient's practice was told in a journey of many: messages, e-mails, and what the screen said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cpcs_harness.formats.itk3 import value
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotShown,
    ObservationView,
    expect,
    expect_none,
)
from cpcs_harness.judging.in_words import Words

from .._shared import lookups
from .._shared.mails import envelope_recipients
from .._shared.mesh import sent_by
from .._shared.outbound import holding
from .._shared.told_before import sent_in_spite_of
from ._answers import answers_to
from ._documents import Notification, number_of, read

TAKEN = (0, 202)
"""How MESH answers what it takes; 0 where it was taken and the answer lost."""
MAY_HAVE = (250, None)
"""How NHSmail answers where the practice has an e-mail, or may have it: the answer was lost."""
BAD = {"failed", "unanswered"}
NOT_TOLD, AFTER_ALL = ("no consent", "never consented"), "consents after all"
"""Labels of patients who do not agree to their practices being told, and of one who does in the end."""


@dataclass(frozen=True)
class Told:
    """One further patient of a journey."""

    evidence: EvidenceView
    journey: JourneyView
    label: str

    @property
    def issued(self) -> Mapping[str, Any]:
        """What was issued for the patient."""
        return lookups.issued_to(self.journey, self.label)

    @property
    def person(self) -> Mapping[str, Any]:
        """The patient."""
        found: Mapping[str, Any] = self.issued["person"]
        return found

    @property
    def asked(self) -> list[ObservationView]:
        """Every time that the practice was to be told, and something was answered; never is NotShown."""
        return lookups.attempts(self.journey, self.label, "notify_gp")

    @property
    def last(self) -> ObservationView:
        """The last of them."""
        return self.asked[-1]

    def done(self, action: str) -> list[ObservationView]:
        """Give every time that something was done for the patient; there may be none."""
        return self.journey.shown_of(self.issued["report"]["document_id"], action)

    @property
    def is_traced(self) -> bool:
        """Whether the patient was found on PDS: who heard nothing from it knows of no other practice."""
        found = (seen for seen in self.done("find_patient") if seen.shown.get("outcome") == "found")
        return bool(self.done("choose_patient")) or any(found)

    def messages(self) -> list[Notification]:
        """Give the documents over MESH about the patient, in order, also those that were not taken."""
        return [found for found in documents(self.evidence, self.journey) if self.is_about(found)]

    def is_about(self, found: Notification) -> bool:
        """Say whether a document is about the patient."""
        return number_of(found) == self.person["nhs_number"]

    def mails(self) -> list[ExchangeView]:
        """Give the e-mails to the practice or about the patient, in order; a note to the own mailbox is none."""
        calls = self.journey.exchanges("nhsmail", "submit", at_least=0)
        number = holding(calls, self.person["nhs_number"])
        to = str(self.person["practice"]["email"]).lower()
        addressed = [call for call in calls if to in envelope_recipients(call)]
        found = {call.id: call for call in (*number, *addressed) if self.others(call)}
        return sorted(found.values(), key=lambda call: call.seq)

    @property
    def refusal(self) -> ObservationView | None:
        """The first time that the patient was recorded as refusing that their practice is told; None for never."""
        said = (seen for seen in self.done("record_consent") if seen.given.get("share_with_gp") is False)
        return next(said, None)

    def unwanted(self, calls: Iterable[ExchangeView]) -> list[ExchangeView]:
        """Give those of some calls that began when the patient had refused; all, where they never were recorded so.

        Where the practice was to be told before, what waited may have been on its way, by another terminal too.
        """
        refusal = self.refusal
        return sent_in_spite_of(calls, refusal, self.asked) if refusal is not None else list(calls)

    def others(self, mail: ExchangeView) -> list[str]:
        """Give to whom an e-mail is submitted, but for the pharmacy itself."""
        own = str(self.issued["premises"]["email"]).lower()
        return [address for address in envelope_recipients(mail) if address != own]

    def states(self, seen: ObservationView, channel: str = "") -> list[str]:
        """Give the states that a screen gives the notifications, of one channel or of all."""
        notes = [note for note in seen.shown.get("notifications") or () if isinstance(note, Mapping)]
        return [str(note.get("status")) for note in notes if channel in ("", note.get("channel"))]

    def is_shown_bad(self, after: int = 0) -> bool:
        """Say whether a person was told that the practice was not: beside it, in the outbox, or by an alert."""
        seen = [one for one in self.asked if one.seq > after]
        beside = any(one.status != "done" or "failed" in self.states(one) for one in seen)
        listed = any(
            not view.given.get("as_of") or row.get("state") == "failed" for view, row in self.rows(after)
        )
        return beside or listed or self.has_alert(after)

    def is_shown_waiting(self) -> bool:
        """Say whether a person could see that the practice is yet to be told: beside it, or in the outbox."""
        first = self.asked[0]
        beside = first.status != "done" or bool({"waiting", "failed"} & set(self.states(first)))
        return beside or bool(self.rows(states={"waiting", "overdue", *BAD}))

    def rows(self, after: int = 0, states: set[str] = BAD) -> list[tuple[ObservationView, Mapping[str, Any]]]:
        """Give the rows of the outbox about the patient in some states, as they were seen after an event."""
        referral = str(self.last.referral)
        views = [seen for seen in self.journey.seen if seen.action in ("view_outbox", "send_waiting")]
        return [
            (seen, row)
            for seen in views
            if seen.seq > after and seen.status == "done"
            for row in seen.shown.get("outbox") or ()
            if isinstance(row, Mapping)
            and str(row.get("referral")) == referral
            and row.get("state") in states
        ]

    def words(self, after: int) -> list[str]:
        """Give the words that a person was shown of the patient's notifications after an event, wherever they stood."""
        referral = str(self.last.referral)
        beside = [
            part
            for seen in self.asked
            if seen.seq > after
            for name in ("notifications", "notices")
            for part in seen.shown.get(name) or ()
        ]
        listed = [
            part
            for seen in self.journey.seen
            if seen.seq > after and seen.action in ("list_alerts", "view_outbox")
            for part in [*(seen.shown.get("alerts") or ()), *(seen.shown.get("outbox") or ())]
            if isinstance(part, Mapping) and str(part.get("referral")) == referral
        ]
        return [
            str(part["text"]) for part in [*beside, *listed] if isinstance(part, Mapping) and part.get("text")
        ]

    def has_alert(self, after: int = 0) -> bool:
        """Say whether an alert was seen after an event that a message about the patient was not delivered."""
        referral = str(self.last.referral)
        return any(
            isinstance(alert, Mapping)
            and alert.get("kind") == "notification-failed"
            and str(alert.get("referral")) == referral
            for seen in self.journey.seen
            if seen.action == "list_alerts" and seen.seq > after
            for alert in seen.shown.get("alerts") or ()
        )


def expect_told_of(told: Told) -> None:
    """Raise NotMet unless a practice was told of a patient who agreed in the end, or that it fails is shown."""
    agreed = [seen for seen in told.done("record_consent") if seen.given.get("share_with_gp") is True]
    if not agreed:
        raise NotShown(f"{told.last.where}: it was not recorded that the patient agreed after all")
    went = [*told.messages(), *told.mails()]
    waits = told.last.status == "done" and bool({"waiting", "failed"} & set(told.states(told.last)))
    todo = "Go by what the patient said last."
    expect(bool(went) or waits, "the practice told", Words("nothing sent"), told.last, todo, "absent")


def expect_none_by_email(told: Told) -> None:
    """Raise NotMet where an e-mail went about a patient who had refused it, or anything is called sent that is not."""
    mails = told.mails()
    unwanted = told.unwanted(mails)
    expect_none("e-mail", unwanted, told.last, "Send nothing, and say why.")
    if not taken(told) and not any(mail.response.start.get("code") in MAY_HAVE for mail in mails):
        shown = told.states(told.last)
        expect(not {"sent", "delivered"} & set(shown), "nothing called sent", shown, told.last)


def not_yet(shown: Iterable[str]) -> str | None:
    """Give the timing of a message that is not shown as delivered: late, where it is shown as on its way."""
    return "late" if set(shown) <= {"waiting", "sent"} else None


def registered(journey: JourneyView) -> dict[str, dict[str, Any]]:
    """Give the patients of a journey by NHS number, each with the practice that PDS holds for them."""
    people = {label: also["person"] for label, also in journey.also.items()}
    practices = {person["practice"]["ods"]: person["practice"] for person in people.values()}
    held = {label: str(journey.held.get(label, {}).get("practice")) for label in people}
    return {
        person["nhs_number"]: {**person, "practice": practices.get(held[label], person["practice"])}
        for label, person in people.items()
    }


def patients(evidence: EvidenceView, *labels: str) -> Iterator[Told]:
    """Go through some patients of the journeys."""
    for journey in evidence.each():
        for label in labels:
            yield Told(evidence, journey, label)


def answered(told: Told) -> set[str]:
    """Give the response codes that were collected to the messages about a patient."""
    ids = {header.id.lower() for header in (message.message.header for message in told.messages()) if header}
    return set(answers_to(told.journey, ids))


def tells_by_nhsmail_alone(told: Told) -> bool:
    """Say whether a minor illness is told by e-mail, as the lower cell asks, and nothing of the journey over MESH."""
    journey = told.journey
    by_mesh = journey.exchanges("mesh", "send_message", at_least=0)
    return journey.pathway == "minor-illness" and bool(told.mails()) and not by_mesh


def taken(told: Told) -> list[Notification]:
    """Give the messages about a patient that MESH took, in order."""
    return [message for message in told.messages() if message.call.response.status in TAKEN]


def by_document(messages: Iterable[Notification]) -> dict[str, Notification]:
    """Give one message for each document, by its identifier, in order: a document that is sent again is one."""
    found: dict[str, Notification] = {}
    for message in messages:
        found.setdefault(document_id(message), message)
    return found


def document_id(message: Notification) -> str:
    """Give the identifier that stands for a document, whatever message carries it."""
    return value(message.only("Composition").node, "f:identifier/f:value").lower()


def documents(evidence: EvidenceView, journey: JourneyView) -> list[Notification]:
    """Give all documents of a journey over MESH, in order; there may be none."""
    return [read(journey, message) for message in sent_by(evidence, journey, at_least=0)]


def collected(journey: JourneyView) -> ExchangeView:
    """Give the first answer that the candidate collected; none is NotShown."""
    calls = journey.exchanges("mesh", "collect_message", at_least=0)
    found = [call for call in calls if call.response.status in (200, 206)]
    if not found:
        raise NotShown(f"journey {journey.id}: no answer of a practice was collected")
    return found[0]
