"""Faults in reading where a patient lives, and where they are: they show in some forms of an address only."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from lxml import etree

from ...inbound.itk.cda import CDA
from ...inbound.itk.intake import Intake
from ...kit.models import Referral
from ...screen import Screen
from .._wrong import wrong

_ADDRESSES = f".//{{{CDA}}}recordTarget//{{{CDA}}}addr"
_FORM_LINES = 4
"""Lines that a narrow form has."""


@wrong(catches=("N111-60",), shows_when="an address of five lines")
class KeepsFourLinesOfAnAddress(Screen):
    """Shows the first four lines of an address."""

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        patient = super().reported_patient(referral)
        kept = [{**one, "lines": one["lines"][:_FORM_LINES]} for one in patient["addresses"]]
        return {**patient, "addresses": kept}


@wrong(catches=("N111-60",), shows_when="an address whose town and county are parts of their own")
class ReadsLinesOfStreetsAlone(Intake):
    """Reads the lines of an address, and not its town and county."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        for address in document.iterfind(_ADDRESSES):
            for part in [*address.findall(f"{{{CDA}}}city"), *address.findall(f"{{{CDA}}}county")]:
                address.remove(part)
        return super().read(document)


@wrong(catches=("N111-60",), shows_when="an address that is a postcode alone")
class DropsPostcodesWithoutLines(Screen):
    """Shows no address that has no lines."""

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        patient = super().reported_patient(referral)
        return {**patient, "addresses": [one for one in patient["addresses"] if one["lines"]]}


@wrong(catches=("N111-61",), shows_when="a patient without an address, after another one")
class ShowsThePreviousPatientsAddress(Screen):
    """Shows with a patient who has no address that of whoever was opened before."""

    @cached_property
    def before(self) -> list[dict[str, Any]]:
        return []

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        patient = super().reported_patient(referral)
        self.before[:] = patient["addresses"] or self.before
        return {**patient, "addresses": list(self.before)}


@wrong(catches=("N111-61",), shows_when="an address for the time being")
class TakesATemporaryAddressForTheHome(Screen):
    """Shows as the home where a patient stays for a time."""

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        patient = super().reported_patient(referral)
        called = {"temporary": "home"}
        shown = [{**one, "use": called.get(one["use"], one["use"])} for one in patient["addresses"]]
        return {**patient, "addresses": shown}


@wrong(catches=("N111-60",), shows_when="a place that has a name")
class DropsTheNameOfThePlace(Screen):
    """Does not show the name of the place that a patient called from."""

    def referral(self, referral: Referral) -> dict[str, Any]:
        return {**super().referral(referral), "location": None}


@wrong(catches=("N111-61",), shows_when="a place that has a name, after another one")
class ShowsThePlaceOfWhoeverWasBefore(Screen):
    """Shows with a patient the name of the place that whoever was opened first called from."""

    @cached_property
    def first(self) -> list[str]:
        return []

    def referral(self, referral: Referral) -> dict[str, Any]:
        shown = super().referral(referral)
        place = shown["location"] or {}
        if place.get("name"):
            self.first.append(place["name"])
        return {**shown, "location": {**place, "name": self.first[0]} if self.first else shown["location"]}


@wrong(catches=("N111-61",), shows_when="a patient who is elsewhere")
class SendsStaffToTheHome(Screen):
    """Shows the home as the place that a patient called from who is elsewhere."""

    def referral(self, referral: Referral) -> dict[str, Any]:
        shown = super().referral(referral)
        homes = [one for one in shown["patient"]["addresses"] if one["use"] == "home"]
        if not (homes and shown["location"]):
            return shown
        return {**shown, "location": {**shown["location"], "address": homes[0]}}
