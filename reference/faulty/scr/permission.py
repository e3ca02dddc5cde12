"""Faults in asking the patient's permission to view, in who may view, and in the alerts of emergency access."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from ...actions.action import Observation, Request, requester_of
from ...actions.action import referral as referral_of
from ...app import App
from ...kit.models import Referral
from ...kit.numbers import plain_nhs_number
from ...kit.problems import Refused, ServiceTrouble
from ...national.requester import Requester
from ...national.scr.alert import CLAIMED, ScrAlerts
from ...national.scr.service import Scr, Withheld
from ...pharmacy.rights import CARE_RECORD, Rights
from ...pharmacy.scr_viewer import GIVEN, ScrViewer, Viewed, number_of
from ...service import Service
from .._wrong import give, wrong


@wrong(catches=("SCR-03",), shows_when="a referral that is opened before permission is recorded")
def searches_for_the_record_before_permission(app: App) -> None:
    """Searches for a patient's record when the referral is opened, before it records their permission."""
    opened = app.actions["open_referral"]

    def early(service: Service, request: Request) -> Observation:
        number, requester = number_of(referral_of(service, request)), requester_of(service, request)
        with suppress(Refused, ServiceTrouble, Withheld):
            service.scr_viewer.scr.current(number, requester)
        return opened(service, request)

    app.actions["open_referral"] = early


@wrong(catches=("SCR-04",))
class RecordsPermissionWithoutWhoAsked(ScrViewer):
    """Records the patient's permission without who asked them and when."""

    def record_permission(
        self, referral: Referral, answer: str, reason: str, requester: Requester
    ) -> dict[str, Any]:
        permission = super().record_permission(referral, answer, reason, requester)
        return {**permission, "by": "", "at": ""}


@wrong(catches=("SCR-04",), shows_when="somebody whose name stands otherwise in CIS2")
class RecordsPermissionUnderTheNameThatItIsGiven(ScrViewer):
    """Records who asked the patient by what the request says of them, and not by whom CIS2 signed in."""

    def record_permission(
        self, referral: Referral, answer: str, reason: str, requester: Requester
    ) -> dict[str, Any]:
        permission = super().record_permission(referral, answer, reason, requester)
        return {**permission, "by": requester.name}


@wrong(catches=("SCR-05",), shows_when="a second patient, after one who gave permission")
class ReusesThePreviousPatientsPermission(ScrViewer):
    """Opens a patient's record by the permission that the previous patient gave."""

    @cached_property
    def last_given(self) -> dict[str, Any]:
        return {}

    def permission(self, referral: Referral) -> dict[str, Any]:
        if referral.scr_permission is None and self.last_given:
            return self.last_given
        permission = super().permission(referral)
        if permission["permission"] == GIVEN:
            self.last_given.update(permission)
        return permission


@wrong(catches=("SCR-05",), shows_when="nothing was recorded of the patient's permission")
class OpensRecordsWithoutPermission(ScrViewer):
    """Opens a record whose patient was never asked."""

    def permission(self, referral: Referral) -> dict[str, Any]:
        return referral.scr_permission or {"permission": GIVEN, "reason": ""}


@wrong(catches=("SCR-06",), shows_when="emergency access")
class AsksNoReasonForEmergencyAccess(ScrViewer):
    """Lets people view without permission who give no reason."""

    def check_reason(self, reason: str) -> None:
        """Every reason will do, and none."""


@wrong(catches=("SCR-06",), shows_when="a reason of blanks alone")
class TakesBlanksForAReason(ScrViewer):
    """Opens a record without permission for a reason that is made of blanks."""

    def check_reason(self, reason: str) -> None:
        super().check_reason("a reason" if reason else reason)


@wrong(catches=("SCR-19",), shows_when="somebody who is neither pharmacist nor pharmacy technician")
class LetsEverybodyViewRecords(Rights):
    """Lets everybody view Summary Care Records, whatever their role."""

    def check(self, role: str, right: str) -> None:
        if right != CARE_RECORD:
            super().check(role, right)

    @classmethod
    def install(cls, app: App) -> None:
        app.service.scr_viewer.rights = cls()  # of the viewer alone; the other parts keep theirs


@wrong(catches=("SCR-24",))
class SetsConsentAtTheSpine(ScrViewer):
    """Sets the patient's consent at the Spine when they permit one view."""

    def record_permission(
        self, referral: Referral, answer: str, reason: str, requester: Requester
    ) -> dict[str, Any]:
        permission = super().record_permission(referral, answer, reason, requester)
        if answer == GIVEN:
            number = number_of(referral)
            self.scr.client.post("/$setPermission", self.ask_always(number), requester, number)
        return permission

    def ask_always(self, number: str) -> dict[str, Any]:
        system = "https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission"
        parts = [
            {"name": "nhsNumber", "valueString": number},
            {"name": "permissionCode", "valueCoding": {"system": system, "code": "Ask"}},
        ]
        return {"resourceType": "Parameters", "parameter": [{"name": "setPermissions", "part": parts}]}


@wrong(catches=("SCR-07",), shows_when="emergency access")
class AlertsEmergencyAccessAsPermitted(ScrAlerts):
    """Alerts emergency access as if the patient had given permission."""

    def pairs(self, emergency: bool) -> tuple[tuple[str, str], ...]:
        return CLAIMED


@wrong(catches=("SCR-07", "SCR-08"))
class SendsAlertsWithTheNextView(ScrViewer):
    """Sends the alerts of a view only when the next record is viewed."""

    @cached_property
    def due(self) -> list[tuple[str, str, dict[str, Any], Requester]]:
        return []

    def send_alerts(
        self, number: str, document_id: str, permission: dict[str, Any], requester: Requester
    ) -> None:
        while self.due:
            super().send_alerts(*self.due.pop())
        self.due.append((number, document_id, permission, requester))


@wrong(catches=("SCR-09",))
class SendsAlertsWithAForbiddenTypeAndReason(ScrAlerts):
    """Sends alerts with a type and a reason that the API does not permit together, and ignores the refusal."""

    def pairs(self, emergency: bool) -> tuple[tuple[str, str], ...]:
        return (*super().pairs(emergency), ("2", "6"))

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app)
        give(_IgnoresRefusedAlerts, app)


class _IgnoresRefusedAlerts(Scr):
    def alert(self, event: dict[str, Any], number: str, requester: Requester) -> None:
        try:
            super().alert(event, number, requester)
        except ServiceTrouble:
            return


@wrong(catches=("SCR-09",))
class DatesAlertsADayEarly(ScrAlerts):
    """Dates each alert a day before it is made."""

    def event(
        self, pair: tuple[str, str], number: str, document_id: str, why: str, requester: Requester
    ) -> dict[str, Any]:
        event = super().event(pair, number, document_id, why, requester)
        made = datetime.fromisoformat(event["recorded"])
        return {**event, "recorded": (made - timedelta(days=1)).isoformat()}


@wrong(catches=("SCR-09",), shows_when="second patient")
class AlertsOfTheRecordBefore(ScrAlerts):
    """Names in each alert the record that was looked at before."""

    before = ""

    def event(
        self, pair: tuple[str, str], number: str, document_id: str, why: str, requester: Requester
    ) -> dict[str, Any]:
        named, self.before = self.before or document_id, document_id
        return super().event(pair, number, named, why, requester)


@wrong(catches=("SCR-09",))
def sends_alerts_with_a_wrong_asid(app: App) -> None:
    """Names itself in alerts by a short name in place of its ASID."""
    app.service.scr_viewer.alerts.asid = "1427"


@wrong(catches=("SCR-09",), shows_when="an emergency before it")
class RepeatsTheReasonOfTheEmergencyBefore(ScrAlerts):
    """Gives with an alert that needs no reason the one of the emergency before."""

    before = ""

    def event(
        self, pair: tuple[str, str], number: str, document_id: str, why: str, requester: Requester
    ) -> dict[str, Any]:
        self.before = why or self.before
        return super().event(pair, number, document_id, self.before, requester)


@wrong(catches=("SCR-09",), shows_when="second patient")
class TellsOfThePatientBefore(ScrAlerts):
    """Writes into the message of each alert the number of the first patient whose record was viewed."""

    first = ""

    def event(
        self, pair: tuple[str, str], number: str, document_id: str, why: str, requester: Requester
    ) -> dict[str, Any]:
        event = super().event(pair, number, document_id, why, requester)
        self.first = self.first or number
        (message,) = event["extension"]
        return {**event, "extension": [{**message, "valueString": f"{message['valueString']}: {self.first}"}]}


@wrong(catches=("SCR-04",))
class DatesPermissionsAnHourEarly(ScrViewer):
    """Keeps of each permission that it was recorded an hour before it was."""

    def record_permission(
        self, referral: Referral, answer: str, reason: str, requester: Requester
    ) -> dict[str, Any]:
        kept = super().record_permission(referral, answer, reason, requester)
        at = datetime.fromisoformat(kept["at"]) - timedelta(hours=1)
        return {**kept, "at": at.isoformat()}


@wrong(
    catches=("SCR-05",),
    shows_when="a referral with another patient's number, once its own patient was traced",
)
class ViewsByTheNumberOfTheReferral(ScrViewer):
    """Looks for the record under the number that the referral has, whoever was traced."""

    reported = ""

    def view(self, referral: Referral, requester: Requester) -> Viewed:
        self.reported = plain_nhs_number(str(referral.content["patient"]["nhs_number"]))
        return super().view(referral, requester)

    def _looked_up(self, _number: str, permission: dict[str, Any], requester: Requester) -> Viewed:
        return super()._looked_up(self.reported, permission, requester)


@wrong(catches=("SCR-07",), shows_when="an alert that the API does not take")
class ShowsRecordsThoughNoAlertWasTaken(Scr):
    """Shows a record in an emergency also where the alert about it was not taken."""

    def alert(self, event: dict[str, Any], number: str, requester: Requester) -> None:
        with suppress(ServiceTrouble):
            super().alert(event, number, requester)


@wrong(catches=("SCR-07",), shows_when="an alert of which the API takes no more for now")
class ShowsRecordsWhereTheAlertHasToWait(Scr):
    """Shows a record in an emergency where the alert about it came to the rate limit."""

    def alert(self, event: dict[str, Any], number: str, requester: Requester) -> None:
        try:
            super().alert(event, number, requester)
        except ServiceTrouble as trouble:
            if trouble.status != 429:
                raise


@wrong(catches=("SCR-07",), shows_when="a page in place of the API's answer to an alert")
class TakesAPageForAnAlertTaken(Scr):
    """Shows a record in an emergency where a page of something before the API answered the alert with 200."""

    def alert(self, event: dict[str, Any], number: str, requester: Requester) -> None:
        try:
            super().alert(event, number, requester)
        except ServiceTrouble as trouble:
            if trouble.status != 200:
                raise


@wrong(catches=("SCR-29",), shows_when="an alert that the API does not take")
class TakesARefusedAlertForNoRecord(ScrViewer):
    """Says that there is no record where the alert that has to come before it was not taken."""

    def _looked_up(self, number: str, permission: dict[str, Any], requester: Requester) -> Viewed:
        try:
            return super()._looked_up(number, permission, requester)
        except ServiceTrouble as trouble:
            if "alert" not in trouble.reason:
                raise
            return self.none(number)
