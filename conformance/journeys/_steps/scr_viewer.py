"""What is done with each patient's Summary Care Record in the system's own viewer.

Source: Summary Care Record FHIR API, and NHS Digital's rules on permission to view (interface sheet
dos-eps-rtec-scr-dmd, sections 5.2, 5.3 and 9).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.mockkit.fault_menu import fault_menu
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.people.demographics import CareRecord
from cpcs_harness.people.drawn.scr_answer import EMERGENCY
from cpcs_harness.people.model import Issued

from . import tracing as _tracing
from .care_records import HOSTILE, care_record, many_rows, with_section
from .pds import details

THING = "SCR answer"
DRAWN: dict[str, str] = {
    "hostile": "the record",
    "huge": "the record",
    "stale": "another record in its place by now",
    "no-record": "no record",
    "withheld": "access denied",
    "opted-out": "the patient has opted out",
    "rate-limited": "unavailable",
    "search-broken": "unavailable",
}
"""Patients of whom it is drawn whether they permit the view, and what the API says of each."""
BLANKS = "   "
OTHER_NUMBER, BYSTANDER = "other-number", "whose number it is"
"""A patient whose referral has the number of another."""
SEARCH, READ = "search_document_reference", "read_bundle"
NO_ANSWERS = (
    "server-error",
    "timed-out",
    "unavailable-html",
    "cut-off",
    "html",
    "truncated",
    "another-resource",
)
"""Ways in which a search gets no answer, or none that can be used."""
NO_RECORDS = ("unavailable", "rate-limited", "cut-off", "truncated", "another-resource")
"""Ways in which a read does."""
NO_ALERTS = ("server-error", "rate-limited", "cut-off", "html")
"""Ways in which an alert is not taken."""
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


def under_another_number(stage: Stage, issued: Issued) -> Issued:
    """Give a patient whose referral has the number of another, of whom the Spine holds a record as well."""
    bystander = stage.another(BYSTANDER)
    stage.hold(care_record(bystander), BYSTANDER)
    return _tracing.as_reported(issued, nhs_number=bystander.person.nhs_number)


def permit(stage: Stage, case: Case, answer: str = "given", **more: str) -> None:
    """The pharmacist asks the patient, and records the answer."""
    given = {"permission": answer, **more}
    stage.do("record_permission_to_view", needed=False, referral=case.referral, about=case.about, **given)


def permit_as_drawn(stage: Stage, case: Case) -> None:
    """The pharmacist records what was drawn: that the patient permits it, or why they cannot be asked."""
    drawn = case.issued.drawn.get(THING, {})
    if drawn.get("permission") == EMERGENCY:
        permit(stage, case, "not-asked", reason=case.issued.words.emergency)
    else:
        permit(stage, case)


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


def view_with_permission(stage: Stage, case: Case) -> None:
    """The Spine holds a record, the patient permits the view, and the pharmacist opens the viewer."""
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
    """The API takes no alert for a while, without which no record may be shown; then it does."""
    stage.hold(care_record(case.issued), case.label)
    permit(stage, case, "not-asked", reason=case.issued.words.emergency)
    for name in NO_ALERTS:
        stage.step(f"Summary Care Record: an alert in an emergency, {name}")
        no_alerts = _fault(stage, case, name, "send_alert", times=30)
        view(stage, case)
        no_alerts.times = 0
    stage.step("Summary Care Record: an alert in an emergency, which is taken")
    view(stage, case)


def _no_reason(stage: Stage, case: Case) -> None:
    """No reason is entered, and then blanks alone, which are none."""
    stage.hold(care_record(case.issued), case.label)
    for reason in ({}, {"reason": BLANKS}):
        permit(stage, case, "not-asked", **reason)
        view(stage, case)


def _no_record(stage: Stage, case: Case) -> None:
    stage.hold(CareRecord(case.issued.person.nhs_number), case.label)
    permit_as_drawn(stage, case)
    view(stage, case)


def _withheld(stage: Stage, case: Case) -> None:
    stage.hold(care_record(case.issued, withheld=True), case.label)
    permit_as_drawn(stage, case)
    view(stage, case)


def _opted_out(stage: Stage, case: Case) -> None:
    stage.hold(care_record(case.issued, permission="No"), case.label)
    permit_as_drawn(stage, case)
    view(stage, case)


def _stale(stage: Stage, case: Case) -> None:
    """The practice writes a new record between the search and the read."""
    stage.hold(care_record(case.issued, then=care_record(case.issued, "next")), case.label)
    permit_as_drawn(stage, case)
    view(stage, case)


def _replaced(stage: Stage, case: Case) -> None:
    """The practice writes a new record between two views of the same consultation."""
    view_with_permission(stage, case)
    stage.hold(care_record(case.issued, "next"), case.label)
    view(stage, case)


def _hostile(stage: Stage, case: Case) -> None:
    record = care_record(case.issued)
    stage.hold(
        care_record(case.issued, sections=with_section(record, "RisksToPatientHeader", HOSTILE)), case.label
    )
    permit_as_drawn(stage, case)
    view(stage, case)


def _huge(stage: Stage, case: Case) -> None:
    record = care_record(case.issued)
    stage.hold(
        care_record(case.issued, sections=with_section(record, "AcuteMedsHeader", many_rows())), case.label
    )
    permit_as_drawn(stage, case)
    view(stage, case)


def _busy(stage: Stage, case: Case) -> None:
    """The record cannot be read for a moment; whoever was told so looks once more."""
    stage.hold(care_record(case.issued), case.label)
    permit(stage, case)
    _fault(stage, case, "unavailable", READ)
    view(stage, case)
    stage.step("Summary Care Record: looked at again after trouble")
    view(stage, case)


def _rate_limited(stage: Stage, case: Case) -> None:
    """The application has asked too much; a minute should pass before it asks again."""
    stage.hold(care_record(case.issued), case.label)
    permit_as_drawn(stage, case)
    _fault(stage, case, "rate-limited", SEARCH, times=30)
    view(stage, case)


def _search_broken(stage: Stage, case: Case) -> None:
    """Each search fails, in every way, and then each read, so that nobody knows what the record says."""
    stage.hold(care_record(case.issued), case.label)
    permit_as_drawn(stage, case)
    for operation, name in [(SEARCH, name) for name in NO_ANSWERS] + [(READ, name) for name in NO_RECORDS]:
        stage.step(f"Summary Care Record: {operation.replace('_', ' ')}, {name}")
        broken = _fault(stage, case, name, operation, times=30)
        view(stage, case)
        broken.times = 0


def _taken_back(stage: Stage, case: Case) -> None:
    """The patient permits a view, and then permits none any more."""
    view_with_permission(stage, case)
    permit(stage, case, "refused")
    view(stage, case)


def _somebody_elses(stage: Stage, case: Case) -> None:
    """The API answers with a record about another patient, and then with one beside whom the right one stands."""
    other = stage.another(f"{case.label}, in truth").person.nhs_number
    permit(stage, case)
    for asked_too in (False, True):
        record = care_record(case.issued, "somebody else's", about=other, asked_too=asked_too)
        stage.hold(record, case.label)
        view(stage, case)


def _other_number(stage: Stage, case: Case) -> None:
    """The referral has somebody else's number; the patient is found by what they say, and the record adopted."""
    stage.hold(care_record(case.issued), case.label)
    known = {"needed": False, "referral": case.referral, "about": case.about}
    stage.do("find_patient", **known, **details(case.issued.person))
    stage.do("choose_patient", **known, nhs_number=case.issued.person.nhs_number)
    permit(stage, case)
    view(stage, case)


def _fault(stage: Stage, case: Case, name: str, operation: str, times: int = 1) -> Fault:
    how = fault_menu("scr")[name] | {"times": times, "about": case.issued.person.nhs_number}
    return stage.fault(name, "scr", operation, **how)


def _roles(stage: Stage, case: Case) -> None:
    """A counter assistant tries, then a pharmacy technician, who may."""
    stage.hold(care_record(case.issued), case.label)
    permit(stage, case)
    view(stage, case, role=ASSISTANT)
    view(stage, case, role=TECHNICIAN)


CASES: dict[str, Callable[[Stage, Case], None]] = {
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
    "search-broken": _search_broken,
    "taken-back": _taken_back,
    "somebody-elses": _somebody_elses,
    OTHER_NUMBER: _other_number,
    "roles": _roles,
}
"""What is done with each patient's record, by the label that the judge knows the patient by."""
