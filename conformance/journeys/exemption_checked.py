"""The exemptions of patients are checked with RTEC where it may be asked, and declared where it does not help.

Source: RTEC client functional specification 1.4 (interface sheet dos-eps-rtec-scr-dmd, section 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.model import Issued

from ._steps import cis2 as _cis2
from ._steps import exemptions as _exemptions
from ._steps import pds as _pds
from ._steps import referrals as _referrals
from ._steps import rtec_answers as _answers
from ._steps import tracing as _tracing
from ._steps.actors import by_initial
from ._steps.exemptions import Charged
from ._steps.pathways import UM

NEXT = "next referral"
OF_SEVERAL = "sixteen-since-yesterday"
"""Who has several prescriptions, of an age at which RTEC is asked, today and tomorrow."""
DRAWN = 28
"""Prescriptions that are drawn: as many as it takes for each two of their conditions to meet in one."""

_WITHOUT_ANSWER = {"number": 32}
"""Of whose prescription RTEC is told nothing beforehand: it is another one of the patient's."""


class ExemptionChecked(Journey):
    """Patients around each birthday, with a prescription and without; RTEC finds them, finds nothing, or fails."""

    id = "exemption-checked"
    seconds = 5.0
    pathways = (UM,)
    title = "Urgent medicine, the exemption from the charge"

    def run(self, stage: Stage) -> None:
        """Check, look again, declare; supply some; refer one once more; read the audit trail and the lists."""
        who, stage = stage.issued.pharmacist, by_initial(stage)
        people = _exemptions.table()["people"]
        issued = {label: _exemptions.issued_as(stage, label, row) for label, row in people.items()}
        signed_in = _cis2.wanted(stage.declaration)  # RTEC is asked in the name of who is signed in
        _tracing.begin(stage, issued.values(), signed_in=signed_in, enrolled=who)
        self._sign_in_elsewhere(stage, signed_in=signed_in)
        charged = self._refer(stage, issued)
        for patient in charged.values():
            stage.step(f"The charge of {patient.label}")
            patient.check()
            patient.declare_all()
        for patient in charged.values():
            if patient.row.get("supply"):
                self._supply(stage, patient)
        _answers.check(charged[OF_SEVERAL], stage.issued.several.get(_answers.THING, ()))
        self._refer_again(stage, charged["found"])
        stage.step("The audit trail is read, and the reasons that can be declared")
        stage.do("read_audit", needed=False)
        for day in _exemptions.table()["lists"]:
            stage.do(_exemptions.LIST, needed=False, **({"as_of": day} if day else {}))

    @classmethod
    def several(cls, label: str) -> Mapping[str, int]:
        """Draw the prescriptions of one patient, whatever else they are called until their name has plain letters."""
        return {} if label else {_answers.THING: DRAWN}

    def _sign_in_elsewhere(self, stage: Stage, *, signed_in: bool) -> None:
        for premises in _exemptions.places(stage)[1:]:
            stage.do("sign_in", needed=False, at=premises)
            if signed_in:
                _cis2.sign_in(stage, stage.worker.roles[0].role_id, at=premises)

    def _refer(self, stage: Stage, issued: Mapping[str, Issued]) -> dict[str, Charged]:
        people = _exemptions.table()["people"]
        cases = _pds.refer(stage, issued)
        for label, row in people.items():
            _exemptions.other_record(stage, issued[label], row, label)
        return {label: Charged(label, row, cases[label]) for label, row in people.items()}

    def _supply(self, stage: Stage, patient: Charged) -> None:
        stage.step(f"A medicine is supplied to {patient.label}, and claimed for")
        document = patient.case.issued.report.document_id
        _referrals.supply(patient.stage, about=document)
        patient.case.do(
            "record_consultation", **_referrals.consultation(patient.case.issued, "medicine-supplied")
        )
        patient.case.do("complete")
        patient.case.do("submit_claims")

    def _refer_again(self, stage: Stage, patient: Charged) -> None:
        """Refer somebody once more, of whom nothing may be known of the charge; then PDS has their birth year alone."""
        issued = stage.another(NEXT, patient.case.issued.premises)
        person = patient.case.person
        same = replace(issued, person=person, report=replace(issued.report, person=person))
        case = _pds.refer(stage, {NEXT: same})[NEXT]
        case.open()
        stage.step(
            "The record of a patient who was referred once more has come to have a year of birth alone"
        )
        _tracing.hold(stage, NEXT, same, lambda plain: replace(plain, birth_date=plain.birth_date[:4]))
        another = replace(patient, label=NEXT, row=_WITHOUT_ANSWER, case=case)
        another.check()
