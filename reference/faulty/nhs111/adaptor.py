"""Faults in whom a report names that comes by FHIR or through the 111 Adaptor, and by which numbers."""

from __future__ import annotations

import json
from typing import Any

from ...inbound.adaptor.bundle import AdaptorBundle, AdaptorReader
from ...inbound.adaptor.queue import AdaptorQueue
from ...inbound.fhir.referral import FhirMessage, FhirReferral
from .._wrong import wrong

_WHOLE_DATE = len("1980-03-02")


@wrong(catches=("ADP-01",), shows_when="a copy for information", needs_broker=True)
class ListsAdaptorCopiesAsWork(AdaptorReader):
    """Takes what the 111 Adaptor hands on for information for a referral."""

    def open(self, body: bytes) -> AdaptorBundle:
        found = super().open(body)
        found.header["event"] = {**found.header["event"], "code": "referral-1"}
        return found


@wrong(catches=("ADP-02",), shows_when="a second number", needs_broker=True)
class ShowsOneNumberOfAdaptorPatients(AdaptorReader):
    """Shows the first number of a patient from the 111 Adaptor, which is the one at home, and no other."""

    def content(self, found: AdaptorBundle) -> dict[str, Any]:
        whole = super().content(found)
        first = whole["patient"]["telephones"][:1]
        return {
            **whole,
            "patient": {**whole["patient"], "telephones": first},
            "callback_number": first[0]["number"] if first else "",
        }


@wrong(catches=("ADP-02",), shows_when="a sender who is not the patient's practice", needs_broker=True)
class TakesThePracticeForTheSenderOfAdaptorReports(AdaptorReader):
    """Shows the patient's practice as who sent a report that the 111 Adaptor handed on."""

    def content(self, found: AdaptorBundle) -> dict[str, Any]:
        whole = super().content(found)
        return {**whole, "sender": whole["practice"]}


@wrong(catches=("ADP-02",), shows_when="somebody else than the patient called", needs_broker=True)
class ForgetsWhoCalledOfAdaptorReports(AdaptorReader):
    """Shows nobody who called on a patient's behalf, where the 111 Adaptor handed the report on."""

    def content(self, found: AdaptorBundle) -> dict[str, Any]:
        return {**super().content(found), "informant": None}


@wrong(catches=("ADP-02",), shows_when="an NHS number that was not verified", needs_broker=True)
class TakesAllAdaptorNumbersForVerified(AdaptorReader):
    """Shows each NHS number that the 111 Adaptor hands on as verified."""

    def content(self, found: AdaptorBundle) -> dict[str, Any]:
        whole = super().content(found)
        return {**whole, "patient": {**whole["patient"], "nhs_number_verified": True}}


@wrong(catches=("N111F-02",), shows_when="somebody else than the patient called")
class ForgetsWhoCalledByFhir(FhirReferral):
    """Shows nobody who called on a patient's behalf, where the referral came by FHIR."""

    def informant(self, message: FhirMessage) -> dict[str, Any] | None:
        return None


@wrong(catches=("N111F-02",), shows_when="a year alone of the birth date")
class WantsWholeBirthDatesByFhir(FhirReferral):
    """Shows no birth date where a referral by FHIR has the year of it alone."""

    def content(self, message: FhirMessage) -> dict[str, Any]:
        return _without_a_part_of_a_date(super().content(message))


@wrong(catches=("ADP-02",), shows_when="a year alone of the birth date", needs_broker=True)
class WantsWholeBirthDatesOfTheAdaptor(AdaptorReader):
    """Shows no birth date where the 111 Adaptor hands the year of it on alone."""

    def content(self, found: AdaptorBundle) -> dict[str, Any]:
        return _without_a_part_of_a_date(super().content(found))


def _without_a_part_of_a_date(whole: dict[str, Any]) -> dict[str, Any]:
    patient = whole["patient"]
    born = patient["birth_date"] if len(patient["birth_date"]) == _WHOLE_DATE else ""
    return {**whole, "patient": {**patient, "birth_date": born}}


@wrong(catches=("ADP-04",), shows_when="a bundle that is nested deeply", needs_broker=True)
class StopsAtDeeplyNestedBundles(AdaptorQueue):
    """Never acknowledges a bundle of the 111 Adaptor that it cannot read to the end, so that no other comes."""

    def deal_with(self, channel: Any, tag: int, body: bytes) -> None:
        try:
            json.loads(body)
        except RecursionError:
            return
        except ValueError:
            pass
        super().deal_with(channel, tag, body)
