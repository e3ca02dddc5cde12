"""Each practice is told, once, or nothing where the patient refused it: in the whole run, by any channel.

Source: PSNC, CPCS FAQ, consent to share with the GP; NHS Digital, Digital Medicines, fall-back to e-mail (interface
sheet mesh-itk3-nhsmail-mys, C2 and checks F3 60, F4 71 and F5 77).
"""

from cpcs_harness.judging import EvidenceView, criterion

from ._consultations import completed
from ._due import due, is_not_told, is_told, is_told_once, refused


@criterion("DUE-01")
def test_who_refused_is_told_of_to_no_practice(evidence: EvidenceView):
    """Neither over MESH nor by e-mail, copies of other messages included, in whatever journey."""
    for consultation in refused(evidence):
        is_not_told(evidence.views, consultation)


@criterion("DUE-02")
def test_each_practice_that_was_to_be_told_heard_of_it(evidence: EvidenceView):
    """Over MESH or by e-mail, wherever the screen says that it was told."""
    for consultation in due(evidence):
        is_told(evidence.views, consultation)


@criterion("DUE-03")
def test_no_practice_is_told_the_same_twice(evidence: EvidenceView):
    """The same text under two ids, with no correction between them."""
    for consultation in completed(evidence):
        is_told_once(evidence.views, consultation)
