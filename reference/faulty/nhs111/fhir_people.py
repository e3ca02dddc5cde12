"""Faults in what a referral by FHIR says of its patient, where FHIR lets it say more than most do, or less."""

from __future__ import annotations

from typing import Any

from ...formats.fhir_json import coding, inner, objects, text, texts
from ...inbound.adaptor.bundle import AdaptorBundle, AdaptorReader
from ...inbound.fhir.referral import FhirMessage, FhirReferral
from .._wrong import wrong


@wrong(catches=("N111F-02",), shows_when="a provider's own number before the NHS number")
class TakesTheFirstFhirIdentifierForTheNhsNumber(FhirReferral):
    """Shows the first identifier of a patient in FHIR as the NHS number, whosesoever it is."""

    def patient(self, message: FhirMessage) -> dict[str, Any]:
        person = super().patient(message)
        first = text(inner(_patient(message), "identifier"), "value")
        return {**person, "nhs_number": first} if person["nhs_number"] else person


@wrong(catches=("N111F-02",), shows_when="a provider's own number, and no NHS number")
class TakesAnyFhirIdentifierForTheNhsNumber(FhirReferral):
    """Shows another identifier of a patient in FHIR as the NHS number where there is none."""

    def patient(self, message: FhirMessage) -> dict[str, Any]:
        person = super().patient(message)
        any_other = text(inner(_patient(message), "identifier"), "value")
        return {**person, "nhs_number": person["nhs_number"] or any_other}


@wrong(catches=("N111F-02",), shows_when="a name besides the patient's own")
class ShowsTheLastFhirName(FhirReferral):
    """Shows of several names of a patient in FHIR the one that stands last."""

    def patient(self, message: FhirMessage) -> dict[str, Any]:
        person = super().patient(message)
        last = next(reversed(objects(_patient(message), "name")), {})
        given = " ".join(str(name) for name in last.get("given") or ())
        return {**person, "given": given or person["given"]}


@wrong(catches=("N111F-02",), shows_when="a nickname before the patient's own name")
class ShowsTheFirstFhirName(FhirReferral):
    """Shows of several names of a patient in FHIR the one that stands first, whatever its use."""

    def patient(self, message: FhirMessage) -> dict[str, Any]:
        person, first = super().patient(message), inner(_patient(message), "name")
        return {**person, "given": " ".join(texts(first, "given")), "family": text(first, "family")}


@wrong(catches=("N111F-02",), shows_when="a patient who is not at home")
class CallsEachFhirAddressHome(FhirReferral):
    """Shows each address of a patient in FHIR as their home, also where they are for now."""

    def patient(self, message: FhirMessage) -> dict[str, Any]:
        person = super().patient(message)
        return {**person, "addresses": [{**one, "use": "home"} for one in person["addresses"]]}


@wrong(catches=("N111F-02",), shows_when="a disposition whose code has no display")
class ShowsDispositionsByTheirDisplay(FhirReferral):
    """Shows of a disposition in FHIR the display of its code, and not the text beside it."""

    def disposition(self, message: FhirMessage) -> dict[str, Any]:
        found = super().disposition(message)
        shown = text(coding(inner(message.request, "code")), "display")
        return {**found, "disposition": {**found["disposition"], "text": shown}}


@wrong(catches=("N111F-01",), shows_when="a message that goes to two pharmacies")
class KnowsTheFirstFhirDestination(FhirReferral):
    """Goes by the first destination of a message by FHIR, and refuses what is for another pharmacy as well."""

    def open(self, bundle: dict[str, Any]) -> FhirMessage:
        message = super().open(bundle)
        message.header["destination"] = objects(message.header, "destination")[:1]
        return message


@wrong(
    catches=("ADP-02",), shows_when="a patient without an NHS number", mode="nhs111-online", needs_broker=True
)
class KeepsTheNumberOfTheReportBefore(AdaptorReader):
    """Shows the number of the patient before where a report from the 111 Adaptor has none."""

    before = ""

    def content(self, found: AdaptorBundle) -> dict[str, Any]:
        whole = super().content(found)
        type(self).before = number = whole["patient"]["nhs_number"] or self.before
        return {**whole, "patient": {**whole["patient"], "nhs_number": number}}


def _patient(message: FhirMessage) -> dict[str, Any]:
    return message.resources.referred(message.request, "subject", "Patient")
