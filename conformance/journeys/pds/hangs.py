"""PDS takes a request and does not answer: once, and then again and again.

Source: Personal Demographics Service FHIR API, timeouts and retries (interface sheet pds-smsp-auth, section 8).
"""

from __future__ import annotations

from cpcs_harness.journeys.journey import Stage

from .._steps import pds as _pds
from .._steps import referrals as _referrals
from .._steps.pathways import MI, UM

BEYOND = 2.0
"""Seconds that PDS is silent for after a step should have ended: who still waits then is cut off, and on record."""
MARGIN = 1.0
"""Seconds more until that is on record: the journey may be over with this patient, whichever order the seed gives."""


class PdsHangs(_pds.AsksPds):
    """One patient waits for PDS in vain at first, one for good; the work goes on with a third."""

    id = "pds-hangs"
    seconds = 7.0
    pathways = (MI, UM)
    title = "{service}, PDS does not answer"

    def run(self, stage: Stage) -> None:
        """Refer the patients, and look each of them up."""
        _referrals.sign_in(stage)
        cases = _pds.refer(stage, _pds.issue(stage, ("hangs-once", "hangs", "untroubled")))
        beyond = stage.pace.step_seconds + BEYOND
        cases["hangs-once"].fault("hang", delay=beyond)
        cases["hangs"].fault("hang", times=_pds.ALWAYS, delay=beyond)
        for label, case in cases.items():
            stage.step(f"The pharmacist looks a patient up ({label})")
            if not case.find().answered:
                stage.pause(BEYOND + MARGIN)
