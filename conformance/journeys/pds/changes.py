"""PDS records change between the first time that a patient is traced and the second.

Source: Personal Demographics Service FHIR API, special record states, and what its users must do to keep copies current
(interface sheet pds-smsp-auth, sections 4 and 14).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.demographics import Demographics, HeldAddress, HeldTelecom
from cpcs_harness.people.model import Issued

from .._steps import pds as _pds
from .._steps import tracing as _tracing
from .._steps.pathways import MI, UM
from .._steps.pds import Case
from .._steps.tracing import State

LONDON = ZoneInfo("Europe/London")
NEW_HOME = HeldAddress(("8 Quarry Rise", "Leeds"), "LS8 9ZX")
NEW_TELEPHONE = HeldTelecom("01632 960776")  # Ofcom's for drama, and nobody's of a run


def _moved(plain: Demographics, now: datetime, practice: str) -> Demographics:
    """Have somebody move on this very day, for that day alone: the days on which a period begins and ends are of it.

    Source: FHIR R4, Period.
    """
    since = now.astimezone(UTC).date()  # in summer the day before London's, for an hour: begun by either
    left, today = (since - timedelta(days=1)).isoformat(), since.isoformat()
    until = now.astimezone(LONDON).date().isoformat()  # for that hour the day after: ended by neither
    home, line = replace(plain.addresses[0], end=left), replace(plain.telecoms[0], end=left)
    return replace(
        plain,
        addresses=(home, replace(NEW_HOME, start=today, end=until)),
        telecoms=(line, replace(NEW_TELEPHONE, start=today)),
        practice=practice,
        practice_start=today,
        version=2,
    )


def _died(plain: Demographics) -> Demographics:
    """Have somebody be dead by formal notice, of whom the day is not known."""
    return replace(plain, death_status="2", version=2)


def _restricted(plain: Demographics) -> Demographics:
    return replace(plain, security="R", version=2)


def _very_restricted(plain: Demographics) -> Demographics:
    return replace(plain, security="V", version=2)


def _invalidated(plain: Demographics) -> Demographics:
    return replace(plain, security="REDACTED", version=2)


CHANGES: dict[str, State] = {
    "dies": _died,
    "becomes-restricted": _restricted,
    "becomes-very-restricted": _very_restricted,
    "becomes-invalid": _invalidated,
}
"""What becomes of a record that was plain."""
CHANGED = ("moves", *CHANGES)
COLLIDING = {"collides": "is-here-already", "collides-with-a-record": "is-here-by-record"}
"""Whose number is replaced by that of somebody on the worklist under the same name: as the referral has it, or only as
the record has it that was adopted."""
REPLACED = {"is-replaced": "takes-its-place"} | COLLIDING
"""Whose number is replaced, and by whose."""
TREATED = ("moves", "becomes-restricted", "becomes-very-restricted", "becomes-invalid", "is-replaced")
"""Who is treated after that, and whose practice is told."""
SEARCHED = "becomes-restricted"
"""Who is found by a search before they are traced by number: a copy was adopted, and the search tells of the change."""
EARLIER = ("becomes-restricted, earlier", "becomes-restricted, earlier still")
"""Earlier referrals of the patient whose record becomes restricted."""


class PdsChanges(_pds.AsksPds):
    """Each patient is traced and adopted; then the records change, and each is traced and opened again."""

    id = "pds-changes"
    seconds = 4.0
    pathways = (MI, UM)
    title = "{service}, PDS records that change meanwhile"

    def run(self, stage: Stage) -> None:
        """Refer and trace; change the records; trace, treat and report; open once more, and read the alerts."""
        patients = _pds.issue(stage, [*CHANGED, *(label for pair in REPLACED.items() for label in pair)])
        replacing = patients.pop("takes-its-place")
        cases = self._refer(stage, patients)
        self._adopt(stage, cases)
        self._change(stage, patients, replacing)
        self._trace_again(stage, cases)
        stage.step("The referrals are opened once more, and the alerts read")
        _tracing.look_again(cases.values())
        stage.do("list_alerts", needed=False)
        stage.do("worklist", needed=False)

    def _refer(self, stage: Stage, patients: dict[str, Issued]) -> dict[str, Case]:
        for label, other in COLLIDING.items():
            patients[other] = _under_the_same_name(patients[other], patients[label])
        for label in EARLIER:
            patients[label] = _of(stage.another(label), patients["becomes-restricted"])
        _tracing.begin(stage, patients.values(), signed_in=self.signed_in)
        for label, other in COLLIDING.items():
            number = patients[other].person.nhs_number
            _tracing.hold(stage, other, patients[label], lambda plain, n=number: replace(plain, nhs_number=n))
        by_record = patients["is-here-by-record"]
        unknown = replace(by_record, report=replace(by_record.report, number="absent"))
        return _pds.refer(stage, patients | {"is-here-by-record": unknown})

    def _adopt(self, stage: Stage, cases: Mapping[str, Case]) -> None:
        stage.step("The pharmacist traces each patient, but for one whose number the referral has")
        for label, case in cases.items():
            if label != "is-here-already":
                _tracing.adopt(case)

    def _change(self, stage: Stage, patients: Mapping[str, Issued], replacing: Issued) -> None:
        stage.step("The records change at PDS")
        moved = partial(_moved, now=stage.now(), practice=patients["dies"].person.practice.ods)
        for label, change in {"moves": moved, **CHANGES}.items():
            _tracing.hold(stage, label, patients[label], change)
        for label, other in REPLACED.items():
            _tracing.replace_number(stage, label, patients[label], patients.get(other, replacing))

    def _trace_again(self, stage: Stage, cases: Mapping[str, Case]) -> None:
        stage.step("The pharmacist traces each patient once more, and opens each referral")
        cases[SEARCHED].search(postcode=None)  # nobody finds a restricted patient by where they live
        cases[SEARCHED].open()
        # what the search told holds of older copies as well
        _tracing.look_again(cases[label] for label in EARLIER)
        for label in [*CHANGED, *REPLACED]:
            _again(cases[label])
        stage.step("What was found before is chosen once more at the earlier referrals of a patient")
        for label in EARLIER:
            cases[label].choose()
            cases[label].open()
        stage.step("All are treated, and their practices told")
        for label in TREATED:
            _tracing.treat(cases[label])
            if "restricted" in label:
                _tracing.print_token(cases[label])
            _tracing.report(cases[label])


def _of(issued: Issued, patient: Issued) -> Issued:
    """Give another referral of a patient."""
    return replace(issued, person=patient.person, report=replace(issued.report, person=patient.report.person))


def _under_the_same_name(issued: Issued, patient: Issued) -> Issued:
    """Give a referral that has its own number, and all else of another patient."""
    named = _tracing.as_reported(patient, nhs_number=issued.person.nhs_number)
    return replace(issued, report=replace(issued.report, person=named.report.person))


def _again(case: Case) -> None:
    """Trace a patient anew, and look at the referral before the record is adopted and after."""
    seen = case.find()
    case.do("open_referral")
    case.do("choose_patient", nhs_number=_tracing.shown_number(seen) or case.person.nhs_number)
    case.do("open_referral")
