"""Faults that show by what the Summary Care Record API answers, or by what the patient said, in some cases only."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from ...formats.fhir_json import Resource, resources_in
from ...kit.models import Referral
from ...kit.problems import ServiceTrouble
from ...national.requester import Requester
from ...national.scr.record import patients_in, written
from ...national.scr.service import CareRecord, Current, Scr
from ...pharmacy.scr_viewer import GIVEN, REFUSED, ScrViewer, Viewed
from .._wrong import wrong

_WELL, _FAILED = 200, 500


@wrong(catches=("SCR-05",), shows_when="a permission that was taken back")
class KeepsToAPermissionThatWasTakenBack(ScrViewer):
    """Opens a record by the permission that the patient gave first, whatever they said since."""

    @cached_property
    def first(self) -> dict[str, dict[str, Any]]:
        return {}

    def permission(self, referral: Referral) -> dict[str, Any]:
        if referral.id not in self.first:
            self.first[referral.id] = super().permission(referral)
        return self.first[referral.id]


@wrong(catches=("SCR-05",), shows_when="a patient who refused")
class OpensRecordsAfterARefusal(ScrViewer):
    """Opens a record once an answer of the patient is recorded, also where they refused."""

    def permission(self, referral: Referral) -> dict[str, Any]:
        said = referral.scr_permission or {}
        return (
            {**said, "permission": GIVEN}
            if said.get("permission") == REFUSED
            else super().permission(referral)
        )


@wrong(catches=("SCR-05",), shows_when="a patient of whom the Spine says Yes")
class TakesTheSpinesYesForPermission(ScrViewer):
    """Asks nobody where the Spine has a Yes of former times."""

    def view(self, referral: Referral, requester: Requester) -> Viewed:
        number = str(referral.content["patient"]["nhs_number"] or "")
        current = self.scr.current(number, requester) if number and not referral.scr_permission else None
        if current is not None and current.permission == "Yes":
            referral.scr_permission = {"permission": GIVEN, "reason": ""}
        return super().view(referral, requester)


@wrong(catches=("SCR-15",), shows_when="a patient who has opted out")
class TreatsWhoOptedOutAsWithoutARecord(Scr):
    """Says of a patient who has opted out that they have no record."""

    def current(self, number: str, requester: Requester) -> Current | None:
        current = super().current(number, requester)
        return None if current is not None and current.permission == "No" else current


@wrong(catches=("SCR-29",), shows_when="an answer 500 to a search")
class TreatsAFailedSearchAsNoRecord(Scr):
    """Says that there is no record where a search for it failed."""

    def current(self, number: str, requester: Requester) -> Current | None:
        try:
            return super().current(number, requester)
        except ServiceTrouble as trouble:
            if trouble.status == _FAILED:
                return None
            raise


@wrong(catches=("SCR-29",), shows_when="an answer 200 to a search that is no bundle")
class TreatsWhatIsNoBundleAsNoRecord(Scr):
    """Says that there is no record where what came with 200 to a search cannot be read, or is something else."""

    def current(self, number: str, requester: Requester) -> Current | None:
        try:
            return super().current(number, requester)
        except ServiceTrouble as trouble:
            if trouble.status == _WELL:
                return None
            raise


@wrong(catches=("SCR-29",), shows_when="a search whose connection ends without an answer")
class TreatsSilenceAsNoRecord(Scr):
    """Says that there is no record where nothing came to a search."""

    def current(self, number: str, requester: Requester) -> Current | None:
        try:
            return super().current(number, requester)
        except ServiceTrouble as trouble:
            if trouble.status is None:
                return None
            raise


@wrong(catches=("SCR-29",), shows_when="a read without a record to show")
class ShowsAnEmptyRecordWhereAReadFailed(Scr):
    """Shows a record without sections where it was found and could not be read."""

    def record(self, number: str, document_id: str, requester: Requester) -> CareRecord | None:
        try:
            return super().record(number, document_id, requester)
        except ServiceTrouble as trouble:
            if "alone" in trouble.reason:
                raise
            return CareRecord(document_id, "")


@wrong(catches=("SCR-29",), shows_when="a read of which too much was asked")
class ShowsAnEmptyRecordAfterARateLimit(Scr):
    """Shows a record without sections where the API says that too much was asked of it."""

    def record(self, number: str, document_id: str, requester: Requester) -> CareRecord | None:
        try:
            return super().record(number, document_id, requester)
        except ServiceTrouble as trouble:
            if trouble.status != 429:
                raise
            return CareRecord(document_id, "")


@wrong(catches=("SCR-31",), shows_when="a record that names another patient")
class ShowsARecordOfSomebodyElse(Scr):
    """Shows the record that came, whoever it says that it is about."""

    def record(self, number: str, document_id: str, requester: Requester) -> CareRecord | None:
        asked = {
            "composition.identifier": document_id,
            "composition.subject:Patient.identifier": f"https://fhir.nhs.uk/Id/nhs-number|{number}",
        }
        try:
            return super().record(number, document_id, requester)
        except ServiceTrouble as trouble:
            if "alone" not in trouble.reason:
                raise
            resources = resources_in(self.client.get("/Bundle", asked, requester, number).json())
            if not self.is_named(number, resources):
                raise
            composition = next(one for one in resources if one.get("resourceType") == "Composition")
            return CareRecord(document_id, written(composition), self.sections(composition))

    def is_named(self, _number: str, _resources: list[Resource]) -> bool:
        """Whether the patient is one of those whom a record names."""
        return True


@wrong(catches=("SCR-31",), shows_when="a record about another patient that names the right one too")
class LooksForThePatientAnywhereInARecord(ShowsARecordOfSomebodyElse):
    """Shows a record that is about somebody else, where the patient is named in it too."""

    def is_named(self, number: str, resources: list[Resource]) -> bool:
        return number in patients_in(resources)
