"""The Summary Care Record in the system's own viewer: permission, emergency, and every answer that there is.

Source: Summary Care Record FHIR API, and NHS Digital's rules on permission to view (interface sheet
dos-eps-rtec-scr-dmd, sections 5.2, 5.3 and 9).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.journey import Stage
from cpcs_harness.mockkit.fault_menu import fault_menu
from cpcs_harness.people.demographics import CareRecord
from cpcs_harness.people.model import Issued

from .._steps import cis2 as _cis2
from .._steps import nhs111 as _nhs111
from .._steps import referrals as _referrals
from .._steps.care_records import HOSTILE, care_record, many_rows, with_section
from .._steps.pathways import MI, UM

REASON = "Found unconscious at the counter; nobody is there who knows the patient"
ASSISTANT, TECHNICIAN = "counter-assistant", "pharmacy-technician"


@dataclass(frozen=True)
class Case:
    """One patient of the journey whose referral is on the worklist."""

    label: str
    issued: Issued
    referral: str

    @property
    def about(self) -> str:
        """The document that the judge finds the case's observations by."""
        return self.issued.report.document_id


def permit(stage: Stage, case: Case, answer: str = "given", **more: str) -> None:
    """The pharmacist asks the patient, and records the answer."""
    given = {"permission": answer, **more}
    stage.do("record_permission_to_view", needed=False, referral=case.referral, about=case.about, **given)


def view(stage: Stage, case: Case, role: str = "") -> None:
    """Somebody opens the viewer."""
    stage.do(
        "view_summary_care_record",
        needed=False,
        referral=case.referral,
        about=case.about,
        role=role,
        through="viewer",
    )


def open_again(stage: Stage, case: Case) -> None:
    """The pharmacist turns to a referral."""
    stage.do("open_referral", needed=False, referral=case.referral, about=case.about)


def _plain(stage: Stage, case: Case) -> None:
    stage.hold(care_record(case.issued), case.label)
    permit(stage, case)
    view(stage, case)


def _without_permission(stage: Stage, case: Case) -> None:
    stage.hold(care_record(case.issued), case.label)
    view(stage, case)


def _old_yes(stage: Stage, case: Case) -> None:
    """The Spine's Yes is from former times, and means that the patient is to be asked all the same."""
    stage.hold(care_record(case.issued, permission="Yes"), case.label)
    view(stage, case)


def _refused(stage: Stage, case: Case) -> None:
    stage.hold(care_record(case.issued), case.label)
    permit(stage, case, "refused")
    view(stage, case)


def _emergency(stage: Stage, case: Case) -> None:
    stage.hold(care_record(case.issued), case.label)
    permit(stage, case, "not-asked", reason=REASON)
    view(stage, case)


def _no_reason(stage: Stage, case: Case) -> None:
    stage.hold(care_record(case.issued), case.label)
    permit(stage, case, "not-asked")
    view(stage, case)


def _no_record(stage: Stage, case: Case) -> None:
    stage.hold(CareRecord(case.issued.person.nhs_number), case.label)
    permit(stage, case)
    view(stage, case)


def _withheld(stage: Stage, case: Case) -> None:
    stage.hold(care_record(case.issued, withheld=True), case.label)
    permit(stage, case)
    view(stage, case)


def _opted_out(stage: Stage, case: Case) -> None:
    stage.hold(care_record(case.issued, permission="No"), case.label)
    permit(stage, case)
    view(stage, case)


def _stale(stage: Stage, case: Case) -> None:
    """The practice writes a new record between the search and the read."""
    stage.hold(care_record(case.issued, then=care_record(case.issued)), case.label)
    permit(stage, case)
    view(stage, case)


def _replaced(stage: Stage, case: Case) -> None:
    """The practice writes a new record between two views of the same consultation."""
    _plain(stage, case)
    stage.hold(care_record(case.issued), case.label)
    view(stage, case)


def _hostile(stage: Stage, case: Case) -> None:
    record = care_record(case.issued)
    stage.hold(
        care_record(case.issued, sections=with_section(record, "RisksToPatientHeader", HOSTILE)), case.label
    )
    permit(stage, case)
    view(stage, case)


def _huge(stage: Stage, case: Case) -> None:
    record = care_record(case.issued)
    stage.hold(
        care_record(case.issued, sections=with_section(record, "AcuteMedsHeader", many_rows())), case.label
    )
    permit(stage, case)
    view(stage, case)


def _busy(stage: Stage, case: Case) -> None:
    """The record cannot be read for a moment; whoever was told so looks once more."""
    stage.hold(care_record(case.issued), case.label)
    permit(stage, case)
    _goes_wrong(stage, case, "unavailable", "read_bundle")
    view(stage, case)
    stage.step("Summary Care Record: looked at again after trouble")
    view(stage, case)


def _rate_limited(stage: Stage, case: Case) -> None:
    """The application has asked too much; a minute should pass before it asks again."""
    stage.hold(care_record(case.issued), case.label)
    permit(stage, case)
    _goes_wrong(stage, case, "rate-limited", "search_document_reference", times=30)
    view(stage, case)


def _goes_wrong(stage: Stage, case: Case, name: str, operation: str, times: int = 1) -> None:
    how = fault_menu("scr")[name] | {"times": times, "about": case.issued.person.nhs_number}
    stage.fault(name, "scr", operation, **how)


def _roles(stage: Stage, case: Case) -> None:
    """A counter assistant tries, then a pharmacy technician, who may."""
    stage.hold(care_record(case.issued), case.label)
    permit(stage, case)
    view(stage, case, role=ASSISTANT)
    view(stage, case, role=TECHNICIAN)


STORIES: dict[str, Callable[[Stage, Case], None]] = {
    "unasked": _without_permission,
    "old-yes": _old_yes,
    "refused": _refused,
    "emergency": _emergency,
    "emergency-without-reason": _no_reason,
    "no-record": _no_record,
    "withheld": _withheld,
    "opted-out": _opted_out,
    "stale": _stale,
    "replaced": _replaced,
    "hostile": _hostile,
    "huge": _huge,
    "busy": _busy,
    "rate-limited": _rate_limited,
    "roles": _roles,
}
"""What happens to each patient, who has no part in the others' stories."""

FIRST, NEXT = "first-of-two", "next-of-two"
"""The patients between whom the pharmacist turns."""


class ScrViewer(_nhs111.TakesItk):
    """Many patients are referred; the pharmacist looks at the record of each, as far as that may be seen."""

    id = "scr-viewer"
    pathways = (MI, UM)
    title = "{service} patients' Summary Care Records in the system's own viewer"

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only a system with a viewer of its own goes this way."""
        return super().wanted(declaration) and declaration.scr_viewer

    def run(self, stage: Stage) -> None:
        """Go through every story, then turn from one patient to the next."""
        self._sign_in(stage)
        cases = self._referred(stage)
        for name, story in STORIES.items():
            if name in cases:
                stage.step(f"Summary Care Record: {name}")
                story(stage, cases[name])
        if FIRST in cases and NEXT in cases:
            self._turn(stage, cases[FIRST], cases[NEXT])

    def _sign_in(self, stage: Stage) -> None:
        """The pharmacist signs in, with CIS2 where the candidate's users do: alerts need the name of a person."""
        if not _cis2.wanted(stage.declaration):
            _referrals.sign_in(stage)
            return
        stage.step("The pharmacist signs in with CIS2")
        _cis2.sign_in(stage, stage.worker.roles[0].role_id)

    def _referred(self, stage: Stage) -> dict[str, Case]:
        """Have NHS 111 refer every patient; gives those who are on the worklist."""
        issued = {label: stage.another(label) for label in (*STORIES, FIRST, NEXT)}
        stage.step("NHS 111 refers the patients")
        for label, patient in issued.items():
            stage.send(report=patient.report, variant=label)
        found = stage.look_for([patient.report for patient in issued.values()])
        return {
            label: Case(label, patient, str(found[patient.report.document_id].get("referral", "")))
            for label, patient in issued.items()
            if patient.report.document_id in found
        }

    def _turn(self, stage: Stage, first: Case, following: Case) -> None:
        stage.step("The pharmacist looks at one patient's record, and turns to the next patient")
        open_again(stage, first)
        _plain(stage, first)
        stage.hold(care_record(following.issued), following.label)
        open_again(stage, following)
        view(stage, following)
        permit(stage, following)
        view(stage, following)
