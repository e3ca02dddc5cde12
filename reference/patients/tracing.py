"""What a trace means for a referral: what is said of it, what is kept of it, and what of older copies must go."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..kit.models import Referral
from ..kit.problems import Refused
from ..kit.store import Store
from ..national.found import Found
from ..referrals.alerts import Alerts
from ..referrals.notices import Notice, after_trace, notice
from . import findings
from .comparing import Comparing

_FOR_THE_BACK_OFFICE = {"collision", "invalidated"}


@dataclass(frozen=True)
class Traced(Found):
    """What was found, with the notices that it calls for."""

    notices: list[Notice] = field(default_factory=list)
    """Of the answer as a whole; the notices of a patient are among the patient's own."""

    def all_notices(self) -> list[Notice]:
        """Those of the answer, and of its patient where there is one: of several, each line shows its own."""
        patient = self.patients[0] if len(self.patients) == 1 else {}
        return [*self.notices, *patient.get("notices", [])]


class Tracing:
    """Says what was found for a referral, and keeps it there."""

    def __init__(self, store: Store, alerts: Alerts) -> None:
        self.store = store
        self.alerts = alerts
        self.comparing = Comparing()

    def traced(self, referral: Referral | None, found: Found, asked: str = "") -> Traced:
        """What was found, with all that the pharmacist must know of it; `asked` is the number asked for, if any."""
        of_copy = [notice("stale")] if found.stale else []
        patients = [
            {**patient, "notices": [*of_copy, *self.notices(referral, patient, asked)]}
            for patient in found.patients
        ]
        absence = self.of_absence(found, asked)
        return Traced(found.outcome, patients, found.message, found.stale, absence)

    def checked(self, found: Found, asked: str = "") -> Traced:
        """What came of checking the number `asked`, or of asking for a number; no record is looked at."""
        notices = findings.of_check(found, asked)
        message = found.message or (notices[0]["text"] if found.outcome == "not_verified" else "")
        return Traced(found.outcome, found.patients, message, found.stale, notices)

    def notices(self, referral: Referral | None, patient: dict[str, Any], asked: str) -> list[Notice]:
        """What is said of one patient."""
        notices = findings.of_record(patient, asked)
        if referral is None:
            return notices
        if asked and patient["nhs_number"] != asked and self.others(referral, patient["nhs_number"]):
            notices.append(notice("collision", asked, new=patient["nhs_number"]))
        if differing := self.comparing.in_words(referral.content["patient"], patient):
            notices.append(notice("differs", differences=" ".join(differing)))
        return notices

    def of_absence(self, found: Found, asked: str) -> list[Notice]:
        """What is said where no patient was found."""
        return findings.of_absence(found, asked)

    def others(self, referral: Referral, number: str) -> list[Referral]:
        """Other referrals of this pharmacy whose patient has an NHS number."""
        known = [other for other in self.store.referrals_of(referral.ods) if other.id != referral.id]
        return [other for other in known if number in _numbers(other)]

    def keep(self, referral: Referral, found: Traced, asked: str, by_search: bool, through: str) -> None:
        """Keep what was found, say it at the referral, and bring the copy that it adopted up to date."""
        kept = {"by_search": by_search, "through": through, "outcome": found.outcome}
        fresh = found.all_notices()
        with self.store.writing() as session:
            row = session.get_one(Referral, referral.id)
            for fresh_notice in fresh:
                if self.is_for_the_back_office(fresh_notice) and fresh_notice not in row.notices:
                    self.alerts.sound(session, row, "back-office")
            row.matches = {**kept, "patients": found.patients}
            row.notices = after_trace(row.notices, fresh, asked)
            row.adopted_patient = self.up_to_date(row.adopted_patient, found, asked, by_search)
            for patient in found.patients:
                if patient["restricted"]:
                    self.withhold(session, row, patient["nhs_number"])

    def is_for_the_back_office(self, fresh: Notice) -> bool:
        """Whether somebody has to put right what a trace has found."""
        return fresh["kind"] in _FOR_THE_BACK_OFFICE

    def up_to_date(
        self, adopted: dict[str, Any] | None, found: Found, asked: str, by_search: bool
    ) -> dict[str, Any] | None:
        """The copy that a referral adopted, after the same patient was traced again."""
        if adopted is None or (found.outcome == "invalidated" and adopted["nhs_number"] == asked):
            return None
        for patient in found.patients:
            if adopted["nhs_number"] not in {patient["nhs_number"], asked}:
                continue
            if patient.get("very_restricted"):
                return None
            if not by_search and patient["nhs_number"] == adopted["nhs_number"]:
                return {**patient, "practice": _named(patient["practice"], adopted["practice"])}
            if patient["restricted"]:
                return {**withheld(adopted), "notices": patient["notices"]}
        return adopted

    def withhold(self, session: Session, row: Referral, number: str) -> None:
        """Take the whereabouts of a restricted patient out of every older copy at this pharmacy, adopted or found."""
        others = select(Referral).where(Referral.ods == row.ods, Referral.id != row.id)
        adopted = Referral.adopted_patient["nhs_number"].as_string() == number
        for other in session.scalars(others.where(adopted)):
            other.adopted_patient = withheld(other.adopted_patient or {})
        for other in session.scalars(others.where(Referral.matches["patients"].as_string().contains(number))):
            other.matches = None

    def check(self, referral: Referral, patient: dict[str, Any]) -> None:
        """Refuse to adopt what cannot be this referral's patient, or cannot be seen to be."""
        if patient.get("very_restricted"):
            raise Refused(
                "This record is very restricted, and nothing of it can be compared: go on without it, unverified"
            )
        if self.comparing.is_somebody_else(referral.content["patient"], patient):
            raise Refused(
                "Name and birth date are not those of the referral: the NHS number is another patient's. "
                "Find the patient by their details"
            )


def withheld(patient: dict[str, Any]) -> dict[str, Any]:
    """A copy of a record without anything that says where the patient is."""
    nowhere = {"address": {"lines": [], "postcode": ""}, "telephone": "", "practice": {"ods": "", "name": ""}}
    return {**patient, **nowhere, "practice_ended": "", "restricted": True}


def _numbers(referral: Referral) -> set[str]:
    adopted = referral.adopted_patient or {}
    return {str(adopted.get("nhs_number")), str(referral.content["patient"].get("nhs_number"))}


def _named(practice: dict[str, str], before: dict[str, str]) -> dict[str, str]:
    """A practice with the name that it was known by."""
    return before if practice["ods"] == before["ods"] else practice
