"""A locum works in two pharmacies on one day, and in each for patients of that pharmacy.

Source: Personal Demographics Service FHIR API, request headers (interface sheet pds-smsp-auth, section 2.1).
"""

from __future__ import annotations

from cpcs_harness.journeys.journey import Stage

from .._steps import pds as _pds
from .._steps.pathways import MI, UM


class LocumTwoPremises(_pds.AsksPds):
    """The locum goes to and fro, so that what belongs to one pharmacy could be left over at the other."""

    id = "locum-two-premises"
    pathways = (MI, UM)
    title = "{service}, a locum at two pharmacies"

    def run(self, stage: Stage) -> None:
        """Have patients referred to both, look each up in turn, and adopt each record where it belongs."""
        here, there = stage.issued.premises, stage.other_premises()
        stage.step("A locum signs in at two pharmacies")
        for premises in (here, there):
            stage.do("sign_in", needed=False, at=premises)
        cases = _pds.refer(
            stage,
            {
                label: stage.another(label, premises)
                for label, premises in (("here", here), ("there", there), ("here again", here))
            },
        )
        stage.step("The locum looks patients up, now in one pharmacy and now in the other")
        for case in cases.values():
            case.find()
        for case in cases.values():
            case.search()
        stage.step("The locum adopts each record")
        for case in cases.values():
            case.choose()
        stage.step("The locum opens each referral")
        for case in cases.values():
            case.open()
