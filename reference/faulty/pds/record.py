"""Faults in reading a patient's record from PDS."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...kit.models import Referral
from ...national.found import Found
from ...national.pds.service import Pds
from ...national.requester import Requester
from ...patients.tracing import Tracing, withheld
from ...screen import Screen
from .._wrong import wrong


@wrong(catches=("PDS-16",), shows_when="a restricted record")
class HidesThatARecordIsRestricted(Pds):
    """Shows a restricted record like one that has gaps."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        return {**super().read(resource), "restricted": False}


@wrong(
    catches=("PDS-16",),
    shows_when="a restricted record, and a pharmacist who has signed in with CIS2",
    mode="healthcare-worker",
)
class HidesRestrictionsFromWhoIsSignedIn(Pds):
    """Shows a restricted record like one that has gaps, where it asks in a pharmacist's own name."""

    def retrieve(self, nhs_number: str, requester: Requester) -> Found:
        found = super().retrieve(nhs_number, requester)
        if not self.access.is_personal(requester):
            return found
        return replace(found, patients=[{**patient, "restricted": False} for patient in found.patients])


@wrong(catches=("PDS-16",), shows_when="a patient who became restricted after the first trace")
class ShowsWithheldDetailsFromItsCopy(Screen):
    """Shows from its older copy what PDS withholds of a patient who is restricted by now."""

    @cached_property
    def copies(self) -> dict[str, dict[str, Any]]:
        return {}

    def referral(self, referral: Referral) -> dict[str, Any]:
        shown = super().referral(referral)
        adopted = shown["adopted_patient"]
        if adopted and not adopted["restricted"]:
            withheld = ("address", "telephone", "practice")
            self.copies[referral.id] = {name: adopted[name] for name in withheld}
        elif adopted:
            shown["adopted_patient"] = {**adopted, **self.copies.get(referral.id, {})}
        return shown


@wrong(catches=("PDS-16",), shows_when="two earlier referrals of a patient whose record is restricted by now")
class WithholdsAtOneEarlierReferral(Tracing):
    """Takes the whereabouts of a restricted patient out of the copy of one earlier referral, and of no further one."""

    def withhold(self, session: Session, row: Referral, number: str) -> None:
        adopted = Referral.adopted_patient["nhs_number"].as_string() == number
        wanted = select(Referral).where(Referral.ods == row.ods, Referral.id != row.id, adopted)
        for other in session.scalars(wanted.limit(1)):
            other.adopted_patient, other.matches = withheld(other.adopted_patient or {}), None


@wrong(
    catches=("PDS-49",),
    shows_when="several who are found, of whom the adopted one is restricted and not the first",
    mode="healthcare-worker",
)
class LooksAtTheFirstMatchAlone(Tracing):
    """Brings the adopted copy up to date by the first of those who were found, and by no other."""

    def up_to_date(
        self, adopted: dict[str, Any] | None, found: Found, asked: str, by_search: bool
    ) -> dict[str, Any] | None:
        return super().up_to_date(adopted, replace(found, patients=found.patients[:1]), asked, by_search)


@wrong(catches=("PDS-16", "PDS-17"), shows_when="a patient who became restricted after the first trace")
class ShowsTheFormerAddressOfRestrictedPatients(Pds):
    """Fills in the address that a record had before it was restricted."""

    @cached_property
    def homes(self) -> dict[str, dict[str, Any]]:
        return {}

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        patient = super().read(resource)
        number, address = patient["nhs_number"], patient["address"]
        if address["postcode"]:
            self.homes[number] = address
        return {**patient, "address": self.homes.get(number, address)}


@wrong(catches=("PDS-20", "PDS-21"), shows_when="a record without a name")
class FailsOnRecordsWithoutAName(Pds):
    """Fails on a record that has no name, as very restricted ones have none."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        resource["name"][0]["family"]
        return super().read(resource)


@wrong(catches=("PDS-21",), shows_when="a gender that is other or unknown")
class ShowsEveryGenderAsMaleOrFemale(Pds):
    """Shows everybody as female whom PDS does not hold as male."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        patient = super().read(resource)
        return {**patient, "gender": "male" if patient["gender"] == "male" else "female"}


@wrong(catches=("PDS-21",), shows_when="an address with empty lines")
class ShowsEmptyAddressLinesAsNone(Pds):
    """Shows the word None where an address line of PDS is empty."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        for address in resource.get("address") or []:
            address["line"] = [str(line) for line in address.get("line") or []]
        return super().read(resource)


@wrong(catches=("PDS-22",), shows_when="an informal notice of a death")
class IgnoresInformalDeaths(Pds):
    """Shows a patient as living of whose death there is an informal notice only."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        patient = super().read(resource)
        return {**patient, "deceased": bool(patient["deceased_on"])}


@wrong(catches=("PDS-22",), shows_when="a notice of a death that was withdrawn")
class TreatsWithdrawnDeathNoticesAsDeaths(Pds):
    """Shows everybody as dead of whom there is any notice of a death, also a withdrawn one."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        noticed = any(
            "DeathNotification" in str(extension.get("url")) for extension in resource.get("extension") or []
        )
        patient = super().read(resource)
        return {**patient, "deceased": patient["deceased"] or noticed}


@wrong(catches=("PDS-23",), shows_when="a birth date of which PDS knows the year alone")
class CompletesPartialBirthDatesOfPds(Pds):
    """Shows a birth date of which PDS knows only the year or month as a whole date."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        patient = super().read(resource)
        born = patient["birth_date"]
        return {**patient, "birth_date": born + "1900-01-01"[len(born) :] if born else born}


@wrong(catches=("PDS-24",), shows_when="a first name of several parts")
class CutsCompoundFirstNames(Pds):
    """Shows only the first part of a first name that has several."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        patient = super().read(resource)
        return {**patient, "given": patient["given"].partition(" ")[0]}


@wrong(catches=("PDS-24",), shows_when="a maiden name that stands before the usual one")
class ShowsTheFirstListedName(Pds):
    """Shows the name that a record lists first, whatever its use: a maiden name where it comes first."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        first = [{**name, "use": "usual", "period": {}} for name in (resource.get("name") or [])[:1]]
        return super().read({**resource, "name": first})


@wrong(catches=("PDS-25",), shows_when="a telephone number that the patient gave up")
class ShowsEndedTelephoneNumbers(Pds):
    """Shows a telephone number whose period has ended."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        telecoms = [{**telecom, "period": {}} for telecom in resource.get("telecom") or []]
        return super().read({**resource, "telecom": telecoms})


@wrong(catches=("PDS-26",), shows_when="a patient with a textphone")
class ShowsTextphonesAsTelephones(Pds):
    """Shows a textphone as the number to ring."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        telecoms = [{**telecom, "system": "phone"} for telecom in resource.get("telecom") or []]
        return super().read({**resource, "telecom": telecoms})


@wrong(catches=("PDS-25",), shows_when="a patient with a billing address")
class ShowsTheBillingAddress(Pds):
    """Shows the billing address as the patient's."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        addresses = resource.get("address") or []
        billing = [{**address, "use": "home"} for address in addresses if address.get("use") == "billing"]
        return super().read({**resource, "address": [*billing, *addresses]})


@wrong(catches=("PDS-18", "PDS-25"), shows_when="a patient who left the practice")
class IgnoresTheEndOfARegistration(Pds):
    """Treats a practice as the patient's whose registration has ended."""

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        practices = resource.get("generalPractitioner") or []
        for practice in practices:
            practice["identifier"].pop("period", None)
        return super().read(resource)


@wrong(catches=("PDS-07",), shows_when="an address of more than one line")
class KeepsTheFirstLineOfAnAddress(Screen):
    """Shows of the address of an adopted record its first line alone."""

    def adopted_patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        shown = super().adopted_patient(patient)
        address = shown.get("address") or {"lines": [], "postcode": ""}
        return {**shown, "address": {**address, "lines": address["lines"][:1]}}
