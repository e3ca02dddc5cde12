"""Consultations of one month are claimed for in time, late, and when it is too late, at the edges of each window.

Source: NHSBSA, Community Pharmacist Consultation Service page, and Community Pharmacy England, late claims (interface
sheet mesh-itk3-nhsmail-mys, D2, check F6 89).
"""

from __future__ import annotations

from cpcs_harness.journeys.journey import Journey, Stage

from .._steps import claimed as _claimed
from .._steps.pathways import MI, UM


class ClaimWindows(Journey):
    """Seen in July; the fifth of August ends an hour earlier in UTC than in London, and that of November does not."""

    id = "claim-windows"
    seconds = 1.0
    pathways = (MI, UM)
    title = "{service}, claimed for in time, late, and too late"
    clock = (
        "2027-07-30T12:00:00+01:00",
        "2027-08-05T23:45:00+01:00",
        "2027-08-06T00:15:00+01:00",
        "2027-11-05T23:45:00+00:00",
        "2027-11-06T00:15:00+00:00",
    )

    def run(self, stage: Stage) -> None:
        """See one patient for each moment, and claim for each when it has come."""
        patients = list(_claimed.refer_in(stage, _claimed.rows(stage, "windows")).values())
        stage.step("The pharmacist sees the patients, and claims for the first")
        for patient in patients:
            patient.see()
        patients[0].claim()
        for patient in patients[1:]:
            stage.next_moment()
            stage.step("Another one is claimed for, as the time goes on")
            patient.claim()
