"""PDS holds records in many states, each for a patient of its own; some consultations are seen through to the report.

Source: Personal Demographics Service FHIR API, Patient and special record states (interface sheet pds-smsp-auth,
sections 3 and 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.demographics import Demographics, HeldName
from cpcs_harness.people.model import Issued

from .._steps import onward as _onward
from .._steps import pds as _pds
from .._steps import pds_records as _records
from .._steps import tracing as _tracing
from .._steps.pathways import MI, UM
from .._steps.tracing import State

ENDED = "2019-03-31"
COMPOUND = ("Anne Marie", "Zoë"), "O'Brien-Nuñez"


def _changed(**changes: object) -> State:
    return lambda plain: replace(plain, **changes)  # type: ignore[arg-type]  # the fields that each state names


def _minimal(plain: Demographics) -> Demographics:
    return Demographics(nhs_number=plain.nhs_number)


def _compound_name(plain: Demographics) -> Demographics:
    given, family = COMPOUND
    return replace(plain, names=(HeldName(family, given),))


STATES: dict[str, State] = {
    "invalidated": _changed(security="REDACTED"),
    "unknown": _changed(known=False),
    "restricted": _changed(security="R", nominated_pharmacy="FA199"),
    "very-restricted": _changed(security="V"),
    "minimal": _minimal,
    "died-in-a-year": _changed(deceased="2025", death_status="2"),
    "compound-name": _compound_name,
    "left-practice": _changed(practice_end=ENDED, managing_organisation="QWO", removal="ORR"),
    "no-practice": _changed(practice=""),
    "null-lines": _changed(oddities=("null-lines", "no-period")),
}
"""What PDS holds, by the label under which judges find it."""
DRAWN: dict[str, dict[str, str]] = {
    "died-formally": {"death": "formal notice"},
    "died-informally": {"death": "informal notice"},
    "died-in-a-month": {"death": "formal notice, of a month"},
    "death-withdrawn": {"death": "a notice that was withdrawn"},
    "birth-year": {"birth date at PDS": "the year"},
    "birth-month": {"birth date at PDS": "the month"},
    "maiden-name": {"names at PDS": "a maiden name, a nickname and one for a time first"},
    "name-before": {"names at PDS": "a former one first"},
    "moved": {"addresses at PDS": "a former home first"},
    "elsewhere": {"addresses at PDS": "a temporary and a billing address first"},
    "old-telephone": {"telephones at PDS": "one that has ended, and one for an emergency"},
    "textphone": {"telephones at PDS": "a textphone first"},
    "unknown-extension": {"besides at PDS": "an unknown extension"},
    "gender-other": {"gender at PDS": "other"},
    "gender-unknown": {"gender at PDS": "unknown"},
}
"""What is held of people of whose record the rest is drawn."""
RESTRICTED = ("restricted", "very-restricted")
RECEIVER = "FX506"
"""The pharmacy to which these are referred onward where an urgent medicine was asked for."""


def _refer_onward(case: _pds.Case, through: str) -> None:
    """Refer a patient onward, whom another pharmacy has to see, and whose home it is not to know."""
    place = _onward.service(RECEIVER)
    names = {"service_id": place["service_id"], "ods": place["ods"], "name": place["public_name"]}
    case.do("refer_onward", **names, reason=f"To be seen; {case.issued.words.remark}", through=through)


ONWARD = {
    "restricted": partial(_refer_onward, through="nhsmail"),
    "very-restricted": partial(_refer_onward, through="fhir"),
}
SEEN_THROUGH = (
    "replaced",
    "invalidated",
    "unknown",
    "restricted",
    "very-restricted",
    "left-practice",
    "no-practice",
)
"""Treated and reported to the practice, or not: as far as what PDS said allows."""


class PdsRecordStates(_pds.AsksPds):
    """Each patient is traced by number, adopted, and opened again; some are treated, reported and claimed for."""

    id = "pds-record-states"
    seconds = 4.0
    pathways = (MI, UM)
    title = "{service}, PDS records in many states"

    @classmethod
    def asks(cls, label: str) -> tuple[str, ...]:
        """Draw the records of those who are about one part of it."""
        return (_records.THING,) if label in DRAWN else ()

    @classmethod
    def pinned(cls, label: str) -> Mapping[str, str]:
        """Pin what each is about."""
        return DRAWN.get(label, {})

    def run(self, stage: Stage) -> None:
        """Hold the records, refer the patients, trace them; treat and report some; open those once more."""
        patients = _pds.issue(stage, [*STATES, *DRAWN, "replaced", "replacing"])
        replacing = patients.pop("replacing")
        _tracing.begin(stage, patients.values(), signed_in=self.signed_in)
        stage.step("PDS holds records in many states")
        for label, state in STATES.items():
            _tracing.hold(stage, label, patients[label], state)
        for label in DRAWN:
            row = patients[label].drawn.get(_records.THING, {})
            _tracing.hold(
                stage, label, patients[label], partial(_records.drawn, row=row, today=stage.now().date())
            )
        _tracing.replace_number(stage, "replaced", patients["replaced"], replacing)
        cases = _pds.refer(stage, patients | {"compound-name": _compound(patients["compound-name"])})
        stage.step("The pharmacist traces each patient, and opens each referral again")
        for case in cases.values():
            _tracing.adopt(case)
        stage.step("Some are treated, and their practices told")
        onward = ONWARD if stage.issued.pathway == UM.id else {}
        _tracing.load_directory(stage, patients.values(), _onward.provider(_onward.service(RECEIVER)))
        for label in SEEN_THROUGH:
            _tracing.treat(cases[label], onward.get(label))
            if label in RESTRICTED:
                _tracing.print_token(cases[label])
            _tracing.report(cases[label])
        stage.step("Their referrals are opened once more")
        _tracing.look_again([cases[label] for label in SEEN_THROUGH])


def _compound(issued: Issued) -> Issued:
    (given, second), family = COMPOUND
    return _tracing.as_reported(issued, given=f"{given} {second}", family=family)
