"""Faults in asking the prescription tracker, and in showing what it says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..actions.action import Observation, Request
from ..actions.action import referral as referral_of
from ..app import App
from ..kit.problems import ServiceTrouble
from ..kit.store import Store
from ..national.clinical_tracker import ClinicalTracker
from ..national.eps_tracker import EpsTracker
from ..national.http import Caller
from ..national.prescription import AWAY, READY, Prescription, prescription_from
from ..national.request_group import Group
from ..national.requester import Requester
from ..national.tracked import Tracked
from ..service import Service
from ._wrong import give, wrong

if TYPE_CHECKING:
    import httpx


@wrong(catches=("EPT-01",), shows_when="a code inside a 200")
class TakesTheTrackersTroubleForNone(EpsTracker):
    """Says that there is no prescription whatever code the tracker gives."""

    def answered(self, data: dict[str, Any]) -> dict[str, Any] | None:
        return data if str(data.get("statusCode")) == "0" else None


@wrong(catches=("EPT-01",), shows_when="the details of a prescription, which cannot be had")
class KeepsQuietOfDetailsThatCannotBeHad(EpsTracker):
    """Shows what the summary says where the details of a prescription cannot be had, and says nothing of that."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        try:
            return super().whole(identifier, row)
        except ServiceTrouble:
            return prescription_from(identifier, row)


@wrong(catches=("EPT-01",), shows_when="a page in place of a prescription, by FHIR")
class TakesAPageForAPrescriptionSeen(ClinicalTracker):
    """Shows what a search by FHIR says where a page came in place of the prescription, and says nothing of that."""

    def whole(self, group: Group, requester: Requester) -> Prescription:
        try:
            return super().whole(group, requester)
        except ServiceTrouble as trouble:
            if "status 200" not in trouble.reason:
                raise
            return group.prescription


@wrong(catches=("EPT-01",), shows_when="an answer that cannot be read")
class TakesWhatCannotBeReadForNone(EpsTracker):
    """Says that there is none where what came is nothing that can be read, or nothing came."""

    def ask(self, path: str, query: dict[str, str]) -> dict[str, Any] | None:
        try:
            return super().ask(path, query)
        except ServiceTrouble as trouble:
            if "does not answer" not in trouble.reason:
                raise
            return None


@wrong(catches=("EPT-02",), shows_when="an item that was not dispensed")
class CallsNotDispensedDispensed(EpsTracker):
    """Shows what was not dispensed in the words of what was."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        return replace(found, status="Dispensed") if found.status == "Not Dispensed" else found


@wrong(catches=("EPT-03",))
class LeavesTheAsidOut(EpsTracker):
    """Asks without its own id."""

    def headers(self) -> dict[str, str]:
        return {"Accept": "application/json"}


@wrong(catches=("EPT-04",), shows_when="a wrong check character")
class AsksForWrongIdentifiers(EpsTracker):
    """Asks for whatever has the form of an identifier."""

    def ends_rightly(self, _identifier: str) -> bool:
        return True


@wrong(catches=("EPT-04",), shows_when="an identifier in small letters")
class TakesCapitalsAlone(EpsTracker):
    """Refuses an identifier in small letters."""

    def checked(self, typed: str) -> str:
        return super().checked(typed if typed.isupper() else f"{typed}?")


@wrong(catches=("EPT-05",), shows_when="an identifier that ends in +")
class LeavesThePlusAsItIs(EpsTracker):
    """Writes identifiers into addresses as they are."""

    def target(self, path: str, query: dict[str, str]) -> str:
        return f"{path}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


@wrong(catches=("EPT-06",), shows_when="a second item")
class ShowsTheFirstItem(EpsTracker):
    """Shows one item of each prescription."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        return replace(found, items=found.items[:1])


@wrong(catches=("EPT-06",), shows_when="a prescription that is over")
class LeavesOutWhatIsOver(EpsTracker):
    """Leaves expired and cancelled prescriptions out without a word."""

    def known(self, nhs_number: str, wanted: str) -> list[Prescription]:
        return [
            found
            for found in super().known(nhs_number, wanted)
            if found.status not in ("Expired", "Cancelled")
        ]


@wrong(catches=("EPT-07",), shows_when="a prescription that no pharmacy has")
class ShowsTheTrackersWordsForNothing(EpsTracker):
    """Shows Not Found as the name of a pharmacy."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        nobody = {"ods": "Not Found", "name": "Not Found", "phone": "Not Found"}
        return found if found.holder else replace(found, holder=nobody)


@wrong(catches=("EPT-07",), shows_when="fetched by a pharmacy that the tracker does not know")
class NamesAnUnknownPharmacyInTheTrackersWords(EpsTracker):
    """Shows Not Found as the pharmacy that has fetched a prescription, where the tracker does not know it."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        unknown = {"ods": "Not Found", "name": "Not Found", "phone": "Not Found"}
        is_away = found.status in AWAY and not found.holder
        return replace(found, holder=unknown) if is_away else found


@wrong(catches=("EPT-08",), shows_when="a second look at the same patient")
class KeepsPrescriptions(EpsTracker):
    """Shows what the tracker said before."""

    kept: dict[str, list[Prescription]]

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).kept = {}

    def known(self, nhs_number: str, wanted: str) -> list[Prescription]:
        if nhs_number not in self.kept:
            self.kept[nhs_number] = super().known(nhs_number, wanted)
        return self.kept[nhs_number]


@wrong(catches=("EPT-09",), shows_when="another patient on the worklist")
class AsksAboutEverybodyWhoWaits(EpsTracker):
    """Fetches the prescriptions of the whole worklist beforehand."""

    store: Store

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).store = app.service.store

    def known(self, nhs_number: str, wanted: str) -> list[Prescription]:
        for place in ("FA101", "FA102"):
            for referral in self.store.referrals_of(place):
                self.ask("nhs111itemsummary", {"nhsNumber": str(referral.content["patient"]["nhs_number"])})
        return super().known(nhs_number, wanted)


class _Offered(Prescription):
    """A prescription that is offered whatever becomes of it."""

    @property
    def usable(self) -> bool:
        return True


class _Unoffered(Prescription):
    """A prescription that is never offered."""

    @property
    def usable(self) -> bool:
        return False


@wrong(catches=("EPT-10",), shows_when="an expired prescription")
class OffersWhatHasExpired(EpsTracker):
    """Offers an expired prescription as one that can be dispensed."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        return _Offered(**vars(found)) if found.status == "Expired" else found


@wrong(catches=("EPT-11",), shows_when="a prescription that waits")
class WarnsOfNoPrescription(EpsTracker):
    """Lists what waits like all others, and says nothing of it."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        return _Unoffered(**vars(found)) if found.status == READY else found


@wrong(catches=("EPT-12",), shows_when="a prescription of which some items were dispensed")
class HidesWhoDispensedTheRest(EpsTracker):
    """Names no pharmacy where a prescription was dispensed in part."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        return replace(found, holder=None) if found.status == AWAY[1] else found


@wrong(catches=("EPT-13",), shows_when="a later issue")
class CallsEachIssueTheFirst(EpsTracker):
    """Shows every issue of a repeat dispensing as the first."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        return replace(super().whole(identifier, row), issue=1)


@wrong(catches=("EPT-14",), shows_when="a cancellation that is under way")
class HidesPendingCancellations(EpsTracker):
    """Shows nothing of a cancellation until it is done."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        return replace(super().whole(identifier, row), cancelling=False)


@wrong(catches=("EPT-19",))
class PresentsNoCertificate(EpsTracker):
    """Presents no certificate of its own to the tracker."""

    @classmethod
    def install(cls, app: App) -> None:
        tracker = give(cls, app)
        tracker.caller = Caller(tracker.caller.seconds, tracker.settings.ca_file)


@wrong(catches=("EPT-19",), shows_when="a request for details")
class AsksForDetailsWithoutItsCertificate(EpsTracker):
    """Presents its certificate with a summary, and none where it asks for details."""

    def caller_for(self, path: str) -> Caller:
        if path != "nhs111itemdetails":
            return self.caller
        return Caller(self.caller.seconds, self.settings.ca_file)


@wrong(catches=("EPT-15",), shows_when="a second request")
class RepeatsTheTrackersRequestId(ClinicalTracker):
    """Sends the X-Request-ID of its first request with all others."""

    first = ""

    def new_request_id(self) -> str:
        self.first = self.first or super().new_request_id()
        return self.first


@wrong(catches=("EPT-16",), shows_when="an identifier that was typed")
class AsksByNumberAndId(ClinicalTracker):
    """Searches by NHS number and identifier together where one was typed."""

    def query(self, nhs_number: str, wanted: str) -> dict[str, str]:
        return {"nhsNumber": nhs_number, **super().query(nhs_number, wanted)}


@wrong(catches=("EPT-17",), shows_when="a status in the other extension")
class ReadsOneStatusExtension(ClinicalTracker):
    """Knows the status extension of the examples alone, and takes what has the other for unknown."""

    def status_urls(self) -> tuple[str, ...]:
        return super().status_urls()[:1]


@wrong(catches=("EPT-18",), shows_when="a search that takes too long")
class TakesATimeoutForNone(ClinicalTracker):
    """Says that there is no prescription when the tracker takes too long."""

    def bundle(self, reply: httpx.Response) -> dict[str, Any]:
        return {} if reply.status_code == 408 else super().bundle(reply)


@wrong(catches=("EPT-06",), shows_when="a search that tells no items")
class ShowsWhatASearchTells(ClinicalTracker):
    """Asks for no view by FHIR, and so shows prescriptions without their items."""

    def whole(self, group: Group, _requester: Requester) -> Prescription:
        return group.prescription


@wrong(catches=("EPT-20",), shows_when="a second item")
class ShowsTheFirstItemsQuantityWithAll(EpsTracker):
    """Shows with each item of a prescription the quantity of the first."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        quantities = [{"quantity": item["quantity"]} for item in found.items[:1] for _ in found.items]
        items = tuple(item | first for item, first in zip(found.items, quantities, strict=True))
        return replace(found, items=items)


@wrong(catches=("EPT-20",), shows_when="a prescription that nobody has, beside one that a pharmacy has")
class NamesTheHolderOfThePrescriptionBefore(EpsTracker):
    """Shows a prescription that no pharmacy has as with the one that has the prescription before it."""

    before: dict[str, str] | None = None

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        self.before = found.holder or self.before
        return replace(found, holder=self.before)


@wrong(catches=("EPT-20",), shows_when="a prescription that has expired or was cancelled")
class CallsExpiredCancelledAndTheOtherWay(EpsTracker):
    """Shows what has expired as cancelled, and what was cancelled as expired."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        other = {"Expired": "Cancelled", "Cancelled": "Expired"}
        return replace(found, status=other.get(found.status, found.status))


@wrong(catches=("EPT-20",), shows_when="a second prescription")
class ShowsTheFirstDayOfAll(EpsTracker):
    """Shows each prescription as issued on the day of the first."""

    first = ""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        self.first = self.first or found.issued
        return replace(found, issued=self.first)


@wrong(catches=("EPT-20",), shows_when="an item that was supplied, beside one that is owing")
class ShowsTheFirstItemsStatusWithAll(EpsTracker):
    """Shows with each item of a prescription what has become of the first."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        first = found.items[0].get("status", "") if found.items else ""
        return replace(found, items=tuple(item | {"status": first} for item in found.items))


@wrong(catches=("EPT-15",), shows_when="a second request")
class NamesItselfAfterTheFirstRequest(ClinicalTracker):
    """Names the person who looks in its first request to the FHIR tracker, and in those after it the system itself."""

    asked = 0

    def headers(self, request_id: str, requester: Requester) -> dict[str, str]:
        self.asked += 1
        own = {"NHSD-Identity-UUID": "555000000001"} if self.asked > 1 else {}
        return super().headers(request_id, requester) | own


@wrong(
    catches=("EPT-09",),
    shows_when="a referral with another patient's number, once its own patient was traced",
)
class TracksByTheNumberOfTheReferral(EpsTracker):
    """Asks the tracker under the number that the referral has, whoever was traced."""

    reported = ""

    def tracked(self, _nhs_number: str, typed: str = "") -> Tracked:
        return super().tracked(self.reported, typed)

    @classmethod
    def install(cls, app: App) -> None:
        tracker, track = give(cls, app), app.actions["track_prescriptions"]

        def by_referral(service: Service, request: Request) -> Observation:
            tracker.reported = str(referral_of(service, request).content["patient"]["nhs_number"])
            return track(service, request)

        app.actions["track_prescriptions"] = by_referral
