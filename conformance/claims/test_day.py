"""A day's claims: who is claimed for, once and where; that a claim goes once, and its number with it.

Source: NHSBSA, NHS Community Pharmacist Consultation Service page; our model of MYS (interface sheet
mesh-itk3-nhsmail-mys, sections D2 and D3, checks F6 84, 85, 88, 95 and 100).
"""

import re
from collections.abc import Iterator
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_all,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words
from cpcs_harness.times import moment_of

from .._shared.claim_windows import CLOSED, standing
from ._claims import client_reference, contained, identifiers, resource
from ._day import AMEND, CLAIM, WITHDRAW, Day, Patient, days
from ._run import is_cut_off, patients

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
LOST = "answer lost"
REFUSED = ("claim refused", "contractor unknown")
MERGED = "declines the supply"
MONEY = ("unitPrice", "net", "total", "currency", "valueMoney", "payment", "factor", "adjudication")
SUM = re.compile(r"£ ?\d|\bGBP\b|\b\d+(?:\.\d\d)? ?(?:pounds|pence)\b", re.IGNORECASE)


@criterion("BSA-10")
def test_who_was_not_seen_is_not_claimed(evidence: EvidenceView):
    """No claim for who was not reached, did not come, or declined beforehand, though it was asked for."""
    for day in days(evidence):
        missed = [patient for patient in day.patients if patient.was_missed and patient.tried(CLAIM)]
        for patient in day.where("nobody was called and not seen whose claim was asked for", missed):
            for call in patient.sent:
                expect_none(
                    f"claim for {patient.name}", [call.id], call, "Claim for completed consultations alone."
                )


@criterion("BSA-11")
def test_who_was_seen_is_claimed_also_where_nothing_was_supplied(evidence: EvidenceView):
    """Advice alone, a supply that was declined, an onward referral: each is claimed for."""
    for day in days(evidence):
        seen = [
            patient
            for patient in day.patients
            if patient.was_seen and not patient.done("supply_medicine") and patient.tried(CLAIM)
        ]
        for patient in day.where("nobody was seen to whom nothing was supplied", seen):
            if not patient.met:
                at = patient.tried(CLAIM)[-1]
                expect(bool(patient.held), f"a claim for {patient.name}", Words("none"), at)


@criterion("BSA-12")
def test_claims_and_consultations_are_the_same_set_at_each_pharmacy(evidence: EvidenceView):
    """For each consultation of the whole run one claim that stands, of its own pharmacy; no other claim."""
    evidence.all_together()
    for day in days(evidence):
        seen = [patient for patient in day.patients if patient.was_seen and patient.tried(CLAIM)]
        for patient in day.where("no consultation was completed and its claim asked for", seen):
            at = patient.tried(CLAIM)[-1]
            count, due = len(patient.standing), how_many_stand(patient)
            if count < due and may_stay_unclaimed(patient):
                continue
            expect(count == due, f"{due} claim for {patient.name} in the end", count, at)
            for held in patient.standing:
                expect_equal(f"the pharmacy that claims for {patient.name}", patient.ods, held.ods, held.last)
        for call in day.strays:
            expect_none("claim that is for none of the consultations", [call.id], call)
    for patient in patients(evidence):
        _claimed_as_seen(patient)


def _claimed_as_seen(patient: Patient) -> None:
    """Hold that a patient of any journey has one claim that stands where they were seen, and else none."""
    standing = patient.standing
    for second in standing[1:]:
        expect_none(
            f"second claim for {patient.journey.id}'s {patient.name}", [second.submission], second.first
        )
    for held in standing:
        is_seen = patient.was_seen or patient.tried("complete") or not patient.is_known
        who = f"{patient.journey.id}'s {patient.name} to have been seen"
        expect(bool(is_seen), who, Words("no consultation that was completed"), held.first)
    asked = [seen for seen in patient.tried(CLAIM) if seen.status == "done"]
    silent = asked and patient.was_seen and not patient.sent
    if silent and not is_cut_off(patient) and not came_too_late(patient):
        expect(
            False,
            f"a claim for {patient.journey.id}'s {patient.name}",
            Words("none in the whole run"),
            asked[-1],
        )


def how_many_stand(patient: Patient) -> int:
    """Say how many claims have to stand for who was seen: none where it was taken back, and MYS has let go of it."""
    return 0 if patient.done(WITHDRAW) and not patient.not_let_go else 1


def may_stay_unclaimed(patient: Patient) -> bool:
    """Say whether nothing has to stand: it stays rejected, no answer to a withdrawal came, or it came too late."""
    is_stuck = patient.met in REFUSED and not patient.done(AMEND)
    return is_stuck or bool(patient.tried(WITHDRAW)) or came_too_late(patient)


def came_too_late(patient: Patient) -> bool:
    """Say whether the claim was asked for when MYS takes none any more for the day of the consultation."""
    said, asked = patient.done("record_consultation"), patient.tried(CLAIM)[0]
    began = moment_of(str(said[-1].given["started"])) if said else None
    return began is not None and standing(began, moment_of(asked.clock or asked.at)) == CLOSED


@criterion("BSA-13")
def test_a_claim_goes_again_under_its_reference(evidence: EvidenceView):
    """After a lost answer, also where the system was stopped meanwhile, the client reference is what it was."""
    for day, apart in through(days(evidence)):
        with apart:
            lost = [
                (patient, call, later)
                for patient in day.patients
                for call in patient.sent
                if call.fault == LOST
                for later in [again for again in patient.sent if again.seq > call.seq]
            ]
            for (patient, call, later), alone in through(lost):
                with alone:
                    expect_equal(
                        f"the client reference of {patient.name}'s claim",
                        client_reference(day.journey, resource(call)),
                        client_reference(day.journey, resource(later)),
                        later,
                        "Keep the reference with the consultation.",
                    )
            if not lost:
                raise NotShown(f"journey {day.journey.id}: no claim went again after its answer was lost")


@criterion("BSA-17")
def test_no_claim_tells_of_money(evidence: EvidenceView):
    """No price, no total, no amount in any currency: NHSBSA works out what is paid."""
    for journey in evidence.each():
        names = ("submit_claim", "amend_claim")
        calls = [call for name in names for call in journey.exchanges("mys", name, at_least=0)]
        if not calls:
            raise NotShown(f"journey {journey.id}: nothing was claimed")
        for call, apart in through(calls):
            with apart:
                expect_none("money in a claim", list(money(resource(call))), call, "Leave out what is paid.")


def money(value: Any) -> Iterator[str]:
    """Name each member of a claim that is about money, and each text that tells a sum."""
    if isinstance(value, str) and SUM.search(value):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from money(inner)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in MONEY:
                yield name
            yield from money(inner)


@criterion("BSA-20")
def test_the_claim_has_the_number_of_the_consultation(evidence: EvidenceView):
    """PDS replaced the NHS number after the consultation; the claim has the one that was known then."""
    for day, apart in through(days(evidence)):
        with apart:
            held = [patient for patient in day.patients if patient.label == MERGED and patient.standing]
            for patient, alone in through(
                day.where("nobody whose NHS number was replaced was claimed for", held)
            ):
                with alone:
                    for one, besides in through(patient.standing):
                        with besides:
                            expect_equal(
                                "the NHS number",
                                patient.issued["person"]["nhs_number"],
                                number(one.claim),
                                one.last,
                            )


def number(claim: dict[str, Any]) -> str:
    """Give the patient's NHS number."""
    patient = claim.get("patient") or {}
    return (identifiers(contained(claim, patient)) | identifiers(patient)).get(NHS_NUMBER, "")


@criterion("BSA-22")
def test_the_list_of_claims_is_what_mys_holds(evidence: EvidenceView):
    """At each pharmacy its own claims that stand, under MYS's ids; none of another, and none that was withdrawn."""
    for day, apart in through(days(evidence)):
        with apart:
            for seen in day.journey.observations("list_claims"):
                rows = [row for row in seen.shown.get("claims") or () if isinstance(row, dict)]
                shown = {str(row.get("submission_id")) for row in rows if row.get("status") == "accepted"}
                here = str(seen.actor.get("ods"))
                due, other = _ids(day, here, seen)
                expect_all(f"each claim that MYS holds for {here} in the list", sorted(due - shown), seen)
                expect_none("claim of another pharmacy, or withdrawn", sorted(other & shown), seen)


def _ids(day: Day, ods: str, seen: ObservationView) -> tuple[set[str], set[str]]:
    """Give the ids of the day's claims that stand at a pharmacy, and of those that are not to be in its list.

    What MYS could not take at first may be claimed for by the system itself, once the list was looked at.
    """
    due, other = set(), set()
    for patient in day.patients:
        known = not patient.tried(WITHDRAW) or patient.done(WITHDRAW)
        for held in [one for one in patient.held if one.first.seq < seen.seq]:
            if patient.ods == ods and held.withdrawn is None:
                due.add(held.submission)
            elif patient.ods != ods or known:
                other.add(held.submission)
    return due, other
