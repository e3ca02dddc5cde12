"""Pharmacies near a patient, in every state that the Directory of Services may have them in.

Source: UEC DoS REST API v1.0 (interface sheet dos-eps-rtec-scr-dmd, sections 2 and 9).
"""

from __future__ import annotations

from collections.abc import Mapping

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.directory import HeldServices
from cpcs_harness.times import stamp

from .._steps import dos_answers as _answers
from .._steps import parts as _parts
from .._steps import referrals as _referrals
from .._steps.dos_cases import SearchCase, changed_services, moment_of, search_cases
from .._steps.pathways import UM

DRAWN = 56
"""Pharmacies that are drawn: as many as it takes for each two of their conditions to meet in one."""


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
            self._search(stage, case, stage.another(case.name).person.postcode)
        self._search_again(stage)
        self._search_drawn(stage)

    @classmethod
    def several(cls, label: str) -> Mapping[str, int]:
        """Draw a pharmacy for each time that somebody looks for one near the patient."""
        return {} if label else {_answers.THING: DRAWN}

    def _search_drawn(self, stage: Stage) -> None:
        """Search near the own patient, of whom the pharmacies are drawn, and each time for one moment alone."""
        postcode = stage.issued.person.postcode
        for number, row in enumerate(stage.issued.several.get(_answers.THING, ()), 1):
            case = _answers.drawn(number, row, stage.now())
            stage.hold(HeldServices(postcode, case.services), case.name)
            stage.step(f"Pharmacies near a patient: {case.name}")
            moments = [stamp(moment_of(rule, stage.now())) for rule in case.open_at]
            asked = {"open_at": moments[0]} if moments else {}
            stage.do("find_pharmacies", needed=False, about=case.name, postcode=postcode, **asked)

    def _search(self, stage: Stage, case: SearchCase, postcode: str) -> None:
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
