"""Telling practices over MESH when MESH is down, loses its answer or refuses, and when a record is corrected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.mailbox import HeldMailbox
from cpcs_harness.people.model import Issued

from .._steps import consents as _consents
from .._steps import notifications as _notifications
from .._steps import referrals as _referrals
from .._steps import tracing as _tracing
from .._steps.pathways import MI, UM
from .._steps.pds import ALWAYS, Case

MEANWHILE, REFUSED = _notifications.MEANWHILE, "refused, then corrected"
ELSEWHERE, NEW = "registered elsewhere", _notifications.CORRECTED
"""A patient whose practice is another one by now, and a patient of that one."""
BY_MESH = (
    "answer lost",
    "queued first",
    "queued second",
    MEANWHILE,
    "not taken",
    "corrected",
    "correction refused",
    REFUSED,
    ELSEWHERE,
    _notifications.URGENT,
    _consents.AFTER_ALL,
    *_notifications.AT_ODD_HOURS,
)
NOWHERE = {
    "no practice": "V81997",
    "practice not applicable": "V81998",
    "practice not known": "V81999",
}
"""What holds a practice's place in the records of some patients."""
_WORKFLOW = dict(zip((UM.id, MI.id), _notifications.WORKFLOWS, strict=True))
TAKEN_BACK = _consents.NOT_TOLD[0]
WITHOUT = ("takes no MESH", *_consents.NOT_TOLD, *NOWHERE)
LOOKUP_FAILS: tuple[dict[str, Any], ...] = (
    _notifications.PAGE,
    {"status": 503},
    {"drop": True, "times": ALWAYS},
)
"""What is answered in turn to who asks whether a practice has a mailbox."""


class GpTrouble(Journey):
    """Each patient's message meets a trouble of its own."""

    id = "gp-trouble"
    seconds = 6.0
    pathways = (MI, UM)
    title = "{service}, trouble in telling practices"

    @classmethod
    def asks(cls, label: str) -> tuple[str, ...]:
        """Patients who do not plainly agree draw what they say."""
        return _consents.asks(label)

    @classmethod
    def pinned(cls, label: str) -> Mapping[str, str]:
        """Pin what they say."""
        return _consents.pinned(label)

    def run(self, stage: Stage) -> None:
        """Treat the patients, then have each practice told while something is wrong."""
        patients = {label: stage.another(label) for label in (*BY_MESH, *WITHOUT)}
        self._hold(stage, patients)
        cases = _notifications.treated(stage, patients)
        self._lose_an_answer(stage, cases["answer lost"])
        self._be_down(stage, cases)
        self._refuse(stage, cases["not taken"])
        self._send_none(stage, cases)
        self._correct(stage, cases)
        stage.step(
            "One practice is not the one that was referred from, one has to act at once; some were seen at odd hours"
        )
        labels = (ELSEWHERE, _notifications.URGENT, _consents.AFTER_ALL, *_notifications.AT_ODD_HOURS)
        _notifications.notify(cases[label] for label in labels)
        self._record_again(stage, cases["queued first"])

    def _record_again(self, stage: Stage, case: Case) -> None:
        stage.step("What was completed long ago is recorded once more, which may have to be refused")
        _tracing.record(case, advice=case.issued.words.correction)

    def _hold(self, stage: Stage, patients: dict[str, Issued]) -> None:
        _notifications.take_mesh(stage, [patients[label] for label in BY_MESH])
        # It takes what it is told of another kind of consultation, and none of this.
        of_others = tuple(
            name for name in _notifications.WORKFLOWS if name != _WORKFLOW[stage.issued.pathway]
        )
        stage.hold(HeldMailbox(patients["takes no MESH"].person.practice.ods, of_others), "takes no MESH")
        for label, code in NOWHERE.items():
            _tracing.hold(stage, label, patients[label], partial(replace, practice=code))
        new = patients[NEW].person.practice.ods
        _tracing.hold(stage, ELSEWHERE, patients[ELSEWHERE], partial(replace, practice=new))

    def _lose_an_answer(self, stage: Stage, case: Case) -> None:
        stage.step("MESH takes a message, and its answer is lost")
        stage.fault("answer lost", "mesh", "send_message", drop=True)
        case.do("notify_gp")
        stage.do("send_waiting", needed=False)
        case.do("notify_gp")

    def _be_down(self, stage: Stage, cases: dict[str, Case]) -> None:
        stage.step("MESH is down")
        queued = [cases[label] for label in ("queued first", "queued second", MEANWHILE)]
        faults = [
            stage.fault("a page of something else", "mesh", "send_message", **_notifications.PAGE),
            stage.fault("MESH is down", "mesh", "send_message", status=503, times=ALWAYS),
        ]
        practice = cases["queued second"].issued.person.practice.ods
        for how in LOOKUP_FAILS:
            faults.append(stage.fault("MESH knows nobody", "mesh", "lookup", about=practice, **how))
        if stage.issued.pathway == UM.id:  # of a minor illness this practice takes no MESH
            _consents.take_back(cases[TAKEN_BACK])
        _notifications.notify([*queued, *[cases["queued second"]] * (len(LOOKUP_FAILS) - 1)])
        cases[MEANWHILE].do("amend_consultation", advice=cases[MEANWHILE].issued.words.correction)
        for _ in range(2):  # asked once more, though the correction waits already
            cases[MEANWHILE].do("notify_gp")
        _notifications.look(stage)
        _notifications.look_too_late(stage)
        for fault in faults:
            fault.times = 0
        stage.step(
            "MESH is there again, and what waited is sent: one practice is told of a correction at once"
        )
        cases[MEANWHILE].do("notify_gp")
        stage.do("send_waiting", needed=False)
        _notifications.notify(queued)
        _notifications.look(stage)

    def _refuse(self, stage: Stage, case: Case) -> None:
        stage.step("MESH refuses a message")
        how = _notifications.REFUSAL if stage.issued.pathway == UM.id else _notifications.INVALID
        refusal = stage.fault("refused", "mesh", "send_message", times=ALWAYS, **how)
        case.do("notify_gp")
        stage.do("send_waiting", needed=False)
        _notifications.look(stage)
        refusal.times = 0

    def _send_none(self, stage: Stage, cases: dict[str, Case]) -> None:
        stage.step("A practice takes no MESH, a patient does not consent, and others have no practice")
        asked = {TAKEN_BACK} if stage.issued.pathway == UM.id else set()
        _consents.say_the_rest(case for label, case in cases.items() if label not in asked)
        for label in WITHOUT:
            cases[label].do("notify_gp")
        stage.do("send_waiting", needed=False)
        # Whoever has MESH find the practice learns by a report that it takes none.
        _referrals.collect(stage)
        cases["takes no MESH"].do("notify_gp")

    def _correct(self, stage: Stage, cases: dict[str, Case]) -> None:
        stage.step("Practices are told, and the records are corrected afterwards")
        corrected = [cases["corrected"], cases["correction refused"], cases[REFUSED]]
        _notifications.notify(corrected)
        stage.answer_gp_reports({cases[REFUSED].person.nhs_number: _notifications.UNKNOWN})
        _referrals.collect(stage)
        for case in corrected:
            case.do("amend_consultation", advice=case.issued.words.correction)
        _notifications.notify(corrected)
        stage.answer_gp_reports({cases["correction refused"].person.nhs_number: ("20014",)})
        _referrals.collect(stage)
        _notifications.look(stage)
        stage.step("One of the records is corrected once more")
        again = f"{cases[NEW].issued.words.correction}; {cases[NEW].issued.words.remark}"
        cases[NEW].do("amend_consultation", advice=again)
        cases[NEW].do("notify_gp")
        # The practice has had two copies of the one whose answer was lost.
        _notifications.notify([cases[REFUSED], cases["answer lost"]])
