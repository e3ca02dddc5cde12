"""Whom RTEC is asked about, with what, how often, and under which token.

Source: RTEC client functional specification 1.4, PEC-FR-5 to 8, 20 to 23 and 31, 7.1.4; swagger of 2019-10-16
(interface sheet dos-eps-rtec-scr-dmd, 4.1, 4.2 and 4.6, checks 65 to 69).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeGuard

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotMet,
    criterion,
    expect,
    expect_none,
)
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.people.prescription_id import is_short
from cpcs_harness.times import nearest, seconds_of

from .._shared.text import letters_and_digits, plain_postcode
from ._people import (
    CHILD,
    PENSIONER,
    Patient,
    age_at,
    asked,
    asked_in,
    calls_in,
    is_an_answer,
    on_the_day,
    some,
)

OF_AGE = ("sixteen", "fifty-nine")
BY_AGE = ("child", "sixty", "sixty-since-yesterday")
FIELDS = ("dob", "nhsNumber", "postcode", "forename", "surname", "prescriptionId")
LIFETIME = 300
"""Seconds that a token may be good for."""
ALLOWANCE = 60
"""Seconds by which clocks may differ."""
LATEST = 10**12
"""What is later is no time in seconds; and larger numbers cannot be reckoned with."""
APART = 1.5
"""Seconds after which a token of its own says another time: they are counted whole."""


@criterion("RTC-01")
def test_nobody_is_asked_about_who_is_exempt_by_age(evidence: EvidenceView):
    """Under 16 on the day, or 60 and over: the day before the birthday, the day itself, and the day after."""
    for patient in asked(evidence, *BY_AGE):
        for call in patient.calls:
            age = on_the_day(patient, call)
            todo = "Reckon the age on the day of the supply, from the birth date that PDS has."
            expect(
                CHILD <= age < PENSIONER,
                "no question about who is exempt by age",
                Words(f"aged {age}"),
                call,
                todo,
            )


@criterion("RTC-01")
def test_who_is_neither_too_young_nor_too_old_is_asked_about(evidence: EvidenceView):
    """On the sixteenth birthday, and on the day before the sixtieth, as anybody else whose exemption is checked."""
    traced = [patient for patient in asked(evidence, *OF_AGE) if patient.is_traced]
    for patient in some(traced, "PDS answered about nobody who is just old or young enough"):
        for seen in patient.checked:
            if CHILD <= age_at(patient, seen) < PENSIONER:  # whoever turns sixty in the night may be left out
                todo = "Reckon the age on the day: who is 16 today is no child, and who is 59 may pay."
                due = "a question about who is not exempt by age"
                expect(bool(patient.calls), due, Words("none"), seen, todo, "absent")


@criterion("RTC-02")
def test_each_question_names_a_valid_prescription(evidence: EvidenceView):
    """An identifier of release 2, with its check character; RTEC has no other question."""
    asked(evidence, "no-prescription")
    for call in every_call(evidence):
        named = str(asked_in(call).get("prescriptionId") or "")
        expect(
            is_short(named), "a valid prescriptionId", named, call, "Ask for electronic prescriptions alone."
        )


@criterion("RTC-03")
def test_each_prescription_is_asked_about_once(evidence: EvidenceView):
    """Whatever is looked at again; a question that got no answer, or one that says nothing, may be asked once more."""
    again = [patient for patient in asked(evidence) if patient.calls and len(patient.checked) > 1]
    for patient in some(again, "nobody's exemption was checked, and then looked at once more"):
        answered = [call for call in patient.calls if is_an_answer(call)]
        times = Counter(str(asked_in(call).get("prescriptionId")) for call in answered)
        for prescription, count in times.items():
            if count > 1:
                received = f"{count} answered questions about {prescription}"
                at, ids = "; and ".join(call.where for call in answered), [call.id for call in answered]
                todo = "Keep what RTEC answered with the referral."
                raise NotMet("one question", received, at=at, todo=todo, exchanges=ids, timing="repeated")


@criterion("RTC-04")
def test_each_question_has_six_fields_of_the_traced_patient(evidence: EvidenceView):
    """In ASCII, the date as YYYY-MM-DD, all as PDS has the patient; a record that is not ASCII is in other letters."""
    evidence.all_together()
    found = asked(evidence)
    known = {id(call) for patient in found for call in patient.calls}
    strangers = [call for call in every_call(evidence) if id(call) not in known]
    for call in strangers:
        raise NotMet("the NHS number of the patient", asked_in(call).get("nhsNumber"), at=call.where)
    for patient in found:
        for call in patient.calls:
            sent = asked_in(call)
            lacking = [name for name in FIELDS if not _is_text(sent.get(name))]
            expect_none("field that lacks, or is not ASCII", lacking, call)
            for name, due in due_of(patient).items():
                expect(_agrees(name, sent[name], due), f"{name} {' or '.join(due)}", sent[name], call)


@criterion("RTC-05")
def test_nobody_is_asked_about_the_dead_or_restricted(evidence: EvidenceView):
    """Whose record says so at PDS."""
    for patient in asked(evidence, "restricted", "dead"):
        at = (patient.calls or patient.checks)[0]
        expect_none(f"question about who is {patient.label}", [call.where for call in patient.calls], at)


@criterion("RTC-06")
def test_each_question_has_a_token_of_its_own(evidence: EvidenceView):
    """Not signed, good now and for five minutes, for this question, in the name of pharmacy and user who ask."""
    before: list[tuple[ExchangeView, Mapping[str, Any]]] = []
    for patient in asked(evidence):
        for call in patient.calls:
            wrong = wrong_in(call, patient.issued["premises"]["ods"], user_at(patient, call))
            todo = "Make a token for each request, with rtec.asid of provision.json."
            expect_none("claim of the token that is wrong", wrong, call, todo)
            payload = call.facts["token"]["payload"]
            for earlier, told in before:
                apart = abs(call.began - earlier.began) > APART
                expect(
                    not apart or told != payload,
                    "a token of its own",
                    Words(f"that of {earlier.where}"),
                    call,
                )
            before.append((call, payload))
    some(before, "no question was about a patient of the table")


@criterion("RTC-12")
def test_nothing_is_asked_of_a_supply_without_a_prescription(evidence: EvidenceView):
    """No message for reimbursement follows that could carry what RTEC finds."""
    for patient in asked(evidence, "no-prescription"):
        at = (patient.calls or patient.checks)[0]
        todo = "Have it declared: RTEC is for electronic prescriptions."
        expect_none("question for a supply without one", [call.where for call in patient.calls], at, todo)


def every_call(evidence: EvidenceView) -> list[ExchangeView]:
    """Give every question of the journeys."""
    return [call for journey in evidence.each() for call in calls_in(journey)]


def due_of(patient: Patient) -> dict[str, list[str]]:
    """Give what each field may say, as PDS has the patient; a name in other letters than ASCII may say anything."""
    record = patient.record
    names = record["names"][0]
    due = {
        "dob": [record["birth_date"]],
        "nhsNumber": [record["nhs_number"]],
        "postcode": [record["addresses"][0]["postcode"]],
        "forename": [names["given"][0].split()[0], names["given"][0], " ".join(names["given"])],
        "surname": [names["family"]],
    }
    return {name: values for name, values in due.items() if all(value.isascii() for value in values)}


def user_at(patient: Patient, call: ExchangeView) -> str:
    """Give the user id of who had signed in with CIS2 at the pharmacy before a question; empty where nobody had."""
    ods, worker = patient.issued["premises"]["ods"], patient.journey.issued.get("care_worker")
    signed_in = [
        seen
        for seen in patient.journey.seen
        if seen.seq < call.seq
        and seen.actor.get("ods") == ods
        and (seen.action == "choose_role" or (seen.action, seen.given.get("with")) == ("sign_in", "cis2"))
        and seen.shown.get("signed_in") is True
    ]
    return str(worker["user_id"]) if worker and signed_in else ""


def wrong_in(call: ExchangeView, ods: str, user: str) -> list[str]:
    """Give what is wrong with the token of a question; `user`: who had signed in, empty where that is not known."""
    token = call.facts.get("token") or {}
    header, payload = token.get("header") or {}, token.get("payload") or {}
    due = {
        "iss": call.facts.get("asid"),
        "aud": call.facts.get("address"),
        "reason_for_request": "directcare",
        "requested_scope": call.request.target.partition("?")[0],
        "requesting_device": call.facts.get("asid"),
        "requesting_organization": ods,
        "sub": user or payload.get("sub"),
        "requesting_practitioner": user or payload.get("sub") or "a user",
    }
    wrong = [
        f"{name} is {in_words(payload.get(name))}, not {in_words(value)}"
        for name, value in due.items()
        if payload.get(name) != value
    ]
    if header.get("alg") != "none" or token.get("parts") != 3 or token.get("signature"):
        wrong.append("it is not header.payload. with alg none")
    return [*wrong, *_wrong_times(call, payload.get("iat"), payload.get("exp"))]


def _wrong_times(call: ExchangeView, begins: object, ends: object) -> list[str]:
    """Say whether a token lasts too long, or is not good at the time of its question, by either clock of a run."""
    if not (_is_time(begins) and _is_time(ends)):
        return [f"iat {in_words(begins)} and exp {in_words(ends)} are no seconds since 1970"]
    if not 0 < ends - begins <= LIFETIME:
        return [f"exp is not within {LIFETIME} s after iat"]
    asked_at = nearest(begins, (call.began, seconds_of(call.clock)))
    good = begins - ALLOWANCE <= asked_at <= ends + ALLOWANCE
    return [] if good else [f"iat is {begins - asked_at:+.0f} s from the time of the question"]


def _is_time(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LATEST


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isascii()


def _agrees(name: str, sent: str, due: list[str]) -> bool:
    if name in ("forename", "surname"):
        return letters_and_digits(sent) in map(letters_and_digits, due)
    return plain_postcode(sent) in map(plain_postcode, due) if name == "postcode" else sent in due
