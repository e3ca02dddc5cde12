"""The PDS FHIR API: reading one patient by NHS number, and finding one by their details."""

from typing import TYPE_CHECKING, Any

from ...formats.fhir_json import resources_in
from ..found import Found
from ..requester import Requester
from . import patient as pds_patient
from . import search as pds_search
from .answer import code_of, resource
from .client import PdsClient

if TYPE_CHECKING:
    import httpx

_MOST_SHOWN = 20
"""PDS gives 50 at most; whoever has to compare more than some twenty does better to ask the patient for more."""


class Pds(PdsClient):
    """Finds patients on PDS."""

    shows_parts = True

    def retrieve(self, nhs_number: str, requester: Requester) -> Found:
        """The patient with this NHS number."""
        reply = self.ask(f"/Patient/{nhs_number}", {}, requester)
        if reply.status_code == 404 and code_of(reply):  # without a code it is of something before PDS
            return self.absent(reply)
        # A replaced number is answered with the record that took its place, and with no other sign of it.
        return Found("found", [self.read(resource(reply, "Patient"))])

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        """What is used of a patient's record."""
        return pds_patient.read(resource)

    def search(self, details: dict[str, str], requester: Requester) -> Found:
        """The patients with these details, in the order in which PDS gives them: one, or as many as may be shown."""
        reply = self.ask("/Patient", self.search_parameters(details, self.most(requester)), requester)
        if self.has_too_many(reply):
            return Found("too_many", message="More than one patient matches; add a first name or a postcode")
        patients = self.listed([self.read(resource) for resource in self.found_in(reply)])
        if not patients:
            return Found(
                "not_found", message="No patient matches; check the name, the birth date and the postcode"
            )
        several = "Several patients match; compare them with what the patient says, and choose one"
        matches = [self.with_history(patient, details) for patient in patients]
        return Found("found", matches, several if len(matches) > 1 else "")

    def most(self, requester: Requester) -> int:
        """How many patients may be shown at once: several to a person who is signed in with CIS2, one to others."""
        return _MOST_SHOWN if self.access.is_personal(requester) else 1

    def listed(self, patients: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The patients as they stand on a list, each number once."""
        first: dict[str, dict[str, Any]] = {}
        for patient in patients:
            first.setdefault(patient["nhs_number"], patient)
        return list(first.values())

    def with_history(self, patient: dict[str, Any], details: dict[str, str]) -> dict[str, Any]:
        """A patient who was found, marked as found by former details where the present name is another."""
        same = patient["family"].casefold() == details["family"].strip().casefold()
        if same or details.get("fuzzy") or not patient["family"]:
            return patient
        return {**patient, "by_former_details": True}

    def found_in(self, reply: "httpx.Response") -> list[dict[str, Any]]:
        """The patients of an answer; the score of each match is meant for machines, and is not shown."""
        return resources_in(resource(reply, "Bundle"))

    def absent(self, reply: "httpx.Response") -> Found:
        """What a 404 says: the number was made invalid, or nobody has it."""
        if code_of(reply) == "INVALIDATED_RESOURCE":
            message = "This NHS number has been made invalid; find the patient by their details"
            return Found("invalidated", message=message)
        message = "No patient has this NHS number; check it, or search by the patient's details"
        return Found("not_found", message=message)

    def has_too_many(self, reply: "httpx.Response") -> bool:
        """Whether more patients match than may be shown: said with 200, by an OperationOutcome."""
        return reply.status_code == 200 and code_of(reply) == "TOO_MANY_MATCHES"

    def search_parameters(self, details: dict[str, str], most: int) -> dict[str, str]:
        """What a search asks with; similar names only where the person wants them."""
        asked = pds_search.fuzzy(details) if details.get("fuzzy") else pds_search.plain(details)
        return {**asked, "_max-results": str(most)}
