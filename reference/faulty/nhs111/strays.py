"""Faults in showing, with a report, what does not stand in it: of another patient, made up, or for another use."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from ...kit.models import Referral
from ...screen import Screen
from .._wrong import wrong


class _Remembering(Screen):
    """Shows as others do, and remembers something of whoever was shown first."""

    @cached_property
    def first(self) -> dict[str, Any]:
        return {}

    def of_another(self, referral: Referral, thing: Any) -> Any:
        """Give what was remembered of somebody else; the thing itself, remembered, where nobody was shown before."""
        self.first.setdefault("number", referral.content["patient"]["nhs_number"])
        self.first.setdefault("thing", thing)
        is_own = self.first["number"] == referral.content["patient"]["nhs_number"]
        return thing if is_own else self.first["thing"]


@wrong(catches=("N111-37",), shows_when="a second patient")
class AddsTheNumbersOfThePatientBefore(_Remembering):
    """Shows beside a patient's telephone numbers those of whoever was shown first."""

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        patient = super().reported_patient(referral)
        listed = patient["telephones"]
        more = self.of_another(referral, listed)
        return {**patient, "telephones": listed if more == listed else [*listed, *more]}


@wrong(catches=("N111-37",), shows_when="a number for another use than calling back")
class ShowsHomeNumbersAsMobilesToo(Screen):
    """Shows a number for home a second time, as a mobile's."""

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        patient = super().reported_patient(referral)
        listed = patient["telephones"]
        again = [{**number, "use": "mobile"} for number in listed if number["use"] == "home"]
        return {**patient, "telephones": [*listed, *again]}


@wrong(catches=("N111-37",), shows_when="a patient who rang themselves, after somebody rang for another")
class KeepsTheCallerOfTheReportBefore(Screen):
    """Shows whoever rang for another patient as the caller, where a report names none."""

    @cached_property
    def before(self) -> dict[str, Any]:
        return {}

    def informant(self, referral: Referral) -> dict[str, Any] | None:
        found = super().informant(referral)
        self.before.update(found or {})
        return found or (dict(self.before) or None)


@wrong(catches=("N111-02",), shows_when="a second patient")
class ShowsTheAddressOfThePatientBefore(_Remembering):
    """Shows as a patient's home where the patient lives who was shown first."""

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        patient = super().reported_patient(referral)
        return {**patient, "addresses": self.of_another(referral, patient["addresses"])}


@wrong(catches=("N111O-02",), shows_when="an address for a second use")
class CallsWhereThePatientIsTemporary(Screen):
    """Shows the address where a patient is as one for a time."""

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        patient = super().reported_patient(referral)
        listed = [
            {**address, "use": "temporary"} if address["use"] == "physical" else address
            for address in patient["addresses"]
        ]
        return {**patient, "addresses": listed}


@wrong(catches=("N111O-03",), shows_when="a report of NHS 111 online")
class ShowsTheFormsNumberAsTheHome(Screen):
    """Shows the number of whoever filled the form in as the patient's at home too."""

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        patient = super().reported_patient(referral)
        told = (self.informant(referral) or {}).get("telephones") or []
        return {**patient, "telephones": [*patient["telephones"], *({**one, "use": "home"} for one in told)]}


@wrong(catches=("N111-06",), shows_when="a second patient")
class AddsASectionOfTheReportBefore(_Remembering):
    """Shows beneath a report the first section of the one that was shown first."""

    def sections(self, referral: Referral) -> list[dict[str, str]]:
        own = super().sections(referral)
        more = self.of_another(referral, own[:1])
        return own if more == own[:1] else [*own, *more]


@wrong(catches=("N111-06", "N111F-02"), shows_when="a report without an examination")
class MakesUpAnExamination(Screen):
    """Shows a section of its own, that nothing was found, where a report has none of an examination."""

    def sections(self, referral: Referral) -> list[dict[str, str]]:
        own = super().sections(referral)
        told = any("examin" in part["title"].casefold() for part in own)
        return own if told else [{"title": "Examination", "text": "Examined: nothing abnormal found"}, *own]


@wrong(catches=("N111-39",), shows_when="a table")
class FillsTablesUp(Screen):
    """Adds a line to each text of two columns, as a form does that has lines of its own."""

    def section(self, section: dict[str, str]) -> dict[str, str]:
        shown = super().section(section)
        is_table = "\t" in shown["text"]
        return {**shown, "text": f"{shown['text']}\nOxygen saturation\tnormal"} if is_table else shown
