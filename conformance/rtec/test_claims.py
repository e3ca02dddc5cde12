"""What a claim says of the exemption that RTEC found.

Source: RTEC client functional specification 1.4, PEC-FR-51, 52 (interface sheet dos-eps-rtec-scr-dmd, 4.2, check 73),
which speak of the claims of electronic prescriptions; of MYS, model of the project.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.judging import EvidenceView, ExchangeView, criterion, expect_equal

from ._people import Patient, asked, some

CLAIMS = ("submit_claim", "amend_claim")


@criterion("RTC-10")
def test_no_claim_says_what_rtec_did_not_find(evidence: EvidenceView):
    """Its own patient's type or nothing; nothing at all where a claim is corrected."""
    for patient, call, said in some(list(claimed(evidence)), "nothing was claimed for who was checked"):
        due = {patient.type} if patient.type and call.operation == "submit_claim" else set()
        expect_equal("types that RTEC did not find", set(), said - due, call)


@criterion("RTC-13")
def test_a_claim_says_what_rtec_found(evidence: EvidenceView):
    """The type, as RTEC wrote it."""
    found = [one for one in claimed(evidence) if one[0].type and one[1].operation == "submit_claim"]
    for patient, call, said in some(found, "nothing was claimed for who was found"):
        expect_equal("the type of the exemption", {patient.type}, said, call)


def claimed(evidence: EvidenceView) -> Iterator[tuple[Patient, ExchangeView, set[str]]]:
    """Give each claim about a patient who was checked, and the types that it says."""
    code = evidence.profile("exemption")["claim"]
    for patient in asked(evidence):
        number = str(patient.person["nhs_number"])
        for call in patient.journey.exchanges("mys", at_least=0):
            claim = call.request.json
            if call.operation in CLAIMS and isinstance(claim, dict) and number.encode() in call.request.body:
                yield patient, call, set(_types(claim, code))


def _types(claim: Mapping[str, Any], code: str) -> Iterator[str]:
    listed = claim.get("supportingInfo")
    for told in listed if isinstance(listed, list) else ():
        if isinstance(told, dict) and code in _codes(told):
            yield str(told.get("valueString") or next(iter(_codes_of(told.get("valueCodeableConcept"))), ""))


def _codes(told: Mapping[str, Any]) -> set[str]:
    return {code for part in ("category", "code") for code in _codes_of(told.get(part))}


def _codes_of(concept: object) -> list[str]:
    listed = concept.get("coding") if isinstance(concept, dict) else None
    return (
        [str(each.get("code")) for each in listed if isinstance(each, dict)]
        if isinstance(listed, list)
        else []
    )
