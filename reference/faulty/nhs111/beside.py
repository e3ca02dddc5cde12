"""Faults in what is shown beside a referral: documents and referrals of other cases, and what was taken back."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...kit.config import Premises
from ...kit.models import Document, Referral
from ...referrals.register import Referrals, Taken
from ...screen import Screen
from .._wrong import wrong


@wrong(catches=("N111-51",), shows_when="a second patient")
class ListsAnothersDocumentInTheHistory(Screen):
    """Shows in a referral's history the document of whoever was opened first."""

    @cached_property
    def first(self) -> list[dict[str, Any]]:
        return []

    def history(self, referral: Referral) -> list[dict[str, Any]]:
        own = super().history(referral)
        row = {"document_id": referral.document_id, "version": 1, "status": "superseded"}
        if not self.first:
            self.first.append(row)
        return [*own, *(row for row in self.first if row["document_id"] != referral.document_id)]


@wrong(catches=("N111-51",), shows_when="a second referral to the pharmacy")
class RelatesReferralsOfOnePharmacy(Screen):
    """Shows as related another referral of the pharmacy, whoever it is about."""

    def related(self, referral: Referral) -> list[dict[str, str]]:
        others = [other for other in self.store.referrals_of(referral.ods) if other.id != referral.id]
        more = [{"referral": other.id, "case_reference": self.case_reference(other)} for other in others[:1]]
        return [*super().related(referral), *more]


@wrong(catches=("N111-51",), shows_when="an earlier document")
class DatesEarlierDocumentsByTheirArrival(Screen):
    """Shows of each document of the history when it came, as when it was written."""

    def history(self, referral: Referral) -> list[dict[str, Any]]:
        came = {one.document_id: one.received for one in self.store.documents_of(referral.id)}
        return [{**row, "created": came[row["document_id"]]} for row in super().history(referral)]


@wrong(catches=("N111-51",), shows_when="a version that another took the place of")
class NumbersEarlierDocumentsAsTheCurrentOne(Screen):
    """Shows of each document of the history the version of the one that is current."""

    def history(self, referral: Referral) -> list[dict[str, Any]]:
        return [{**row, "version": referral.version} for row in super().history(referral)]


@wrong(catches=("N111-51",), shows_when="a version that another took the place of")
class CallsEarlierVersionsCurrent(Screen):
    """Says of a document whose place another version took that it is current."""

    def history(self, referral: Referral) -> list[dict[str, Any]]:
        stands = {"superseded": "current"}
        return [
            {**row, "status": stands.get(row["status"], row["status"])} for row in super().history(referral)
        ]


@wrong(catches=("N111-61",), shows_when="a report that names the patient's practice")
class ShowsThePracticeAsTheSender(Screen):
    """Shows the patient's practice as who sent the report, where the report names one."""

    def referral(self, referral: Referral) -> dict[str, Any]:
        found = super().referral(referral)
        return {**found, "sender": found["practice"]} if found["practice"]["ods"] else found


@wrong(catches=("N111-29",), shows_when="one of two reports of a case that was keyed in")
class LeavesWhatWasTakenBackAsItStood(Referrals):
    """Takes a report back, and calls it in the history of a case that stands what it was before."""

    def withdraw(self, session: Session, content: dict[str, Any], premises: Premises) -> Taken:
        wanted = select(Document).where(Document.set_id == content["set_id"], Document.status == "attached")
        attached = session.scalars(wanted).all()
        taken = super().withdraw(session, content, premises)
        for document in attached:
            document.status = "attached"
        return taken
