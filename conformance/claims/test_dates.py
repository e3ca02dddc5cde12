"""The day that a claim is of: that of the consultation, by London's calendar, whenever it is claimed for.

Source: model of the project, from a public third-party MYS client; NHSBSA, Community Pharmacist Consultation Service
page (interface sheet mesh-itk3-nhsmail-mys, sections D2 and D3).
"""

from cpcs_harness.judging import EvidenceView, criterion, expect_equal, through

from ._claims import day_seen, each_claim, supporting


@criterion("BSA-30")
def test_a_claim_is_of_the_day_on_which_the_patient_was_seen(evidence: EvidenceView):
    """By night in summer, on a 29 February, and where it is claimed for in the new year."""
    for (journey, call, claim), apart in through(each_claim(evidence)):
        with apart:
            day = day_seen(journey, call)
            todo = "Take the day in London on which the consultation began."
            assessed = str(supporting(claim, "ASSESSMENT_DATE").get("timingDate", ""))
            expect_equal("the assessment's date", day, assessed, call, todo)
            start = str((claim.get("billablePeriod") or {}).get("start", ""))
            expect_equal("billablePeriod.start", f"{day[:7]}-01", start, call, todo)
