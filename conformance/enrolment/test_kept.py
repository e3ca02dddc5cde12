"""Who was enrolled is enrolled after a restart too.

Source: CPCS Technical Toolkit, June 2021, row Pharmacist enrolment / Declaration of Competence (DoC).
"""

from cpcs_harness.judging import EvidenceView, criterion, expect_equal

from .._shared.restarts import KEEP, around


@criterion("ENR-08")
def test_an_enrolment_outlives_a_restart(evidence: EvidenceView):
    """Full name, number and declaration are what they were."""
    for journey in evidence.each():
        attempts = journey.attempts("view_enrolment")
        stopped = journey.observations("restart")[-1].seq
        for seen in attempts:
            if seen.seq > stopped and any(view.status == "done" for view in attempts if view.seq < stopped):
                expect_equal("looking at the enrolment", "done", seen.status, seen, KEEP)
        for before, after in around(journey, "view_enrolment"):
            for what in ("full_name", "gphc_number", "declaration"):
                due = before.shown.get(what)
                expect_equal(f"{what}, after a restart,", due, after.shown.get(what), after, KEEP)
