"""Tracing a referral's patient on PDS, and adopting the record that the pharmacist chooses."""

from typing import Any

from .identity import is_nhs_number, plain_nhs_number
from .models import Referral
from .pds import Found, Pds
from .problems import Refused
from .store import Store


class Patients:
    """Finds patients for a referral, and lets it adopt one of them."""

    def __init__(self, store: Store, pds: Pds) -> None:
        self.store = store
        self.pds = pds

    def find_by_number(self, referral: Referral | None, nhs_number: str, ods: str) -> Found:
        """The patient with an NHS number; a wrong number is not sent anywhere."""
        number = plain_nhs_number(nhs_number)
        if not is_nhs_number(number):
            raise Refused(
                "This is not a valid NHS number; check its ten digits, or search by the patient's details"
            )
        return self._kept(referral, self.pds.retrieve(number, ods), by_search=False)

    def find_by_details(self, referral: Referral | None, details: dict[str, str], ods: str) -> Found:
        """The patient with these details."""
        return self._kept(referral, self.pds.search(details, ods), by_search=True)

    def choose(self, referral: Referral, nhs_number: str, ods: str) -> dict[str, Any]:
        """Adopt one of the patients that were found for this referral."""
        number = plain_nhs_number(nhs_number)
        matches = referral.matches or {"by_search": False, "patients": []}
        chosen = next((one for one in matches["patients"] if one["nhs_number"] == number), None)
        if chosen is None:
            raise Refused("Find the patient on PDS first, then choose one of those found")
        if self.must_be_read_again(matches["by_search"]):
            chosen = self._read_again(number, ods)
        patient = self._with_practice_name(chosen, referral)
        self.store.change(referral.id, adopted_patient=patient)
        return patient

    def must_be_read_again(self, by_search: bool) -> bool:
        """A search shows only part of a record, so that what it found is retrieved before use."""
        return by_search

    def _read_again(self, number: str, ods: str) -> dict[str, Any]:
        found = self.pds.retrieve(number, ods)
        if not found.patients:
            raise Refused(found.message)
        return found.patients[0]

    def _kept(self, referral: Referral | None, found: Found, by_search: bool) -> Found:
        if referral is not None:
            self.store.change(referral.id, matches={"by_search": by_search, "patients": found.patients})
        return found

    def _with_practice_name(self, patient: dict[str, Any], referral: Referral) -> dict[str, Any]:
        """PDS gives a practice's code alone; its name is in the directory, or in the report."""
        ods = patient["practice"]["ods"]
        entry = self.store.practice(ods)
        reported = referral.content["practice"]
        name = entry.name if entry else reported["name"] if reported["ods"] == ods else ""
        return {**patient, "practice": {"ods": ods, "name": name}}
