"""Taking in what staff key in of a referral that came by e-mail or by telephone."""

from dataclasses import dataclass
from typing import Any

from ..kit.config import Premises
from ..kit.models import Referral
from ..kit.numbers import is_one_person
from ..kit.problems import Refused
from ..kit.store import Store
from ..kit.times import now
from ..referrals.audit import Arrival
from ..referrals.content import content, organisation, section
from ..referrals.matching import BY_E_MAIL
from ..referrals.register import Referrals, Taken

_PATHWAYS = {"minor-illness": "minor-illness", "urgent-medicine": "urgent-medicines"}
"""The pathway of each service that can be asked for."""
SERVICES = tuple(_PATHWAYS)
SOURCES = ("gp-practice", "nhs111")


@dataclass(frozen=True)
class Form:
    """What was keyed in; empty where nothing was."""

    source: str
    service: str
    reference: str
    patient: dict[str, Any]
    callback_number: str
    practice_ods: str
    disposition_code: str
    complaint: str
    notes: str


class KeyedIntake:
    """Makes a referral of what was keyed in."""

    def __init__(self, store: Store, referrals: Referrals) -> None:
        self.store = store
        self.referrals = referrals

    def take(self, form: Form, premises: Premises) -> Taken:
        """Keep what was keyed in, unless it is here already."""
        known = self.content(form)
        self.check_new(known, form.source, self.store.referrals_of(premises.ods))
        arrival = Arrival("keyed", form.source, service=form.service, sender_ods=form.practice_ods)
        return self.referrals.take(known, premises, arrival)

    def check(self, source: str, service: str) -> None:
        """Refuse what a source may not refer to the service."""
        if source == "gp-practice" and service == "urgent-medicine":
            raise Refused(
                "GP practices may not refer urgent medicines to this service; tell the practice to prescribe"
            )

    def check_new(self, known: dict[str, Any], source: str, held: list[Referral]) -> None:
        """Refuse what is on the worklist already by another channel, and a reference that is another patient's."""
        for referral in held:
            same = is_one_person(referral.content["patient"], known["patient"])
            if referral.document_id == known["document_id"] and not same:
                raise Refused(
                    "Another patient's referral was entered under this reference; check the reference"
                )
            marks = {referral.content["case_reference"].casefold(), referral.content["case_id"].casefold()}
            arrived = referral.source != "gp-practice" and referral.channel not in BY_E_MAIL
            if source == "nhs111" and arrived and same and known["case_id"].casefold() in marks:
                raise Refused("This case has arrived already and is on the worklist; open it there")

    def content(self, form: Form) -> dict[str, Any]:
        """What was keyed, in the form that documents are kept in."""
        identity = f"KEYED:{form.source}:{form.reference}".upper()
        return content(
            document_id=identity,
            set_id=identity,
            version=1,
            created=now(),
            case_reference=form.reference,
            case_id=form.reference,
            sender=organisation(form.practice_ods if form.source == "gp-practice" else ""),
            patient=form.patient,
            callback_number=form.callback_number,
            practice=organisation(form.practice_ods),
            disposition={"code": form.disposition_code, "text": ""},
            pathway=_PATHWAYS[form.service],
            sections=self.sections(form),
        )

    def sections(self, form: Form) -> list[dict[str, str]]:
        """The text that was keyed."""
        parts = (("Presenting complaint", form.complaint), ("Notes", form.notes))
        return [section(title, text) for title, text in parts if text]
