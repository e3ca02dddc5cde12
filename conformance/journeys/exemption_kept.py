"""A patient declares their exemption, and the system is stopped: the declaration is still there, and theirs alone.

Source: CPCS Technical Toolkit, June 2021, row RTEC: written exemption declaration.
"""

from __future__ import annotations

from cpcs_harness.journeys.journey import Journey, Stage

from ._steps import cis2 as _cis2
from ._steps import exemptions as _exemptions
from ._steps import pds as _pds
from ._steps import restarts as _restarts
from ._steps import tracing as _tracing
from ._steps.exemptions import Charged
from ._steps.pathways import UM

DECLARES, SILENT = "declares", "declares nothing"
ROW = {
    "age": {"years": 35, "days": 3},
    "prescription": False,
    "declares": ["medical"],
    "by": "representative",
    "proof": True,
}


class ExemptionKept(Journey):
    """One of two patients declares; both referrals are looked at after the system was stopped."""

    id = "exemption-kept"
    seconds = 1.0
    pathways = (UM,)
    title = "Urgent medicine, the system is stopped after a declaration of exemption"
    alone = True
    with_others = "directory"

    def run(self, stage: Stage) -> None:
        """Declare, stop, and look again."""
        with stage.meeting.turn:
            issued = {label: _exemptions.issued_as(stage, label, ROW) for label in (DECLARES, SILENT)}
            signed_in = _cis2.asks_in_own_name_alone(stage.declaration)
            _tracing.begin(stage, issued.values(), signed_in=signed_in)
            cases = _pds.refer(stage, issued)
            stage.step("One of two patients has their exemption declared")
            for case in cases.values():
                case.open()
                case.find()
                case.choose()
            Charged(DECLARES, ROW, cases[DECLARES]).declare_all()
            stage.step("The system is stopped at once, and is back")
            _restarts.wait_until_back(stage, _restarts.stop(stage))
            stage.step("Both referrals are looked at")
            for case in cases.values():
                case.open()
