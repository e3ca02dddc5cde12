"""Where nothing was supplied, nothing that goes out says so: declined, not attended, not appropriate, not in stock.

Source: interface sheet mesh-itk3-nhsmail-mys, check F3 58; models of the project, docs/reference/supply-model.md.
"""

import json

from cpcs_harness.judging import EvidenceView, NotShown, criterion, expect, expect_equal, expect_none
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.dispensed import DISPENSE, dispensed
from ._recorded import not_supplied
from ._sent import claimed, claims, contained_dispenses, documents, onward


@criterion("SUP-02")
def test_nobody_is_told_of_a_supply_that_was_not_made(evidence: EvidenceView):
    """No medicine handed out in a document to the practice, nor in a referral onward by FHIR."""
    looked = False
    for patient in not_supplied(evidence):
        for message in documents(patient):
            found = dispensed(message)
            if found is not None:
                expect_none(f"medicine handed out to {in_words(patient.label)}", found, message.call)
                looked = True
        for call in onward(patient):
            found = f'"resourceType":"{DISPENSE}"' in json.dumps(call.request.json, separators=(",", ":"))
            expect(not found, f"no {DISPENSE} for {in_words(patient.label)}", Words("one"), call)
            looked = True
    if not looked:
        raise NotShown("nobody was told of a patient to whom nothing was supplied")


@criterion("SUP-12")
def test_nothing_is_claimed_that_was_not_supplied(evidence: EvidenceView):
    """No item in a claim, and no medicine that it says was handed out."""
    looked = False
    for patient in not_supplied(evidence):
        for call in claims(patient):
            found = claimed(call)
            if found is not None:
                expect_none(f"item claimed for {in_words(patient.label)}", found, call)
                expect_equal(
                    "medicines that the claim says were handed out", 0, contained_dispenses(call), call
                )
                looked = True
    if not looked:
        raise NotShown("no claim was made for a patient to whom nothing was supplied")
