"""Faults in referrals of GP practices that staff key in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..inbound.keyed import Form, KeyedIntake
from ..kit.models import Referral
from ..referrals.content import section
from ._wrong import wrong


@wrong(catches=("GPR-05",))
class LosesKeyedComplaint(KeyedIntake):
    """Keeps the notes of a referral that staff key in, and not the complaint."""

    def sections(self, form: Form) -> list[dict[str, str]]:
        return [part for part in super().sections(form) if part["title"] == "Notes"]


@wrong(catches=("GPR-05",))
class ShowsKeyedWordsAsHeadings(KeyedIntake):
    """Shows what staff key in as headings, with what it is below them."""

    def sections(self, form: Form) -> list[dict[str, str]]:
        return [section(one["text"], one["title"]) for one in super().sections(form)]


@wrong(catches=("GPR-05",), shows_when="a reference that another patient has")
class KnowsKeyedReferralsByTheirReference(KeyedIntake):
    """Takes what is keyed in under a reference that is here for the same referral, whoever the patient is."""

    def check_new(self, known: dict[str, Any], source: str, held: list[Referral]) -> None:
        return


@wrong(catches=("GPR-05",), shows_when="a complaint and notes")
class PutsKeyedNotesForTheComplaint(KeyedIntake):
    """Shows what staff key in as notes under the heading of the complaint, and the complaint as notes."""

    def sections(self, form: Form) -> list[dict[str, str]]:
        return super().sections(replace(form, complaint=form.notes, notes=form.complaint))


@wrong(catches=("GPR-06",), shows_when="a practice that asks for a medicine")
class SuppliesMedicinesOnGpReferrals(KeyedIntake):
    """Lets an urgent medicine be supplied on the referral of a GP practice."""

    def check(self, source: str, service: str) -> None:
        return
