"""Pharmacies near a patient, in every state that the Directory of Services may have them in.

Source: UEC DoS REST API v1.0 (interface sheet dos-eps-rtec-scr-dmd, sections 2 and 9).
"""

from __future__ import annotations

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.directory import HeldServices
from cpcs_harness.times import stamp

from .._steps import parts as _parts
from .._steps import referrals as _referrals
from .._steps.dos_cases import SearchCase, changed_services, moment_of, search_cases
from .._steps.pathways import UM


class DosSearch(Journey):
    """The pharmacist looks for pharmacies for one patient after another, and asks which are open, and when."""

    id = "dos-search"
    seconds = 1.0
    pathways = (UM,)
    title = "Pharmacies near patients, as DoS has them"

    def run(self, stage: Stage) -> None:
        """Search in each case of the table, and twice where something changed meanwhile."""
        _referrals.sign_in(stage)
        _parts.receive_and_open(stage)
        for case in search_cases():
            self._search(stage, case)
        self._search_again(stage)

    def _search(self, stage: Stage, case: SearchCase) -> None:
        postcode = stage.another(case.name).person.postcode
        stage.hold(HeldServices(postcode, case.services), case.name)
        stage.step(f"Pharmacies near a patient: {case.name}")
        stage.do("find_pharmacies", needed=False, about=case.name, postcode=postcode)
        for rule in case.open_at:
            stage.step(f"Pharmacies near a patient: {case.name}, {rule}")
            moment = stamp(moment_of(rule, stage.now()))
            stage.do("find_pharmacies", needed=False, about=case.name, postcode=postcode, open_at=moment)

    def _search_again(self, stage: Stage) -> None:
        """Search twice for the same patient; DoS has other services, and other words of one, the second time."""
        postcode = stage.another("again").person.postcode
        for label, services in zip(("before", "after"), changed_services(), strict=True):
            stage.hold(HeldServices(postcode, services), label)
            stage.step(f"Pharmacies near a patient, again: {label}")
            stage.do("find_pharmacies", needed=False, about=label, postcode=postcode)
