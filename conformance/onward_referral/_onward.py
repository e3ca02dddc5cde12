"""Referrals onward as they were asked for, as they were sent, and whose each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown, ObservationView

from .._shared.mails import message_id, recipients
from .._shared.mesh import FIRST, FURTHER, MeshMessage, sent_whole
from .._shared.outbound import holding, words
from .._shared.text import letters_and_digits

Issued = Mapping[str, Any]
TAKEN = 250
"""How NHSmail answers to what it takes."""
NOBODY = ("refused", "bounced", "failed")
"""What becomes of an onward referral that no pharmacy has."""


@dataclass(frozen=True)
class Referred:
    """One patient of a journey, each try to refer them onward, and each e-mail to a pharmacy that is about them."""

    journey: JourneyView
    issued: Issued
    tries: Sequence[ObservationView]
    mails: Sequence[ExchangeView]

    @property
    def done(self) -> list[ObservationView]:
        """The tries that the candidate says were taken."""
        return [seen for seen in self.tries if seen.status == "done"]

    def of(self, action: str) -> list[ObservationView]:
        """Give what was done about this patient, and done."""
        return of_patient(self.journey, self.issued, action)

    def recorded(self) -> Mapping[str, Any]:
        """Give the consultation as the pharmacist recorded it; none is NotShown."""
        found = self.of("record_consultation")
        if not found:
            raise NotShown(f"journey {self.journey.id}: no consultation of {self.name} was recorded")
        return found[-1].given

    @property
    def name(self) -> str:
        """The patient's label, for a message."""
        return str(self.issued.get("label") or "the journey's own patient")


def patients(journey: JourneyView) -> list[Issued]:
    """Give everybody who was referred in a journey."""
    return [journey.issued, *journey.also.values()]


def of_patient(journey: JourneyView, issued: Issued, action: str) -> list[ObservationView]:
    """Give what was done about a patient's referral, and done."""
    return journey.shown_of(str(issued["report"]["document_id"]), action)


def each(evidence: EvidenceView) -> list[Referred]:
    """Give every patient of the journeys with tries and e-mails; a journey in which nothing was tried is NotShown."""
    return [found for journey in evidence.each() for found in _of(journey)]


def each_tried(evidence: EvidenceView) -> list[Referred]:
    """Give the patients who were to be referred onward."""
    return [found for journey in evidence.each() for found in tried_in(journey)]


def tried_in(journey: JourneyView) -> list[Referred]:
    """Give the patients of one journey who were to be referred onward."""
    return [found for found in _of(journey) if found.tries]


def each_stayed(evidence: EvidenceView) -> list[Referred]:
    """Give the patients whom nobody was to refer onward: they go elsewhere by themselves, or nobody is in range."""
    return [found for found in each(evidence) if not found.tries]


def each_done(evidence: EvidenceView) -> list[Referred]:
    """Give the patients of whom the candidate says that they were referred onward; a journey without is NotShown."""
    found = []
    for journey in evidence.each():
        done = [referred for referred in _of(journey) if referred.done]
        if not done:
            raise NotShown(f"journey {journey.id}: nobody was referred onward; no refer_onward ended done")
        found += done
    return found


def _of(journey: JourneyView) -> list[Referred]:
    tried = journey.attempts("refer_onward")
    sent = to_pharmacies(journey)
    return [
        Referred(
            journey,
            issued,
            [seen for seen in tried if seen.about == issued["report"]["document_id"]],
            about(sent, issued),
        )
        for issued in patients(journey)
    ]


def to_pharmacies(journey: JourneyView) -> list[ExchangeView]:
    """Give the e-mails that went to anybody but the patients' practices, as a whole journey's."""
    practices = {str(issued["person"]["practice"]["email"]).lower() for issued in patients(journey)}
    mails = journey.exchanges("nhsmail", "submit", at_least=0)
    return [mail for mail in mails if set(recipients(mail)) - practices]


def about(sent: Iterable[ExchangeView], issued: Issued) -> list[ExchangeView]:
    """Give the messages that tell of a patient: by NHS number, case, telephone or postcode."""
    return holding(sent, *marks(issued))


def marks(issued: Issued) -> list[str]:
    """Give what stands for one patient alone."""
    person, report = issued["person"], issued["report"]
    return [person["nhs_number"], report["case_id"], report["case_reference"], person["callback"]]


def notifications(found: Referred) -> list[MeshMessage]:
    """Give what practices were told of a patient, by e-mail or over MESH."""
    journey, pharmacies = found.journey, {mail.id for mail in to_pharmacies(found.journey)}
    parts = [call for name in (FIRST, FURTHER) for call in journey.exchanges("mesh", name, at_least=0)]
    mails = [call for call in journey.exchanges("nhsmail", "submit", at_least=0) if call.id not in pharmacies]
    whole = {message.call.id: message for message in [*sent_whole(parts), *map(MeshMessage, mails)]}
    told = holding([*parts, *mails], *marks(found.issued))
    return [whole[call.id] for call in told if call.id in whole]


def identity(mail: ExchangeView) -> str:
    """Give what a pharmacy knows an e-mail by: its Message-ID; one without has the exchange's own id."""
    return message_id(mail) or mail.id


def is_refused(mail: ExchangeView) -> bool:
    """Say whether NHSmail answered that it does not take an e-mail; no answer leaves it open."""
    return mail.response.start.get("code") not in (TAKEN, None)


def said(call: ExchangeView) -> str:
    """Give all that a message says, letters and digits alone."""
    return str(call.read(words))


def holds(text: str, *forms: str) -> bool:
    """Say whether one of some writings stands in a message."""
    return any(letters_and_digits(form) in text for form in forms if letters_and_digits(form))


def onward_of(seen: ObservationView) -> list[dict]:
    """Give the onward referrals that a screen shows at a referral."""
    return [known for known in seen.shown.get("onward") or () if isinstance(known, dict)]
