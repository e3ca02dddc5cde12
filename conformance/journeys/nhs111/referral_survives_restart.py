"""Referrals are acknowledged and the system stopped at once, in their midst; and a report that is damaged is sent."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.model import Report

from .._steps import nhs111 as _nhs111
from .._steps import parts as _parts
from .._steps import referrals as _referrals
from .._steps import restarts as _restarts
from .._steps.pathways import MI, UM

BURST = 6
"""Reports that are under way when the system is stopped."""


class ReferralSurvivesRestart(_nhs111.TakesItk):
    """What was acknowledged is still there; what was damaged never was."""

    id = "referral-survives-restart"
    seconds = 1.5
    pathways = (MI, UM)
    title = "{a_service} referral survives a restart"
    alone = True

    def run(self, stage: Stage) -> None:
        """Send, stop the system at once, and look; then send a damaged report, and look."""
        _parts.sign_in_and_enrol(stage)
        stage.step("NHS 111 sends the referral, and the system is stopped at once")
        stage.send()
        _restarts.wait_until_back(stage, _restarts.stop(stage, needed=True))
        stage.step("NHS 111 sends several referrals, and the system is stopped in their midst")
        acknowledged, stopped = self._stop_during_burst(stage)
        _restarts.wait_until_back(stage, stopped)
        stage.step("The pharmacist looks for the referrals")
        stage.look_for(acknowledged)
        stage.find_on_worklist()
        stage.step("NHS 111 sends a report whose manifest is wrong")
        report = stage.issued.report
        held = ("document_id", "set_id", "tracking_id", "message_id")
        identity = {name: _referrals.next_id(getattr(report, name), "broken") for name in held}
        stage.send("manifest-count", case_id=f"{stage.issued.report.case_id}9", **identity)
        stage.do("worklist")

    def _stop_during_burst(self, stage: Stage) -> tuple[list[Report], _restarts.Stopped]:
        """Stop the system once a number of reports, drawn from the run's seed, was answered; gives those taken in."""
        reports = [stage.another(f"burst-{number}").report for number in range(1, BURST + 1)]
        answered = random.Random(f"{stage.seed}/{self.id}").randint(1, BURST - 1)  # noqa: S311 - no secret
        with ThreadPoolExecutor(max_workers=2, thread_name_prefix="burst") as pool:
            sent = {pool.submit(stage.send, report=report, variant="burst"): report for report in reports}
            list(islice(as_completed(sent), answered))
            stopped = _restarts.stop(stage, needed=True)
        return [report for future, report in sent.items() if future.result().status == 200], stopped
