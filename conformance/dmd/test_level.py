"""The level of dm+d at which the document to the practice codes what was handed out: a make, and no generic name.

Source: ITK FHIR Digital Medicines guide 1.2.9, Medication (interface sheet dos-eps-rtec-scr-dmd, 6.2, check 91).
"""

from cpcs_harness.formats.dmd.concept import ACTUAL
from cpcs_harness.formats.itk3 import values
from cpcs_harness.judging import EvidenceView, NotShown, criterion, expect

from .._shared.dictionary import dictionary
from .._shared.mesh import read_whole, sent_by

MEDICATION = "{http://hl7.org/fhir}Medication"


@criterion("DMD-08")
def test_a_document_codes_what_was_handed_out_and_not_its_generic_name(evidence: EvidenceView):
    """No code is known as a VMP or a VMPP; what one means that dm+d is not known to have is for DMD-09 to say."""
    known = dictionary(evidence)
    for journey in evidence.each():
        found = 0
        for message in sent_by(evidence, journey):
            root = read_whole(message)
            for medication in [] if root is None else root.iter(MEDICATION):
                codes = values(medication, "f:code/f:coding/f:code")
                concepts = [concept for concept in map(known.concept, codes) if concept is not None]
                found += bool(codes)
                generic = [f"{concept.name} ({concept.level})" for concept in concepts]
                expect(
                    not concepts or any(concept.level in ACTUAL for concept in concepts),
                    f"a code of level {' or '.join(ACTUAL)}",
                    generic,
                    message.call,
                    "Send the code of the make that was handed out.",
                )
        if not found:
            raise NotShown(f"journey {journey.id}: no document has a medicine with a code")
