"""Pharmacists are enrolled by hand and declare their competence; a register is asked where the system does.

Source: CPCS Technical Toolkit, June 2021, row Pharmacist enrolment / Declaration of Competence (DoC); our model of the
declaration and of CPPE's register (docs/reference/enrolment-model.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.model import Pharmacist
from cpcs_harness.people.registrations import HeldRegistration

from ._steps import cis2 as _cis2
from ._steps import onward as _onward
from ._steps import parts as _parts
from ._steps import referrals as _referrals
from ._steps.actors import as_
from ._steps.no_answers import PAGE
from ._steps.pathways import MI, UM

STRANGER = "stranger"
NEXT = "FX506"
"""The pharmacy that somebody who is not enrolled would refer the patient to."""
COLLEAGUE, LAPSED, UNKNOWN, RENAMED, DOWN = "colleague", "lapsed", "unknown", "other name", "register down"
NO_ANSWERS: tuple[dict[str, Any], ...] = (
    {"status": 503, "body": b""},
    {"drop": True},
    PAGE,
)
"""What comes of the register in place of an answer."""


class PharmacistEnrolled(Journey):
    """Nobody treats a patient before they are enrolled; each is named as they were enrolled, whoever was last."""

    id = "pharmacist-enrolled"
    seconds = 2.0
    pathways = (MI, UM)
    title = "{service}, pharmacists are enrolled"

    def run(self, stage: Stage) -> None:
        """Try wrong forms; treat before and after being enrolled; correct a name; meet the register's answers."""
        stage.step("The pharmacist signs in")
        stage.do("sign_in", needed=False)
        _cis2.sign_in_to_ask_pds(stage)
        self._wrong_forms(stage)
        _parts.receive_and_open(stage)
        _parts.trace_on_pds(stage)
        stage.step("Somebody who is not enrolled tries to treat the patient")
        self._treat(stage)
        self._enrol(stage)
        stranger = as_(stage, stage.another(STRANGER).pharmacist)
        self._treat_by_a_short_name(stage, stranger)
        self._amend(stage, stranger)
        self._correct(stage)
        if stage.declaration.cppe_register:
            self._meet_the_register(stage)

    def _wrong_forms(self, stage: Stage) -> None:
        known = stage.issued.pharmacist
        stage.step("Numbers and names of a wrong form are keyed in")
        for number in wrong_numbers(known.gphc):
            enrol(stage, known.full_name, number)
        for name in ("", "   "):
            enrol(stage, name, known.gphc)

    def _treat(self, stage: Stage, between: Callable[[], None] = lambda: None) -> None:
        urgent = stage.issued.pathway == UM.id
        if urgent:
            stage.do("supply_medicine", needed=False, **_referrals.supplied(stage))
        outcome = "medicine-supplied" if urgent else "advice-given"
        stage.do("record_consultation", needed=False, **_referrals.consultation(stage.issued, outcome))
        between()
        stage.do("complete", needed=False)

    def _enrol(self, stage: Stage) -> None:
        known, practice = stage.issued.pharmacist, stage.issued.person.practice
        stage.step("The pharmacist is enrolled, and declares to be competent; then a colleague")
        enrol(stage, known.full_name, known.gphc)
        stage.do("declare_competence", needed=False)
        colleague = stage.another(COLLEAGUE).pharmacist
        other = as_(stage, colleague)
        enrol(other, colleague.full_name, colleague.gphc)
        other.do("view_enrolment", needed=False)
        stage.do("view_enrolment", needed=False)
        next_one = _onward.service(NEXT)
        entries = [
            _onward.entry(practice.ods, practice.name, practice.email, "gp-practice"),
            _onward.entry(next_one["ods"], next_one["public_name"], next_one["email"], "cpcs-provider"),
        ]
        stage.do("load_directory", needed=False, entries=entries)

    def _treat_by_a_short_name(self, stage: Stage, stranger: Stage) -> None:
        known = stage.issued.pharmacist
        stage.step("The pharmacist treats the patient, called by a short name at the screen")
        at_the_screen = as_(stage, replace(known, given=known.given[0]))
        self._treat(at_the_screen, lambda: self._refer_onward(stranger))
        stage.step("The practice is told, and the claim made")
        at_the_screen.do("notify_gp", needed=False)
        at_the_screen.do("submit_claims", needed=False)

    def _refer_onward(self, stranger: Stage) -> None:
        """Have somebody who is not enrolled refer the patient to another pharmacy, which ends a consultation too."""
        place, why = _onward.service(NEXT), stranger.issued.words.remark
        names = {"service_id": place["service_id"], "ods": place["ods"], "name": place["public_name"]}
        stranger.do("refer_onward", needed=False, **names, reason=why, through="nhsmail")

    def _amend(self, stage: Stage, stranger: Stage) -> None:
        stage.step("Somebody who is not enrolled tries to correct what was recorded")
        stranger.do("amend_consultation", needed=False, advice=stage.issued.words.correction)

    def _correct(self, stage: Stage) -> None:
        stage.step("The name is keyed in again, corrected, and looked at")
        known = stage.issued.pharmacist
        stage.hold(HeldRegistration(known.gphc, corrected(known)), "corrected")
        enrol(stage, corrected(known), known.gphc)
        stage.do("view_enrolment", needed=False)

    def _meet_the_register(self, stage: Stage) -> None:
        people = {label: stage.another(label).pharmacist for label in (LAPSED, UNKNOWN, RENAMED, DOWN)}
        held = {
            LAPSED: HeldRegistration(people[LAPSED].gphc, people[LAPSED].full_name, "lapsed"),
            UNKNOWN: HeldRegistration(people[UNKNOWN].gphc, "", "unknown"),
            RENAMED: HeldRegistration(people[RENAMED].gphc, corrected(people[RENAMED])),
        }
        for label, record in held.items():
            stage.hold(record, label)
        stage.step("Pharmacists are enrolled of whom the register knows otherwise, or cannot say")
        for label in (LAPSED, UNKNOWN, RENAMED):
            self._enrol_and_look(stage, people[label])
        for how in NO_ANSWERS:
            fault = {"times": 1000, "about": people[DOWN].gphc, **how}
            down = stage.fault("register down", "cppe", "read_pharmacist", **fault)
            self._enrol_and_look(stage, people[DOWN])
            down.times = 0

    def _enrol_and_look(self, stage: Stage, known: Pharmacist) -> None:
        other = as_(stage, known)
        enrol(other, known.full_name, known.gphc)
        other.do("view_enrolment", needed=False)


def enrol(stage: Stage, full_name: str, number: str) -> Outcome:
    """Key in a name and a number."""
    return stage.do("enrol_pharmacist", needed=False, full_name=full_name, gphc_number=number)


def wrong_numbers(gphc: str) -> tuple[str, ...]:
    """Give numbers that nobody has: too short, too long, with a letter, in digits of another script, with a blank."""
    arabic = gphc.translate({ord(digit): ord("\u0660") + int(digit) for digit in "0123456789"})
    return (gphc[:-1], f"{gphc}0", f"{gphc[:-1]}O", arabic, f"{gphc[:3]} {gphc[3:]}")


def corrected(pharmacist: Pharmacist) -> str:
    """Give a pharmacist's name as it is after a correction."""
    return f"{pharmacist.given} Wynne-{pharmacist.family}"
