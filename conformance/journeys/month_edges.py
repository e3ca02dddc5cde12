"""Consultations at the edges of months in London: before and after midnight, when clocks change, on 29 February.

Source: CPCS Technical Toolkit, June 2021, row Data reporting; Summer Time Act 1972; our model of the files
(docs/reference/extract-model.md).
"""

from __future__ import annotations

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.journey import Journey, Stage

from ._steps import parts as _parts
from ._steps import pds as _pds
from ._steps import referrals as _referrals
from ._steps.exports import FORMS, export
from ._steps.pathways import MI, UM

MOMENTS = {
    "": "2027-03-31T23:55:00+01:00",
    "first hour of a summer month": "2027-04-01T00:05:00+01:00",
    "last hour of a summer month": "2027-04-30T23:55:00+01:00",
    "hour before the clocks go back": "2027-10-31T01:30:00+01:00",
    "hour that comes twice": "2027-10-31T01:30:00+00:00",
    "last hour of the day of 25": "2027-10-31T23:50:00+00:00",
    "first hour of a winter month": "2027-11-01T00:05:00+00:00",
    "29 February": "2028-02-29T23:55:00+00:00",
    "day after": "2028-03-01T00:05:00+00:00",
}
"""By patient: when their consultation is completed. In UTC some are in another month; and in that of the clocks' change
to come, or that was, others are."""
MONTHS = ("2027-03", "2027-04", "2027-10", "2027-11", "2028-02", "2028-03")


class MonthEdges(Journey):
    """One is treated at each moment; then each month is exported."""

    id = "month-edges"
    seconds = 2.0
    pathways = (MI, UM)
    title = "{service}, consultations at the edges of months are exported"
    clock = tuple(MOMENTS.values())

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only where a specification is declared."""
        return any(declaration.chose(form) for form in FORMS)

    asked_for_by = "[options] MI-DATA-E and UM-DATA-E"

    def run(self, stage: Stage) -> None:
        """Treat one after another; export all months at the last moment."""
        _parts.sign_in_and_enrol(stage)
        for number, label in enumerate(MOMENTS):
            if number:
                stage.next_moment()
            self._treat(stage, label)
        stage.step("Each of the months is exported")
        form = next(filter(stage.declaration.chose, FORMS))
        for month in MONTHS:
            export(stage, stage.issued.premises, month, form)

    def _treat(self, stage: Stage, label: str) -> None:
        """Refer and treat one patient, without looking them up: what is exported of them then is not looked at."""
        issued = stage.another(label) if label else stage.issued
        (case,) = _pds.refer(stage, {label: issued}).values()
        stage.step(f"The pharmacist sees the patient: {label or 'last hour of March'}")
        urgent = issued.pathway == UM.id
        if urgent:
            case.do("supply_medicine", **_referrals.supplied(_referrals.for_patient(stage, issued)))
        came_of_it = "medicine-supplied" if urgent else "advice-given"
        said = _referrals.consultation(issued, came_of_it, stage.now())
        case.do("record_consultation", **said)
        case.do("complete")
