"""Faults in what is shown beside a referral: documents and referrals of other cases."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from ...kit.models import Referral
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
