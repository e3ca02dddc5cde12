"""When RTEC is asked, and when it must not be; what it found stays with the referral, and with no other.

Source: RTEC client functional specification 1.4 (interface sheet dos-eps-rtec-scr-dmd, 4.2): FR-5 to 8, 20, 23, 31, 40.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from ..kit.models import Referral
from ..kit.numbers import SHORT_PRESCRIPTION, ends_rightly
from ..kit.store import Store
from ..kit.times import today
from ..national.call_log import CallLog
from ..national.identity.sessions import Sessions
from ..national.requester import Requester
from ..national.rtec import FOUND, NOT_FOUND, REFUSED, UNAVAILABLE, Rtec, RtecAnswer

NOT_ASKED = "not-asked"
CHILD, PENSIONER = 16, 60
_WORDS = {
    FOUND: "RTEC found an exemption; nothing has to be shown or declared",
    NOT_FOUND: "RTEC found no record. The patient may be exempt all the same: ask them, and have it declared",
    REFUSED: "RTEC did not take the question: have the patient declare whether they are exempt",
    UNAVAILABLE: "RTEC does not answer now: have the patient declare whether they are exempt",
}


@dataclass(frozen=True)
class Checked:
    """What came of a check."""

    outcome: str
    """found | not-found | refused | unavailable | not-asked"""
    wording: str
    needs_declaration: bool = True
    type: str = ""
    prescription_id: str = ""

    def shown(self) -> dict[str, Any]:
        """As a person sees it."""
        found = self.outcome == FOUND
        return {
            "outcome": self.outcome,
            "type": self.type or None,
            "source": "RTEC" if found else None,
            "wording": self.wording,
            "needs_declaration": self.needs_declaration,
            "overridable": False if found else None,
            "evidence_needed": False if found else None,
        }


class Exemptions:
    """Checks exemptions."""

    def __init__(self, store: Store, rtec: Rtec, sessions: Sessions, call_log: CallLog) -> None:
        self.store, self.rtec = store, rtec
        self.sessions, self.call_log = sessions, call_log

    def check(self, referral: Referral, prescription: str, requester: Requester) -> Checked:
        """Ask RTEC once for a prescription, where it may be asked at all."""
        known = self.known(referral, prescription)
        if known is not None:
            return known
        why = self.why_not(referral.adopted_patient, prescription)
        if why is not None:
            return why
        answer = self.ask(referral.adopted_patient or {}, prescription, requester)
        checked = self.checked(answer, prescription)
        self.keep(referral, checked)
        return checked

    def known(self, referral: Referral, prescription: str) -> Checked | None:
        """What RTEC has said of a prescription already; what it did not answer is asked once more."""
        kept = referral.rtec
        if kept is None or kept["outcome"] not in (FOUND, NOT_FOUND) or prescription not in ("", kept["id"]):
            return None
        return self.checked(RtecAnswer(kept["outcome"], kept["type"]), kept["id"])

    def checked(self, answer: RtecAnswer, prescription: str) -> Checked:
        """What is made of an answer."""
        return Checked(
            answer.outcome, _WORDS[answer.outcome], answer.outcome != FOUND, answer.type, prescription
        )

    def keep(self, referral: Referral, checked: Checked) -> None:
        """Note what came of a check, at the referral alone."""
        told = {"id": checked.prescription_id, "outcome": checked.outcome, "type": checked.type}
        self.store.change(referral.id, rtec=told)

    def why_not(self, patient: dict[str, Any] | None, prescription: str) -> Checked | None:
        """Why RTEC is not asked about a patient and a prescription; None where it is."""
        if patient is None or not patient["nhs_number"]:
            return Checked(NOT_ASKED, "RTEC is not asked before the patient was traced: have it declared")
        if self.is_exempt_by_age(patient["birth_date"]):
            return Checked(NOT_ASKED, "Exempt because of age: nothing has to be declared", False)
        if self.is_barred(patient):
            return Checked(NOT_ASKED, "RTEC is not asked about this patient: have it declared")
        if not self.is_prescription(prescription):
            return Checked(NOT_ASKED, self.no_prescription(prescription))
        if not self.is_whole(patient, prescription):
            return Checked(NOT_ASKED, "RTEC cannot be asked about such a record: have it declared")
        return None

    def is_exempt_by_age(self, birth_date: str) -> bool:
        """Whether a patient of this birth date is under 16, or 60 and over, today."""
        age = self.age(birth_date)
        return age is not None and not CHILD <= age < PENSIONER

    def age(self, birth_date: str) -> int | None:
        """How old a patient is today; None where their birth date is not known to the day."""
        try:
            born = date.fromisoformat(birth_date)
        except ValueError:
            return None
        day = self.today()
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def today(self) -> date:
        """The day that it is in London."""
        return today()

    def is_barred(self, patient: dict[str, Any]) -> bool:
        """Whether a patient is dead, or their record restricted."""
        return bool(patient.get("deceased") or patient.get("restricted") or patient.get("very_restricted"))

    def no_prescription(self, identifier: str) -> str:
        """What is said where there is no identifier of a prescription, or one that was keyed in wrongly."""
        if identifier:
            return f"{identifier} is no prescription identifier: look at its characters again"
        return "RTEC is asked for an electronic prescription only: have it declared"

    def is_prescription(self, identifier: str) -> bool:
        """Whether this is the identifier of an electronic prescription."""
        return SHORT_PRESCRIPTION.fullmatch(identifier) is not None and ends_rightly(identifier)

    def is_whole(self, patient: dict[str, Any], prescription: str) -> bool:
        """Whether a record has all that is asked by, in ASCII, and a whole birth date."""
        fields = self.fields(patient, prescription)
        return self.age(fields["dob"]) is not None and all(
            value and value.isascii() for value in fields.values()
        )

    def ask(self, patient: dict[str, Any], prescription: str, requester: Requester) -> RtecAnswer:
        """Ask, and write down that it was asked, whatever comes of it."""
        session = self.sessions.of(requester)
        user = session.person.user_id if session else requester.gphc
        answer = self.rtec.search(self.fields(patient, prescription), requester, user)
        result = f"{answer.outcome} {answer.type}".strip()
        self.log(requester, patient["nhs_number"], result)
        return answer

    def log(self, requester: Requester, number: str, result: str) -> None:
        """Write a check into the audit trail."""
        self.call_log.record(requester, "rtec", "exemption-checked", number, "", result)

    def fields(self, patient: dict[str, Any], prescription: str) -> dict[str, str]:
        """What is asked, of the record that was traced."""
        return {
            "dob": patient["birth_date"],
            "nhsNumber": patient["nhs_number"],
            "postcode": patient["address"]["postcode"].replace(" ", ""),
            "forename": (patient["given_names"] or [patient["given"]])[0],
            "surname": patient["family"],
            "prescriptionId": prescription,
        }
