"""A pharmacy changes its system: everything is handed over, and another system's records are taken over.

Source: our model of the files (docs/reference/switching-model.md); NHSE&I, CPCS IT provider switching guide, which asks
that a pharmacy can change its system, and states no form.
"""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.model import Issued, Report

from ._steps import parts as _parts
from ._steps import records as _records
from ._steps import referrals as _referrals
from ._steps import tracing as _tracing
from ._steps.actors import as_
from ._steps.nhs111 import another_of, earlier_call, look_until_withdrawn, nullifying
from ._steps.pathways import MI, UM

WAITS, ELSEWHERE = "waits", "elsewhere"
REGISTERED = "registered elsewhere"
MOVED_DONE, MOVED_WAITING = "moved, completed", "moved, waiting"
TAKEN_BACK = "moved, taken back"
OTHER_FILE, OTHER_FORM = "in another file", "cpcs-records/0"


class SupplierSwitched(Journey):
    """One patient is treated and one waits here; the other system hands over one of each kind, twice."""

    id = "supplier-switched"
    seconds = 2.0
    pathways = (MI, UM)
    title = "{service}, the pharmacy changes its system"

    def run(self, stage: Stage) -> None:
        """Treat; take records over, look at them, do once more what was done; hand everything over."""
        waits = stage.another(WAITS)
        elsewhere = stage.another(ELSEWHERE, stage.other_premises())
        self._treat_one(stage, waits, elsewhere)
        moved = {label: stage.another(label) for label in (MOVED_DONE, MOVED_WAITING)}
        content = self._file(stage, moved)
        stage.step("Another system's records are taken over, and then the same once more")
        taken = [stage.do("import_records", needed=False, content=content) for _ in range(2)]
        self._take_what_is_not_ours(stage, moved[MOVED_DONE], elsewhere)
        self._look(stage, moved, self._names(taken[0]))
        stage.step("All records are handed over, what was taken over among them")
        stage.do("export_records", needed=False)
        if taken[0].status == "done" and stage.declaration.takes_itk:
            self._take_back(stage, moved[MOVED_WAITING].report)

    def _take_back(self, stage: Stage, report: Report) -> None:
        stage.step("NHS 111 takes back whom it had referred to the other system")
        stage.send(report=nullifying(report), variant=TAKEN_BACK)
        look_until_withdrawn(stage, report)

    def _treat_one(self, stage: Stage, waits: Issued, elsewhere: Issued) -> None:
        _parts.sign_in_and_enrol(stage)
        self._register_elsewhere(stage, waits)
        _parts.receive_and_open(stage)
        stage.step("NHS 111 refers a patient who waits, and one to another pharmacy")
        for patient in (waits, elsewhere):
            stage.send(report=patient.report)
        stage.look_for([waits.report])
        stage.look_for([elsewhere.report], elsewhere.premises)
        _parts.trace_on_pds(stage)
        _referrals.treat(stage)
        stage.step("The practice is told, and the claim made")
        stage.do("notify_gp", needed=False)
        stage.do("submit_claims", needed=False)

    def _register_elsewhere(self, stage: Stage, neighbour: Issued) -> None:
        """Have PDS hold the journey's own patient with the practice of another, which is in the directory too."""
        practice = neighbour.person.practice
        entry = {"ods": practice.ods, "name": practice.name, "email": practice.email, "kind": "gp-practice"}
        stage.do("load_directory", needed=False, entries=[entry])
        _tracing.hold(stage, REGISTERED, stage.issued, lambda plain: replace(plain, practice=practice.ods))

    def _file(self, stage: Stage, moved: dict[str, Issued]) -> str:
        done, waiting = moved[MOVED_DONE], moved[MOVED_WAITING]
        records = [
            _records.completed(done, stage.issued, stage.now()),
            _records.waiting(waiting, stage.now()),
        ]
        return base64.b64encode(json.dumps(_records.file(stage.issued, done, records)).encode()).decode()

    def _take_what_is_not_ours(self, stage: Stage, moved: Issued, elsewhere: Issued) -> None:
        """Have a file of another pharmacy taken over, and one of ours in a form that there is not."""
        stage.step("A file of another pharmacy is to be taken over, and one of another form")
        report = earlier_call(another_of(elsewhere.report, OTHER_FILE))
        record = _records.waiting(replace(elsewhere, report=report), stage.now())
        of_theirs = _records.file(elsewhere, moved, [record])
        of_another_form = {**_records.file(stage.issued, moved, [record]), "form": OTHER_FORM}
        for file in (of_theirs, of_another_form):
            content = base64.b64encode(json.dumps(file).encode()).decode()
            stage.do("import_records", needed=False, content=content)

    def _names(self, taken: Outcome | None) -> dict[str, str]:
        """Give what the system calls each referral that it took over, by its document."""
        listed = taken.observation.get("taken") if taken else None
        rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
        return {str(row.get("document_id")): str(row.get("referral") or "") for row in rows}

    def _look(self, stage: Stage, moved: dict[str, Issued], known: dict[str, str]) -> None:
        stage.step("The pharmacist looks at what was taken over")
        # Completed referrals may leave a worklist; who waits may not.
        rows = stage.look_for([moved[MOVED_WAITING].report])
        listed = {document: str(row.get("referral", "")) for document, row in rows.items()}
        names = {
            label: (listed | known).get(patient.report.document_id, "") for label, patient in moved.items()
        }
        for label, patient in moved.items():
            self._about(stage, patient, names[label], "open_referral")
        stage.step("What is kept of who worked in the other system is looked at")
        as_(stage, moved[MOVED_DONE].pharmacist).do("view_enrolment", needed=False)
        stage.step("The practice is to be told, and a claim made, of what was completed in the other system")
        for action in ("notify_gp", "submit_claims"):
            self._about(stage, moved[MOVED_DONE], names[MOVED_DONE], action)

    def _about(self, stage: Stage, patient: Issued, name: str, action: str, **given: Any) -> Outcome | None:
        """Have something done about a patient whom the system lists."""
        if not name:
            return None
        return stage.do(action, needed=False, referral=name, about=patient.report.document_id, **given)
