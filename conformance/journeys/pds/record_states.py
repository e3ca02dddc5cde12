"""PDS holds records in many states, each for a patient of its own; some consultations are seen through to the report.

Source: Personal Demographics Service FHIR API, Patient and special record states (interface sheet pds-smsp-auth,
sections 3 and 4).
"""

from __future__ import annotations

from dataclasses import replace

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.demographics import Demographics, HeldAddress, HeldName, HeldTelecom
from cpcs_harness.people.model import Issued

from .._steps import pds as _pds
from .._steps import tracing as _tracing
from .._steps.pathways import MI, UM
from .._steps.tracing import State

ENDED = "2019-03-31"
AFTERWARDS = "2019-04-01"
COMPOUND = ("Anne Marie", "Zoë"), "O'Brien-Nuñez"
MAIDEN = "Featherstonehaugh"


def _changed(**changes: object) -> State:
    return lambda plain: replace(plain, **changes)  # type: ignore[arg-type]  # the fields that each state names


def _minimal(plain: Demographics) -> Demographics:
    return Demographics(nhs_number=plain.nhs_number)


def _birth_known(characters: int) -> State:
    return lambda plain: replace(plain, birth_date=plain.birth_date[:characters])


def _maiden_name_first(plain: Demographics) -> Demographics:
    usual = plain.names[0]
    before = HeldName(MAIDEN, usual.given, use="maiden")
    return replace(plain, names=(before, HeldName(usual.family, ("Chick",), use="nickname"), usual))


def _name_before(plain: Demographics) -> Demographics:
    usual = plain.names[0]
    before = replace(usual, family=MAIDEN, end=ENDED)
    return replace(plain, names=(before, replace(usual, start=AFTERWARDS)))


def _compound_name(plain: Demographics) -> Demographics:
    given, family = COMPOUND
    return replace(plain, names=(HeldName(family, given),))


def _moved(plain: Demographics) -> Demographics:
    home = plain.addresses[0]
    addresses = (
        HeldAddress(("1 Old Mill Lane", "Otley"), "LS21 9ZX", end=ENDED),
        HeldAddress(("2 Ledger House", "Leeds"), "LS1 9ZX", use="billing"),
        HeldAddress(("3 Wharf Hall", "York"), "YO1 9ZX", use="temp", text="Student Accommodation"),
        replace(home, start=AFTERWARDS),
    )
    return replace(plain, addresses=addresses)


def _old_telephone(plain: Demographics) -> Demographics:
    (telephone,) = plain.telecoms
    return replace(plain, telecoms=(replace(telephone, end=ENDED),))


def _textphone(plain: Demographics) -> Demographics:
    (telephone,) = plain.telecoms
    return replace(plain, telecoms=(HeldTelecom(telephone.value, system="other"),))


STATES: dict[str, State] = {
    "invalidated": _changed(security="REDACTED"),
    "unknown": _changed(known=False),
    "restricted": _changed(security="R", nominated_pharmacy="FA199"),
    "very-restricted": _changed(security="V"),
    "minimal": _minimal,
    "died-formally": _changed(deceased="2026-02-28T00:00:00+00:00", death_status="2"),
    "died-informally": _changed(death_status="1"),
    "died-in-a-month": _changed(deceased="2026-03", death_status="2"),
    "died-in-a-year": _changed(deceased="2025", death_status="2"),
    "death-withdrawn": _changed(death_status="U"),
    "birth-year": _birth_known(4),
    "birth-month": _birth_known(7),
    "maiden-name": _maiden_name_first,
    "name-before": _name_before,
    "compound-name": _compound_name,
    "moved": _moved,
    "old-telephone": _old_telephone,
    "textphone": _textphone,
    "left-practice": _changed(practice_end=ENDED, managing_organisation="QWO", removal="ORR"),
    "no-practice": _changed(practice=""),
    "unknown-extension": _changed(oddities=("unknown-extension",)),
    "null-lines": _changed(oddities=("null-lines", "no-period")),
    "gender-other": _changed(gender="other"),
    "gender-unknown": _changed(gender="unknown"),
}
"""What PDS holds, by the label under which judges find it."""
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

    def run(self, stage: Stage) -> None:
        """Hold the records, refer the patients, trace them; treat and report some; open those once more."""
        patients = _pds.issue(stage, [*STATES, "replaced", "replacing"])
        replacing = patients.pop("replacing")
        _tracing.begin(stage, patients.values(), signed_in=self.signed_in)
        stage.step("PDS holds records in many states")
        for label, state in STATES.items():
            _tracing.hold(stage, label, patients[label], state)
        _tracing.replace_number(stage, "replaced", patients["replaced"], replacing)
        cases = _pds.refer(stage, patients | {"compound-name": _compound(patients["compound-name"])})
        stage.step("The pharmacist traces each patient, and opens each referral again")
        for case in cases.values():
            _tracing.adopt(case)
        stage.step("Some are treated, and their practices told")
        for label in SEEN_THROUGH:
            _tracing.treat(cases[label])
            _tracing.report(cases[label])
        stage.step("Their referrals are opened once more")
        _tracing.look_again([cases[label] for label in SEEN_THROUGH])


def _compound(issued: Issued) -> Issued:
    (given, second), family = COMPOUND
    return _tracing.as_reported(issued, given=f"{given} {second}", family=family)
