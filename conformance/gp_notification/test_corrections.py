"""Corrections: a new document in place of the one before it.

Source: ITK FHIR Digital Medicines 1.2.9, replacement documents (interface sheet mesh-itk3-nhsmail-mys, section B7,
checks F2 40, 41).
"""

from cpcs_harness.formats.itk3 import value
from cpcs_harness.judging import EvidenceView, NotShown, criterion, expect, expect_equal

from .._shared import lookups
from ._told import by_document, document_id, patients, taken


@criterion("GPM-20")
def test_a_correction_replaces_the_document_before_it(evidence: EvidenceView):
    """A new document, with relatesTo `replaces` and the old one's identifier, about the same patient."""
    for told in patients(evidence, "corrected", "correction refused"):
        corrected = lookups.done(told.journey, told.label, "amend_consultation")[-1]
        # Whoever tells of a correction by itself may do so before the action has ended.
        began = max((seen.seq for seen in told.journey.seen if seen.seq < corrected.seq), default=0)
        sent = taken(told)
        old = [message for message in sent if message.call.seq < began]
        new = list(by_document(message for message in sent if message.call.seq > began).values())
        if not old:
            raise NotShown(f"{corrected.where}: nothing had been sent for {told.label}")
        expect(len(new) == 1, "one document after the correction", len(new), told.last)
        composition, at = new[0].only("Composition").node, new[0].call
        expect(document_id(new[0]) != document_id(old[-1]), "an identifier of its own", "the old one", at)
        expect_equal("relatesTo", "replaces", value(composition, "f:relatesTo/f:code"), at)
        target = value(composition, "f:relatesTo/f:targetIdentifier/f:value").lower()
        expect_equal("the document replaced", document_id(old[-1]), target, at)
        if told.label == "correction refused":
            expect(told.is_shown_bad(at.seq), "the refused correction (20014) told", "nothing", told.last)
