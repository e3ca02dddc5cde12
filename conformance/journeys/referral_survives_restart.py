"""A referral is acknowledged and the system stopped at once; and a report that is damaged is sent."""

from __future__ import annotations

import threading
import uuid

from cpcs_harness.errors import UsageProblem
from cpcs_harness.runtime.journey import Journey, JourneyStopped, Stage

from . import _parts

BACK_SECONDS = 30.0


class _ReferralSurvivesRestart(Journey):
    """What was acknowledged is still there; what was damaged never was."""

    alone = True

    def run(self, stage: Stage) -> None:
        """Send, stop the system at once, and look; then send a damaged report, and look."""
        _parts.open_for_business(stage)
        stage.step("NHS 111 sends the referral, and the system is stopped at once")
        stage.send()
        stage.do("restart")
        self._wait_until_back(stage)
        stage.step("The pharmacist looks for the referral")
        stage.find_on_worklist()
        stage.step("NHS 111 sends a report whose manifest is wrong")
        identity = {
            name: str(uuid.uuid4()).upper() for name in ("document_id", "set_id", "tracking_id", "message_id")
        }
        stage.send("manifest-count", case_id=f"{stage.issued.report.case_id}9", **identity)
        stage.do("worklist")

    def _wait_until_back(self, stage: Stage) -> None:
        tries = int(BACK_SECONDS / stage.pace.poll)
        for _ in range(tries):
            if self._is_back(stage):
                return
            threading.Event().wait(stage.pace.poll)
        raise JourneyStopped(f"the candidate was not back {BACK_SECONDS:g} s after its restart")

    def _is_back(self, stage: Stage) -> bool:
        try:
            return "error" not in stage.driver.about()
        except UsageProblem:
            return False


class MinorIllnessReferralSurvivesRestart(_ReferralSurvivesRestart):
    """The same for a minor illness."""

    id = "referral-survives-restart-mi"
    pathway = "minor-illness"
    title = "A minor illness referral survives a restart"


class UrgentMedicineReferralSurvivesRestart(_ReferralSurvivesRestart):
    """The same for an urgent medicine."""

    id = "referral-survives-restart-um"
    pathway = "urgent-medicines"
    title = "An urgent medicine referral survives a restart"
