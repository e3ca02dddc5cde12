"""Practices are being told when the system is stopped: of some nobody has noted it yet, and of others it waits."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.people.mailbox import HeldMailbox
from cpcs_harness.people.model import Issued
from cpcs_harness.stalls import fair_now

from .._steps import claimed as _claimed
from .._steps import notifications as _notifications
from .._steps import restarts as _restarts
from .._steps.pathways import MI, UM
from .._steps.pds import ALWAYS, Case

STRIKES_SECONDS = 5.0
"""How long the messages are waited for that are to be under way when the system is stopped."""
LATE: Mapping[str, Any] = {"delay": 1.5, "drop": True}
"""What was sent is taken, and the answer kept back, which then does not come: the system is to be stopped meanwhile."""
MESH, MAIL = ("mesh", "send_message"), ("nhsmail", "submit")
BOTH = (UM.id, MI.id)
AFTERWARDS = "told after the restart"


class Row(NamedTuple):
    """One patient: by what their practice is told, and what it meets when it is sent first."""

    label: str
    pathways: tuple[str, ...]
    by: tuple[str, str]
    meets: Mapping[str, Any]

    @property
    def is_waiting(self) -> bool:
        """Whether it cannot be sent when it is first to be; of who meets nothing nobody is told before the restart."""
        return bool(self.meets) and not self.is_under_way

    @property
    def is_under_way(self) -> bool:
        """Whether it is between being sent and being noted when the system is stopped."""
        return self.meets is LATE


TABLE = (
    Row("waits for MESH", BOTH, MESH, {"status": 503, "times": ALWAYS}),
    Row("under way by MESH", BOTH, MESH, LATE),
    Row("waits for NHSmail", (MI.id,), MAIL, {"status": 451, "body": b"4.3.2 Not now", "times": ALWAYS}),
    Row("under way by NHSmail", (MI.id,), MAIL, LATE),
    Row(AFTERWARDS, BOTH, MESH, {}),
)


class GpSurvivesRestart(Journey):
    """What waits, and what is between being sent and being noted, goes out after the system was stopped."""

    id = "gp-survives-restart"
    seconds = 2.0
    pathways = (MI, UM)
    title = "{service}, the system is stopped while practices are told"
    alone = True
    with_others = "directory"

    def run(self, stage: Stage) -> None:
        """Stop the system once the messages are out; look, have what waits sent, and have the practices told again."""
        with stage.meeting.turn:
            rows = [row for row in TABLE if stage.issued.pathway in row.pathways]
            patients = {row.label: stage.another(row.label) for row in rows}
            self._hold(stage, rows, patients)
            cases = _notifications.treated(stage, patients)
            stage.step("One of them is claimed for, and the pharmacist looks at all that there is")
            cases[AFTERWARDS].do("submit_claims")
            _look_at_all(stage, cases)
            stage.step(
                "Practices are told: of some it cannot be sent yet, and of others the system is stopped at once"
            )
            troubles = {row.label: self._trouble(stage, row, patients[row.label]) for row in rows}
            _notifications.notify(cases[row.label] for row in rows if row.is_waiting)
            under_way = [row.label for row in rows if row.is_under_way]
            stopped = self._stop_meanwhile(
                stage, {label: (cases[label], troubles[label]) for label in under_way}
            )
            _restarts.wait_until_back(stage, stopped)
            stage.step("The pharmacist looks at all of it again")
            _look_at_all(stage, cases)
            stage.step("The pharmacist looks at what waits; then it can be sent")
            _notifications.look(stage)
            _end(*troubles.values())
            stage.do("send_waiting", needed=False)
            _notifications.look(stage)
            stage.step("The pharmacist asks for each practice to be told, once more")
            _notifications.notify(cases.values())

    def _hold(self, stage: Stage, rows: list[Row], patients: Mapping[str, Issued]) -> None:
        by_mesh = {row.label: row.by == MESH for row in rows}
        _notifications.take_mesh(stage, [patient for label, patient in patients.items() if by_mesh[label]])
        for label, patient in patients.items():
            if not by_mesh[label]:
                stage.hold(HeldMailbox(patient.person.practice.ods, ()), label)

    def _trouble(self, stage: Stage, row: Row, patient: Issued) -> list[Fault]:
        """Have the patient's first message meet its trouble, however it says whose it is; one may meet none."""
        if not row.meets:
            return []
        person = patient.person
        by_mesh = (person.practice.mailbox, person.nhs_number)  # looked up, or found by MESH itself
        return [
            stage.fault(row.label, *row.by, about=about, **row.meets)
            for about in (by_mesh if row.by == MESH else (person.practice.email,))
        ]

    def _stop_meanwhile(
        self, stage: Stage, under_way: Mapping[str, tuple[Case, list[Fault]]]
    ) -> _restarts.Stopped:
        """Tell each practice, and stop the system when all has begun to be taken, or an answer came."""
        with ThreadPoolExecutor(len(under_way), thread_name_prefix="told") as pool:
            told = [(pool.submit(case.do, "notify_gp"), troubles) for case, troubles in under_way.values()]
            deadline = fair_now() + STRIKES_SECONDS
            while fair_now() < deadline and not all(
                asked.done() or any(trouble.times == 0 for trouble in troubles) for asked, troubles in told
            ):
                stage.wait(0.02)
            _end(*(troubles for _, troubles in under_way.values()))
            return _restarts.stop(stage)


def _look_at_all(stage: Stage, cases: Mapping[str, Case]) -> None:
    """Look at alerts, audit trail, enrolment and claims, and open each referral."""
    for action in ("list_alerts", "read_audit", "view_enrolment"):
        stage.do(action, needed=False)
    _claimed.list_claims(stage, stage.issued.premises)
    for case in cases.values():
        case.open()


def _end(*troubles: list[Fault]) -> None:
    for trouble in (one for those in troubles for one in those):
        trouble.times = 0
