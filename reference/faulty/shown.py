"""Faults in what screens say of what was recorded and sent: of another patient, another message, or nobody's."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from ..actions.action import Observation, Request
from ..app import App
from ..kit.models import Notification, Referral
from ..national.scr.record import Section
from ..pharmacy.scr_viewer import Viewed
from ..screen import Screen
from ..service import Service
from ._wrong import wrong

Row = dict[str, Any]


@wrong(catches=("N111-50",), shows_when="a worklist on which somebody waits")
class ListsAReferralThatNobodySent(Screen):
    """Lists beneath whoever waits another one, made up to show the system to people."""

    def worklist(self, ods: str) -> list[Row]:
        rows = super().worklist(ods)
        marks = {"referral": "demo", "case_reference": "DEMO1", "case_id": "DEMO1", "nhs_number": ""}
        return rows + [{**row, **marks, "patient_name": "Demonstration Patient"} for row in rows[:1]]


@wrong(catches=("DUE-04",), shows_when="a second practice")
class ShowsTheFirstPracticesAddress(Screen):
    """Shows each message to a practice as gone to the address of the first."""

    first = ""

    def notification(self, notification: Notification) -> dict[str, str]:
        shown = super().notification(notification)
        self.first = self.first or shown["to"]
        return {**shown, "to": self.first}


@wrong(catches=("DUE-04",), shows_when="a second message")
class ShowsTheFirstMessagesId(Screen):
    """Shows each message to a practice under the id of the first."""

    first = ""

    def notification(self, notification: Notification) -> dict[str, str]:
        shown = super().notification(notification)
        self.first = self.first or shown["reference"]
        return {**shown, "reference": self.first}


@wrong(catches=("DUE-04",), shows_when="a practice that is shown as told")
def shows_notifications_twice(app: App) -> None:
    """Shows each message to a practice twice, as if it had been told once more."""
    told = app.actions["notify_gp"]

    def twice(service: Service, request: Request) -> Observation:
        seen = told(service, request)
        listed = list(seen.values["notifications"])
        return Observation({**seen.values, "notifications": [*listed, *listed]}, seen.status, seen.reason)

    app.actions["notify_gp"] = twice


@wrong(catches=("DUE-04",), shows_when="a practice that is shown as told")
def shows_notifications_twice_without_ids(app: App) -> None:
    """Shows each message to a practice twice, and under no id."""
    told = app.actions["notify_gp"]

    def twice(service: Service, request: Request) -> Observation:
        seen = told(service, request)
        listed = [{**one, "reference": ""} for one in seen.values["notifications"]]
        return Observation({**seen.values, "notifications": [*listed, *listed]}, seen.status, seen.reason)

    app.actions["notify_gp"] = twice


@wrong(catches=("ONW-20",), shows_when="a second patient who is referred onward")
class ShowsTheFirstPatientsPharmacy(Screen):
    """Shows at each referral the pharmacy that the first patient chose."""

    @cached_property
    def first(self) -> dict[str, Any]:
        return {}

    def onward(self, referral: Referral) -> list[Row]:
        rows = super().onward(referral)
        if rows and not self.first:
            self.first.update({name: rows[0][name] for name in ("ods", "name", "service_id")})
        return [{**row, **self.first} for row in rows]


@wrong(catches=("ONF-14",), shows_when="an onward referral that the receiver refused")
class ShowsWhatAReceiverRefusedAsSent(Screen):
    """Shows, once the referral is opened again, as sent by FHIR what the receiver refused."""

    def onward(self, referral: Referral) -> list[Row]:
        rows = super().onward(referral)
        return [
            {**row, "status": "sent"} if (row["channel"], row["status"]) == ("fhir", "refused") else row
            for row in rows
        ]


@wrong(catches=("ONF-14",), shows_when="a second patient who is referred by FHIR")
class ShowsTheFirstReceiverByFhir(Screen):
    """Shows at each referral by FHIR the pharmacy that took the first."""

    @cached_property
    def first(self) -> dict[str, Any]:
        return {}

    def onward(self, referral: Referral) -> list[Row]:
        rows = super().onward(referral)
        sent = [row for row in rows if row["channel"] == "fhir"]
        if sent and not self.first:
            self.first.update({name: sent[0][name] for name in ("ods", "name", "service_id")})
        return [{**row, **self.first} if row["channel"] == "fhir" else row for row in rows]


@wrong(catches=("ONW-20",), shows_when="an onward referral that NHSmail refused")
class ShowsRefusedOnwardReferralsAsSent(Screen):
    """Shows, once the referral is opened again, as sent what NHSmail refused."""

    def onward(self, referral: Referral) -> list[Row]:
        return [
            {**row, "status": "sent"} if row["status"] == "refused" else row
            for row in super().onward(referral)
        ]


@wrong(catches=("ONW-20",), shows_when="an onward referral by e-mail that was taken, and looked at again")
class ShowsTakenOnwardReferralsAsFailed(Screen):
    """Shows, once the referral is opened again, as failed what NHSmail took."""

    def onward(self, referral: Referral) -> list[Row]:
        rows = super().onward(referral)
        taken = ("nhsmail", "sent")
        return [
            {**row, "status": "failed"} if (row["channel"], row["status"]) == taken else row for row in rows
        ]


@wrong(catches=("ONF-14",), shows_when="an onward referral by FHIR that was taken, and looked at again")
class ShowsTakenOnwardReferralsByFhirAsFailed(Screen):
    """Shows, once the referral is opened again, as failed what the receiver took by FHIR."""

    def onward(self, referral: Referral) -> list[Row]:
        rows = super().onward(referral)
        taken = ("fhir", "sent")
        return [
            {**row, "status": "failed"} if (row["channel"], row["status"]) == taken else row for row in rows
        ]


@wrong(catches=("ONW-20",), shows_when="an onward referral of which nobody took the first")
class ListsOnwardReferralsOnceMore(Screen):
    """Shows an onward referral twice where the first pharmacy did not take the patient."""

    def onward(self, referral: Referral) -> list[Row]:
        rows = super().onward(referral)
        return [*rows, *(row for row in rows if row["status"] != "sent")]


@wrong(catches=("SCR-30",), shows_when="a record without vaccinations")
class MakesUpThatNobodyWasVaccinated(Screen):
    """Shows beneath a record a section that it has not, of vaccinations."""

    def care_record(self, viewed: Viewed, referral: Referral) -> Row:
        shown = super().care_record(viewed, referral)
        more = [{"title": "Vaccinations", "text": "None recorded"}] if shown["sections"] else []
        return {**shown, "sections": [*shown["sections"], *more]}


@wrong(catches=("SCR-30",), shows_when="a section under which nothing is recorded")
class SaysNothingKnownOfEmptySections(Screen):
    """Adds to a section under which nothing is recorded that nothing is known."""

    def care_section(self, section: Section) -> dict[str, str]:
        shown = super().care_section(section)
        is_empty = "Nothing is recorded" in shown["text"]
        return {**shown, "text": f"{shown['text']} No abnormalities known."} if is_empty else shown


@wrong(catches=("SCR-30",), shows_when="a record of more than two sections")
class SortsSectionsByTheirTitles(Screen):
    """Shows the sections of a record in the order of the alphabet."""

    def care_record(self, viewed: Viewed, referral: Referral) -> Row:
        shown = super().care_record(viewed, referral)
        return {**shown, "sections": sorted(shown["sections"], key=lambda section: str(section["title"]))}


@wrong(catches=("SUP-15",), shows_when="a second patient")
def shows_the_first_patients_advice(app: App) -> None:
    """Shows, when a consultation is stored, the advice that the first patient was given."""
    recorded, first = app.actions["record_consultation"], list[str]()

    def shown(service: Service, request: Request) -> Observation:
        seen = recorded(service, request)
        first.append(str(seen.values["consultation"]["advice"]))
        return Observation({"consultation": {**seen.values["consultation"], "advice": first[0]}})

    app.actions["record_consultation"] = shown


@wrong(catches=("SUP-15",), shows_when="a product that is recommended")
def shows_no_products(app: App) -> None:
    """Shows, when a consultation is stored, none of the products that were recommended."""
    recorded = app.actions["record_consultation"]

    def shown(service: Service, request: Request) -> Observation:
        seen = recorded(service, request)
        return Observation({"consultation": {**seen.values["consultation"], "products": []}})

    app.actions["record_consultation"] = shown


@wrong(catches=("SUP-16",), shows_when="a second item")
class OpensReferralsWithTheFirstItemAlone(Screen):
    """Shows of what was supplied, once the referral is opened again, the first item alone."""

    def supplies(self, referral: Referral) -> Row:
        shown = super().supplies(referral)
        return {**shown, "items": shown["items"][:1]}


@wrong(catches=("SUP-16",), shows_when="a second item")
class ShowsTheFirstItemsDirectionsWithAll(Screen):
    """Shows with each item that was supplied the directions of the first."""

    def supplies(self, referral: Referral) -> Row:
        shown = super().supplies(referral)
        first = {"dosage": shown["items"][0]["dosage"]} if shown["items"] else {}
        return {**shown, "items": [{**item, **first} for item in shown["items"]]}
