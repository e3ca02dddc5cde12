"""What a person is told of what RTEC found, of what it did not find, and of its trouble.

Source: RTEC client functional specification 1.4, PEC-FR-27, 35, 36, 40 to 44 (sheet dos-eps-rtec-scr-dmd, 4.2,
checks 70 to 72 and 74).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    NotApplicable,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.audit_trail import expect_told_apart
from .._shared.screen import digits
from ._people import DECLARE, FOUND, NOT_FOUND, OPEN, Patient, asked, is_an_answer, patients, some

NEXT = "next referral"
PAID = "none-charge-paid"
_ASSERTS = re.compile(
    r"\b(not|non)[- ]exempt\b|\bno exemption (exists|applies)\b|\b(has|have) no (valid )?exemption\b"
    r"|\bmust pay\b|\bhas to pay\b|\bcharge is (due|payable)\b",
    re.IGNORECASE,
)
_HEDGES = re.compile(
    r"\b(not mean|may|might|could|whether|if|unless|cannot say|not say|not know)\b", re.IGNORECASE
)


@criterion("RTC-07")
def test_not_found_is_told_as_not_found(evidence: EvidenceView):
    """By the check, which says nothing of whether the patient is exempt: they are asked to declare it."""
    every = [one for patient in asked(evidence) for one in patient.by_prescription]
    unknown = [one for one in every if NOT_FOUND in statuses(one) and one.checked and one.settled]
    for patient in some(unknown, "RTEC found everybody whom it was asked about"):
        seen = patient.settled[-1]
        expect_equal("the outcome", "not-found", seen.shown.get("outcome"), seen)
        said = asserts(str(seen.shown.get("wording") or ""))
        expect(
            not said,
            "no word that the patient is not exempt",
            said,
            seen,
            "Say that the check found nothing.",
        )
        needed = seen.shown.get("needs_declaration")
        expect(needed is True, "that a declaration is needed", needed, seen)


@criterion("RTC-08")
def test_trouble_leads_to_a_declaration_and_blocks_nothing(evidence: EvidenceView):
    """Refused, out of service, silent or an answer that says nothing: the patient declares, and is supplied."""
    every = [one for patient in asked(evidence) for one in patient.by_prescription]
    struck = [one for one in every if any(call.fault for call in one.calls)]
    troubled = [(one, seen) for one in struck for seen in one.checks if one.failed_at(seen)]
    for (patient, seen), apart in through(some(troubled, "RTEC never failed when it was asked")):
        with apart:
            due = seen.shown.get("needs_declaration") is True or (seen.status != "done" and bool(seen.told))
            expect(due, "that a declaration is needed", seen.shown or seen.told, seen)
            expect(seen.shown.get("outcome") != "found", "no exemption that nobody found", seen.shown, seen)
            for declared in patient.answered(DECLARE):
                expect_equal("the declaration to be", "done", declared.status, declared)
            supplies = patient.answered("supply_medicine")
            if supplies and any_supplied(evidence):
                expect_equal(
                    "the supply to be", "done", supplies[-1].status, supplies[-1], "Let RTEC block nothing."
                )


@criterion("RTC-09")
def test_what_was_found_is_applied_and_stands(evidence: EvidenceView):
    """With its type and source, without a declaration or proof; nobody can set it aside."""
    every = [one for patient in asked(evidence) for one in patient.by_prescription]
    found = [one for one in every if one.type and one.checked and one.is_told_of]
    for patient in some(found, "RTEC found nobody"):
        for seen in patient.settled:
            told = seen.shown
            expect_equal("the outcome", "found", told.get("outcome"), seen)
            expect_equal("the type", patient.type, str(told.get("type")), seen)
            expect(bool(told.get("source")), "where the exemption is from", told.get("source"), seen)
            needed = told.get("needs_declaration")
            expect(needed is False, "that no declaration is needed", needed, seen)
            expect(told.get("evidence_needed") is not True, "no word of proof", told, seen)
            expect(told.get("overridable") is not True, "an exemption that nobody can set aside", told, seen)
        tried = [] if patient.prescription else patient.answered(DECLARE)
        for look, exemption in patient.shown(tried[-1].seq) if tried else ():
            checked = exemption.get("checked") or {}
            expect_equal(
                "the type after it was to be set aside", patient.type, str(checked.get("type")), look
            )
            standing = [said.get("kind") for said in exemption.get("declarations") or []]
            expect(PAID not in standing, "no charge beside what was found", standing, look)


@criterion("RTC-09")
def test_nothing_is_told_of_a_prescription_that_rtec_did_not_answer_about(evidence: EvidenceView):
    """Found and not found are answers about the prescription that is checked, and not about an earlier one."""
    several = [patient.by_prescription for patient in asked(evidence)]
    every = [one for each in several if any(one.prescription and one.calls for one in each) for one in each]
    for patient in every or some([], "nobody had several prescriptions checked"):
        for seen in patient.checked:
            said = seen.shown.get("outcome")
            answered = [call for call in patient.calls if call.seq < seen.seq and is_an_answer(call)]
            right = said not in ("found", "not-found") or bool(answered)
            todo = "Keep what RTEC answered with the prescription that it was asked about."
            expect(
                right, f"no answer about {patient.prescription}, which RTEC has not given", said, seen, todo
            )


@criterion("RTC-09")
def test_a_referral_shows_what_rtec_answered_about_its_own_patient(evidence: EvidenceView):
    """Whenever it is opened: the type that was found for this patient, and none where none was."""
    shown = [(patient, look, said) for patient in asked(evidence) for look, said in patient.shown()]
    told = [(patient, look, said["checked"]) for patient, look, said in shown if said.get("checked")]
    if not told:
        raise NotApplicable("no referral that was opened shows what a check came to, which is optional")
    for patient, look, checked in told:
        kind, found = str(checked.get("type") or ""), checked.get("outcome") == "found"
        known = {patient.type} if patient.is_told_of else set()
        expect(
            kind in {"", *known},
            f"an exemption of type {in_words(known or 'none')}",
            kind,
            look,
            "Keep each with its patient.",
        )
        expect(not found or bool(patient.type), "no exemption that nobody found", checked, look)


@criterion("RTC-11")
def test_a_check_is_in_the_audit_trail_and_with_its_referral_alone(evidence: EvidenceView):
    """About whom it was, and what came of it; the next referral of the same patient shows nothing of it."""
    for journey in evidence.each():
        trail = journey.observation("read_audit")
        lines = [entry for entry in trail.shown.get("entries") or [] if _is_of_a_check(entry)]
        of = {digits(entry.get("nhs_number")) for entry in lines}
        cases = {str(entry.get("case_reference") or "") for entry in lines}
        here = [one for one in asked(evidence) if one.issued["premises"]["ods"] == trail.actor.get("ods")]
        for patient in some([one for one in here if one.calls], "nobody was asked about here"):
            number, case = patient.person["nhs_number"], patient.issued["report"]["case_reference"]
            expect(number in of or case in cases, f"an entry for {patient.label}", Words("none"), trail)
        came = {
            status: [_lines_of(one, lines) for one in here if statuses(one) == {status}]
            for status in (FOUND, NOT_FOUND)
        }
        what, todo = "whom RTEC found and whom it did not", "Write down what RTEC answered."
        expect_told_apart(what, came[FOUND], came[NOT_FOUND], trail, todo)
    for patient, apart in through(patients(evidence, "found")):
        with apart:
            for look, exemption in shown_of_the_next(patient):
                checked = exemption.get("checked") or {}
                left = [checked.get("type"), *(exemption.get("declarations") or [])]
                expect_none("thing left of the earlier check", [one for one in left if one], look)


def statuses(patient: Patient) -> set[int]:
    """Give the statuses of RTEC's answers about a patient, faults left out."""
    return {call.response.status for call in patient.calls if not call.fault}


def asserts(wording: str) -> str:
    """Give the sentence of a wording that says a patient is not exempt; empty where none does."""
    sentences = re.split(r"[.;:!?]\s*", wording)
    return next((said for said in sentences if _ASSERTS.search(said) and not _HEDGES.search(said)), "")


def any_supplied(evidence: EvidenceView) -> bool:
    """Say whether a medicine was supplied to anybody: who supplies nothing at all is not blocked by RTEC."""
    supplies = [seen for patient in patients(evidence) for seen in patient.answered("supply_medicine")]
    return any(seen.status == "done" for seen in supplies)


def shown_of_the_next(patient: Patient) -> list[tuple[Any, Mapping[str, Any]]]:
    """Give what the next referral of the same patient showed of the charge; NotShown where it was not opened."""
    issued = patient.journey.also.get(NEXT)
    if issued is None:
        raise NotShown(f"journey {patient.journey.id}: the patient was not referred once more")
    looks = patient.journey.shown_of(issued["report"]["document_id"], OPEN)
    if not looks:
        raise NotShown(f"journey {patient.journey.id}: the next referral of the patient was not opened")
    return [(look, look.shown.get("exemption") or {}) for look in looks]


def _lines_of(patient: Patient, lines: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    number, case = patient.person["nhs_number"], patient.issued["report"]["case_reference"]
    return [
        line
        for line in lines
        if digits(line.get("nhs_number")) == number or line.get("case_reference") == case
    ]


def _is_of_a_check(entry: object) -> bool:
    return isinstance(entry, dict) and re.search(r"rtec|exempt", json.dumps(entry), re.IGNORECASE) is not None
