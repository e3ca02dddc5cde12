"""Faults in searching PDS, and in what is made of the answer."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...app import App
from ...formats.fhir_json import resources_in
from ...kit.models import Referral
from ...kit.problems import ServiceTrouble
from ...national.found import Found
from ...national.pds import patient as pds_patient
from ...national.pds import search as pds_search
from ...national.pds.answer import json_of
from ...national.pds.service import Pds
from ...national.requester import Requester
from ...patients.patients import Patients
from ...patients.tracing import Traced
from ...screen import Screen
from .._wrong import give, wrong

if TYPE_CHECKING:
    import httpx


_WELL, _BUSY = 200, (429, 503)


@wrong(catches=("PDS-05",), shows_when="a search")
class SearchesByNameAlone(Pds):
    """Searches PDS by family name alone before it searches with the birth date."""

    def search(self, details: dict[str, str], requester: Requester) -> Found:
        with suppress(ServiceTrouble):  # PDS refuses it, and the journey goes on
            self.ask("/Patient", {"family": details["family"], "_max-results": "1"}, requester)
        return super().search(details, requester)


@wrong(catches=("PDS-05",), shows_when="a search")
class SearchesForADayThatThereIsNot(Pds):
    """Searches PDS first for a patient who was born on a 31st of February of their year."""

    def search(self, details: dict[str, str], requester: Requester) -> Found:
        asked = {"family": details["family"], "birthdate": f"eq{details['birth_date'][:4]}-02-31"}
        with suppress(ServiceTrouble):  # PDS refuses it, and the journey goes on
            self.ask("/Patient", asked, requester)
        return super().search(details, requester)


@wrong(catches=("PDS-43",))
class SearchesFuzzilyFirst(Pds):
    """Searches PDS with a fuzzy match from the start, wherever the first name is known."""

    def search_parameters(self, details: dict[str, str], most: int) -> dict[str, str]:
        if not details.get("given"):
            return super().search_parameters(details, most)
        return {**pds_search.fuzzy(details), "_max-results": str(most)}


@wrong(catches=("PDS-43",), shows_when="more than one match")
class SearchesFuzzilyAfterTooMany(Patients):
    """Searches by similar names after any search that gave nobody, also after one that too many matched."""

    def has_missed(self, referral: Referral | None) -> bool:
        kept = referral.matches if referral else None
        return bool(kept and kept["by_search"] and not kept["patients"])


@wrong(catches=("PDS-05",), shows_when="a search by similar names")
class SearchesFuzzilyWithWildcards(Pds):
    """Leaves the wildcard in the first name when it searches PDS with a fuzzy match."""

    def search_parameters(self, details: dict[str, str], most: int) -> dict[str, str]:
        asked = super().search_parameters(details, most)
        given = asked.get("given", "")
        return {**asked, "given": f"{given[:3]}*"} if details.get("fuzzy") and given else asked


@wrong(catches=("PDS-43",))
class SearchesWithGender(Pds):
    """Sends the gender with each search in PDS."""

    def search_parameters(self, details: dict[str, str], most: int) -> dict[str, str]:
        asked = super().search_parameters(details, most)
        gender = details.get("gender", "")
        return {**asked, "gender": gender} if gender else asked


@wrong(catches=("PDS-42",), shows_when="a name with an apostrophe, a blank or a mark")
class EncodesNamesTwice(Pds):
    """Percent-encodes the names of a search twice, so that PDS reads %27 for an apostrophe."""

    def address(self, path: str, parameters: dict[str, str]) -> str:
        names = {
            name: quote(text, safe="*") for name, text in parameters.items() if name in {"family", "given"}
        }
        return super().address(path, {**parameters, **names})


@wrong(catches=("PDS-42",), shows_when="a first name of three letters or more")
class LeavesWildcardsUnencoded(Pds):
    """Writes the wildcard of a search as it is, and not as %2A."""

    def address(self, path: str, parameters: dict[str, str]) -> str:
        return super().address(path, parameters).replace("%2A", "*")


@wrong(catches=("PDS-41",), shows_when="a slip in the number")
class SendsInvalidNhsNumbersToPds(Patients):
    """Sends to PDS whatever is keyed in as an NHS number."""

    def check_number(self, number: str) -> None:
        pass


@wrong(catches=("PDS-40",), shows_when="one match")
class AdoptsASingleMatchWithoutAsking(Patients):
    """Adopts the record of a search that finds one patient, without asking."""

    def find_by_details(
        self, referral: Referral | None, details: dict[str, str], requester: Requester, through: str = ""
    ) -> Traced:
        found = super().find_by_details(referral, details, requester, through)
        if referral is not None and len(found.patients) == 1:
            self.store.change(referral.id, adopted_patient=found.patients[0])
        return found


@wrong(catches=("PDS-49",), shows_when="several matches")
class AdoptsTheFirstOfSeveralMatches(Patients):
    """Adopts the first of several patients who match, as the one that PDS gives the best score."""

    def find_by_details(
        self, referral: Referral | None, details: dict[str, str], requester: Requester, through: str = ""
    ) -> Traced:
        found = super().find_by_details(referral, details, requester, through)
        if referral is not None and len(found.patients) > 1:
            self.store.change(referral.id, adopted_patient=found.patients[0])
        return found


@wrong(catches=("PDS-49",), shows_when="several matches, one of them restricted")
class DropsRestrictedMatches(Pds):
    """Leaves restricted patients out of the list of those who match, and does not say so."""

    def listed(self, patients: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [patient for patient in super().listed(patients) if not patient["restricted"]]


@wrong(catches=("PDS-49",), shows_when="several matches")
class ListsMatchesByNameAlone(Screen):
    """Lists patients who match without birth date and address, so that namesakes look the same."""

    def found(self, found: Traced) -> dict[str, Any]:
        shown = super().found(found)
        if len(found.patients) > 1:
            nowhere = {"lines": [], "postcode": ""}
            shown["matches"] = [{**match, "birth_date": "", "address": nowhere} for match in shown["matches"]]
        return shown


@wrong(catches=("PDS-49",), shows_when="several matches")
class ShowsTheMatchScore(Screen):
    """Shows how well each patient of a list matches, by the score of PDS."""

    def patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        return {**super().patient(patient), "score": patient.get("score")}

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app)
        give(_KeepsTheScore, app)


class _KeepsTheScore(Pds):
    def found_in(self, reply: httpx.Response) -> list[dict[str, Any]]:
        entries = json_of(reply).get("entry") or []
        found = super().found_in(reply)
        return [
            {**patient, "_score": entry["search"]["score"]}
            for patient, entry in zip(found, entries, strict=True)
        ]

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        return {**super().read(resource), "score": resource.get("_score")}


@wrong(catches=("PDS-49",), shows_when="several matches")
class ReversesTheOrderOfMatches(Pds):
    """Lists patients who match in another order than PDS gives them."""

    def listed(self, patients: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return super().listed(patients)[::-1]


@wrong(catches=("PDS-48",), shows_when="a patient whose name has changed")
class ShowsMatchesByFormerNameUnmarked(Pds):
    """Does not say that a patient was found by a name that is no longer theirs."""

    def with_history(self, patient: dict[str, Any], details: dict[str, str]) -> dict[str, Any]:
        return patient


@wrong(catches=("PDS-38",), shows_when="more than one match")
class TreatsTooManyMatchesAsNone(Pds):
    """Looks for TOO_MANY_MATCHES in issue.code, where it never is, and so says that nobody was found."""

    def has_too_many(self, reply: httpx.Response) -> bool:
        issues = json_of(reply).get("issue") or [{}]
        return bool(issues[0].get("code") == "TOO_MANY_MATCHES")

    def found_in(self, reply: httpx.Response) -> list[dict[str, Any]]:
        return super().found_in(reply) if json_of(reply).get("entry") else []


@wrong(catches=("PDS-39",), shows_when="a search that finds one patient")
class SaysNobodyBesideWhoWasFound(Pds):
    """Leaves the words for a search that finds nobody on the screen beside whoever is found."""

    def search(self, details: dict[str, str], requester: Requester) -> Found:
        found = super().search(details, requester)
        return replace(found, message=found.message or "No patient matches; check what was entered")


@wrong(catches=("PDS-39",), shows_when="no match")
class TreatsNoPdsMatchAsAFailure(Pds):
    """Says that PDS failed when a search finds nobody."""

    def search(self, details: dict[str, str], requester: Requester) -> Found:
        found = super().search(details, requester)
        if found.outcome == "not_found":
            raise ServiceTrouble("PDS gave an answer that this system cannot read; try again later")
        return found


@wrong(catches=("PDS-37",), shows_when="an error of PDS")
class TreatsPdsErrorsAsNoMatch(Pds):
    """Says that nobody was found when PDS answers with an error."""

    def retrieve(self, nhs_number: str, requester: Requester) -> Found:
        try:
            return super().retrieve(nhs_number, requester)
        except ServiceTrouble:
            return Found("not_found", message="No patient has this NHS number")


@wrong(catches=("PDS-37",), shows_when="a search that PDS answers 503 or 429")
class TakesASearchThatFailedForNoMatch(Pds):
    """Says that nobody matches where PDS was too busy to look."""

    def search(self, details: dict[str, str], requester: Requester) -> Found:
        try:
            return super().search(details, requester)
        except ServiceTrouble as trouble:
            if trouble.status in _BUSY:
                return Found("not_found", message="No patient matches")
            raise


@wrong(catches=("PDS-37",), shows_when="an answer to a search that is no bundle")
class TakesWhatIsNoBundleForNoMatch(Pds):
    """Says that nobody matches where what came for an answer names nobody."""

    def found_in(self, reply: httpx.Response) -> list[dict[str, Any]]:
        return resources_in(json_of(reply)) if reply.status_code == _WELL else super().found_in(reply)


@wrong(catches=("PDS-37",), shows_when="a 404 of something before PDS")
class TakesEvery404ForNobody(Pds):
    """Says that nobody has an NHS number whenever it gets a 404, though PDS did not write it."""

    def retrieve(self, nhs_number: str, requester: Requester) -> Found:
        reply = self.ask(f"/Patient/{nhs_number}", {}, requester)
        if reply.status_code == 404:
            return self.absent(reply)
        return super().retrieve(nhs_number, requester)


@wrong(catches=("PDS-37",), shows_when="an answer that is no Patient")
class TreatsAny200AsAPatient(Pds):
    """Reads whatever PDS answers with 200 as a patient."""

    def retrieve(self, nhs_number: str, requester: Requester) -> Found:
        reply = self.ask(f"/Patient/{nhs_number}", {}, requester)
        if reply.status_code != 200:
            return Found("not_found", message="No patient has this NHS number")
        return Found("found", [{**pds_patient.read(json_of(reply)), "nhs_number": nhs_number}])


@wrong(catches=("PDS-13",), shows_when="a number that was made invalid")
class TreatsPdsInvalidatedNumbersAsUnknown(Pds):
    """Says that nobody has an NHS number that PDS has made invalid."""

    def absent(self, reply: httpx.Response) -> Found:
        return Found("not_found", message="No patient has this NHS number")


@wrong(catches=("PDS-13",), shows_when="a number that nobody has")
class TreatsUnknownNumbersAsInvalidated(Pds):
    """Says of every NHS number that PDS does not know that it was made invalid."""

    def absent(self, reply: httpx.Response) -> Found:
        return Found("invalidated", message="This NHS number has been made invalid")


@wrong(catches=("PDS-48",), shows_when="a match by a name that sounds alike")
class CallsSimilarNamesFormerOnes(Pds):
    """Says of whoever is found by a name that sounds alike that it is one of former times."""

    def with_history(self, patient: dict[str, Any], details: dict[str, str]) -> dict[str, Any]:
        return super().with_history(
            patient, {name: said for name, said in details.items() if name != "fuzzy"}
        )


@wrong(catches=("PDS-04",), shows_when="a search")
class NamesNoPharmacyInSearches(Pds):
    """Names the pharmacy when it reads a record, and in no search."""

    def ask(self, path: str, parameters: dict[str, str], requester: Requester) -> httpx.Response:
        return super().ask(path, parameters, replace(requester, ods="") if parameters else requester)
