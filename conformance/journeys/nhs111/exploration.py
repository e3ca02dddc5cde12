"""Referrals that nobody has written down are drawn, sent, and looked at on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpcs_harness.formats.xml import read_xml
from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.plain import plain

from ..._shared.nhs111_report.attempts import faults_of_attempt
from .._steps import nhs111 as _nhs111
from .._steps.pathways import MI, UM

if TYPE_CHECKING:
    from .._steps.strategies import Drawn


class Nhs111Exploration(_nhs111.TakesItk):
    """Each valid referral appears as it was sent, or is refused with a fault that says why."""

    id = "nhs111-exploration"
    seconds = 4.0
    pathways = (MI, UM)
    title = "{service} referrals that nobody has written down"

    def run(self, stage: Stage) -> None:
        """Draw, send, look, and open."""
        # Here and not above: Hypothesis takes time to load, and most commands only want the journeys' names.
        from cpcs_harness.journeys.exploration import explore

        from .._steps.strategies import referrals

        stage.step("The pharmacist signs in")
        stage.do("sign_in", needed=False)
        stage.step("NHS 111 sends referrals that were drawn")
        explore(stage, referrals(), lambda number, drawn: self._try(stage, number, drawn))

    def _try(self, stage: Stage, number: int, drawn: Drawn) -> tuple[str, list[str]]:
        name = f"example-{number}"
        report = drawn.of(stage.another(name).report)
        sent = stage.send(drawn.twist, report=report, variant=name)
        shown = None
        if sent.status == 200:
            row = stage.look_for([report]).get(report.document_id)
            shown = None if row is None else stage.open(report, row).observation
        faults = faults_of_attempt(plain(report), drawn.twist, sent.status, read_xml(sent.answer), shown)
        return sent.exchange, faults
