"""Where nothing was supplied, nothing that goes out says so: declined, not attended, not appropriate, not in stock.

Source: interface sheet mesh-itk3-nhsmail-mys, check F3 58; models of the project, docs/reference/supply-model.md.
"""

import json
import re

from cpcs_harness.judging import EvidenceView, NotShown, criterion, expect, expect_equal, expect_none
from cpcs_harness.judging.expect import expect_words, squeezed
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.dispensed import DISPENSE, dispensed
from ._recorded import NO_SUPPLY, not_supplied
from ._sent import claimed, claims, contained_dispenses, documents, mails, onward, text_of, words_in

REASONS = {
    "declined": re.compile(r"declin|refused|(?:not|n't) want|turned (?:\w+ )?down"),
    "not-attended": re.compile(r"(?:not|n't|non|failed to)[ -]attend|(?:not|n't) come|\bno[ -]show"),
    "not-appropriate": re.compile(r"not (?:\w+ )?(?:appropriate|suitable)|inappropriate|unsuitable"),
    "not-in-stock": re.compile(
        r"(?:not|none) (?:\w+ )?in stock|(?:no|out of) stock|unavailable|not available"
    ),
}
"""Words that say by themselves which reason it was, in small letters."""


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


@criterion("SUP-02")
def test_the_practice_is_told_why_nothing_was_supplied(evidence: EvidenceView):
    """The words that were recorded, or which of the four reasons it was, in each document and e-mail; none need go."""
    for patient in not_supplied(evidence):
        told = [(message.call, words_in(message)) for message in documents(patient)]
        told += [(mail, text_of(mail)) for mail in mails(patient)]
        for recorded in patient.of(NO_SUPPLY)[-1:]:
            why, due = str(recorded.given["why"]), squeezed(str(recorded.given.get("text", ""))).casefold()
            for call, text in told:
                said = (due and due in text) or REASONS[why].search(text)
                what, words = f"why nothing was supplied ({why})", due or why.replace("-", " ")
                todo = "Write the recorded reason where the medicines would stand."
                expect_words(what, words, text, call, todo, said=bool(said))


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
