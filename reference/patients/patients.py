"""Tracing a referral's patient on PDS, and adopting the record that the pharmacist chooses."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from ..kit.models import Referral
from ..kit.numbers import is_nhs_number, plain_nhs_number
from ..kit.problems import Refused, ServiceTrouble
from ..kit.store import Store
from ..national.found import Found
from ..national.requester import Requester
from ..referrals.notices import with_notice
from .tracing import Traced, Tracing


class Source(Protocol):
    """A national service that knows patients: PDS, or the Spine Mini Service."""

    shows_parts: bool
    """Whether a search gives only a part of the record."""

    def retrieve(self, nhs_number: str, requester: Requester) -> Found:
        """The patient with an NHS number."""
        ...

    def search(self, details: dict[str, str], requester: Requester) -> Found:
        """The patients with these details."""
        ...


PDS = "pds-fhir"
"""The way by which patients are found unless another is asked for."""


class Patients:
    """Finds patients for a referral, and lets it adopt one of them."""

    def __init__(self, store: Store, sources: dict[str, Source], tracing: Tracing) -> None:
        self.store = store
        self.tracing = tracing
        self.sources = sources
        """By the name of the way that they are."""

    def source(self, through: str) -> Source:
        """The service that is asked when a person asks by this way."""
        found = self.sources.get(through or PDS)
        if found is None:
            raise Refused(
                f"Patients cannot be found through {through} here; choose {', '.join(self.sources)}"
            )
        return found

    def find_by_number(
        self, referral: Referral | None, nhs_number: str, requester: Requester, through: str = ""
    ) -> Traced:
        """The patient with an NHS number; a wrong number is not sent anywhere."""
        number = plain_nhs_number(nhs_number)
        self.check_number(number)
        with self._telling(referral):
            found = self.source(through).retrieve(number, requester)
        return self._kept(referral, found, through, asked=number)

    def check_number(self, number: str) -> None:
        """Refuse what is no NHS number."""
        if not is_nhs_number(number):
            raise Refused(
                "This is not a valid NHS number; check its ten digits, or search by the patient's details"
            )

    def find_by_details(
        self, referral: Referral | None, details: dict[str, str], requester: Requester, through: str = ""
    ) -> Traced:
        """The patient with these details; similar names are searched for only where the names themselves are not."""
        if details.get("fuzzy") and not self.has_missed(referral):
            raise Refused(
                "Search by the names as they are first; similar names bring up other people's records"
            )
        with self._telling(referral):
            found = self.source(through).search(details, requester)
        return self._kept(referral, found, through)

    def has_missed(self, referral: Referral | None) -> bool:
        """Whether the last search for a referral found no patient."""
        kept = referral.matches if referral else None
        return bool(kept and kept["by_search"] and kept["outcome"] == "not_found")

    def choose(self, referral: Referral, nhs_number: str, requester: Requester) -> dict[str, Any]:
        """Adopt one of the patients that were found for this referral."""
        number = plain_nhs_number(nhs_number)
        matches = referral.matches or {"by_search": False, "through": "", "patients": []}
        chosen = next((patient for patient in matches["patients"] if patient["nhs_number"] == number), None)
        if chosen is None:
            raise Refused("Find the patient on PDS first, then choose one of those found")
        shows_parts = self.source(matches["through"]).shows_parts
        if shows_parts and self.must_be_read_again(matches["by_search"]):
            chosen = self._read_again(referral, number, requester, matches["through"])
        self.tracing.check(referral, chosen)
        patient = self._with_practice_name(chosen, referral)
        self.store.change(referral.id, adopted_patient=patient)
        return patient

    def must_be_read_again(self, by_search: bool) -> bool:
        """A search shows only part of a record, so that what it found is retrieved before use."""
        return by_search

    @contextmanager
    def _telling(self, referral: Referral | None) -> Iterator[None]:
        """Say at a referral that its patient could not be traced: it can be worked on, and traced later."""
        try:
            yield
        except ServiceTrouble:
            if referral is not None and referral.adopted_patient is None:
                self.store.change(referral.id, notices=with_notice(referral.notices, "unavailable"))
            raise

    def _read_again(
        self, referral: Referral, number: str, requester: Requester, through: str
    ) -> dict[str, Any]:
        with self._telling(referral):
            found = self.source(through).retrieve(number, requester)
        traced = self._kept(referral, found, through, asked=number)
        if not traced.patients:
            raise Refused(traced.message)
        return traced.patients[0]

    def _kept(self, referral: Referral | None, found: Found, through: str, asked: str = "") -> Traced:
        """What was found, with what is to be said of it, and kept at the referral; searches ask for no number."""
        traced = self.tracing.traced(referral, found, asked)
        if referral is not None:
            self.tracing.keep(referral, traced, asked, by_search=not asked, through=through)
        return traced

    def _with_practice_name(self, patient: dict[str, Any], referral: Referral) -> dict[str, Any]:
        """PDS gives a practice's code alone; its name is in the directory, or in the report."""
        ods, named = patient["practice"]["ods"], patient["practice"]["name"]
        entry = self.store.practice(ods)
        reported = referral.content["practice"]
        name = entry.name if entry else reported["name"] if reported["ods"] == ods else named
        return {**patient, "practice": {"ods": ods, "name": name}}
