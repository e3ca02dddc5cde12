"""Faults in what is special to NHS 111 online: no NHS number, two callback numbers, short case ids, resubmissions."""

from __future__ import annotations

from typing import Any

from lxml import etree
from sqlalchemy import select
from sqlalchemy.orm import Session

from ...formats.soap import Fault
from ...inbound.itk.intake import Intake
from ...kit.config import Premises
from ...kit.models import Document, Referral
from ...referrals.audit import Arrival
from ...referrals.register import Referrals, Taken
from ...screen import Screen
from .._wrong import wrong


@wrong(catches=("N111O-01",), shows_when="a patient without an NHS number")
class RefusesReportsWithoutNhsNumber(Intake):
    """Refuses a report without an NHS number."""

    def check_document(self, document: etree._Element) -> None:
        super().check_document(document)
        if not self.read(document)["patient"]["nhs_number"]:
            raise Fault("expected an NHS number, received none")


@wrong(catches=("N111O-02",), shows_when="a patient without an NHS number")
class ShowsLocalIdsAsNhsNumbers(Screen):
    """Shows the sender's own id as the NHS number where that is missing."""

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        patient = super().reported_patient(referral)
        return {**patient, "nhs_number": patient["nhs_number"] or f"999{abs(hash(referral.id)) % 10**7:07d}"}


@wrong(catches=("N111O-03",), shows_when="two callback numbers that differ")
class HidesTheCallersCallbackNumber(Screen):
    """Shows the patient's callback number and not the caller's."""

    def informant(self, referral: Referral) -> dict[str, Any] | None:
        found = super().informant(referral)
        return {**found, "telephones": []} if found else None


@wrong(catches=("N111O-04",), shows_when="two cases with the same short id")
class MergesCasesWithTheSameShortId(Referrals):
    """Treats two cases with the same short case id as one."""

    def by_set_id(self, session: Session, content: dict[str, Any], premises: Premises) -> Referral | None:
        wanted = select(Referral).where(Referral.ods == premises.ods)
        same = [
            referral
            for referral in session.scalars(wanted)
            if referral.content["case_id"] == content["case_id"]
        ]
        return super().by_set_id(session, content, premises) or (same[0] if same else None)


@wrong(
    catches=("N111O-04",),
    shows_when="a case that was keyed in, with the short id of a patient without a number",
)
class TellsPatientsApartByNumberAlone(Referrals):
    """Takes a report for that of a keyed case, by its short id, unless two numbers tell the patients apart."""

    def handled_by_email(
        self, session: Session, content: dict[str, Any], premises: Premises
    ) -> Referral | None:
        patient = {**content["patient"], "birth_date": ""}
        return super().handled_by_email(session, {**content, "patient": patient}, premises)


@wrong(catches=("N111O-04",), shows_when="a case that was keyed in, with the short id of another patient's")
class PutsReportsInPlaceOfWhatWasKeyed(Referrals):
    """Puts a report in the place of what staff keyed in with its short case id, whoever that is about."""

    def _new(self, session: Session, content: dict[str, Any], premises: Premises, arrival: Arrival) -> Taken:
        taken = super()._new(session, content, premises, arrival)
        for held in session.scalars(select(Referral).where(Referral.channel == "keyed")):
            if held.content["case_id"].casefold() == content["case_id"].casefold():
                held.content = {**held.content, "patient": content["patient"]}
        return taken


@wrong(catches=("N111O-05",), shows_when="a request that is sent again with other text")
class DropsChangedResubmissions(Referrals):
    """Drops a request that is sent again with other text, since its case is known."""

    def same_document(self, session: Session, content: dict[str, Any], premises: Premises) -> Document | None:
        found = super().same_document(session, content, premises)
        same = [
            document
            for document in session.scalars(select(Document))
            if document.status == "current"
            and document.content["case_reference"] == content["case_reference"]
        ]
        return found or (same[0] if same else None)


@wrong(catches=("N111O-06",), shows_when="a report of NHS 111 online")
class ShowsTwoSectionsOfOnlineReports(Screen):
    """Shows the first two sections of a report of NHS 111 online only."""

    def sections(self, referral: Referral) -> list[dict[str, str]]:
        found = super().sections(referral)
        return found[:2] if referral.source == "nhs111-online" else found
