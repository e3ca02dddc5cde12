"""What becomes of a claim: refused and mended, corrected, withdrawn; what it says in the end.

Source: our model of MYS (interface sheet mesh-itk3-nhsmail-mys, section D3, checks F6 91 to 93).
"""

import json
from typing import Any

from cpcs_harness.judging import EvidenceView, NotShown, criterion, expect, expect_equal, expect_none
from cpcs_harness.judging.expect import squeezed

from ._claims import client_reference, resource
from ._day import AMEND, CLAIM, WITHDRAW, Patient, days
from ._items import claimed, differing, recorded, told

REFUSED = ("claim refused", "contractor unknown")
MENDED = "claim refused"


@criterion("BSA-14")
def test_a_refused_claim_is_shown_as_rejected_with_why(evidence: EvidenceView):
    """Rejected, not sent and not accepted; MYS's words, and the field where fields are shown."""
    for day in days(evidence):
        refused = [
            (patient, call, seen)
            for patient in day.patients
            for call in patient.sent
            if call.fault in REFUSED
            for seen in [seen for seen in patient.tried(CLAIM) if seen.seq > call.seq][:1]
        ]
        if not refused:
            raise NotShown(f"journey {day.journey.id}: no claim was refused")
        for patient, call, seen in refused:
            row = next((row for row in seen.shown.get("claims") or () if isinstance(row, dict)), {})
            state = str(row.get("status")) if seen.status == "done" else seen.status
            expect(state in ("rejected", "refused"), f"{patient.name}'s claim shown as rejected", state, seen)
            error = call.response.json["errors"][0]
            said = squeezed(f"{json.dumps(row, ensure_ascii=False)} {seen.told}").casefold()
            expect(error["message"].casefold() in said, f"MYS's words: {error['message']}", said, seen)
            fields = [one.get("field") for one in row.get("errors") or () if isinstance(one, dict)]
            expect(not fields or error["field"] in fields, f"the field {error['field']}", fields, seen)


@criterion("BSA-15")
def test_a_refused_claim_is_mended_under_its_reference(evidence: EvidenceView):
    """Corrected and claimed again, it goes under the same client reference, and MYS takes it."""
    for day in days(evidence):
        mended = [
            (patient, call)
            for patient in day.patients
            for call in patient.sent
            if call.fault == MENDED and patient.done(AMEND) and len(patient.tried(CLAIM)) > 1
        ]
        if not mended:
            raise NotShown(
                f"journey {day.journey.id}: no claim that was refused was corrected and claimed again"
            )
        for patient, call in mended:
            again = [later for later in patient.sent if later.seq > call.seq]
            at = patient.tried(CLAIM)[-1]
            expect(
                bool(again), f"{patient.name}'s claim once more", "none", at, "Send what was mended again."
            )
            for later in again:
                before, now = (client_reference(day.journey, resource(one)) for one in (call, later))
                expect_equal(f"the client reference of {patient.name}'s claim", before, now, later)
            taken = f"MYS to hold {patient.name}'s claim"
            expect(bool(patient.standing), taken, again[-1].response.status, again[-1])


@criterion("BSA-16")
def test_a_correction_amends_the_claim(evidence: EvidenceView):
    """What was corrected after MYS took the claim stands in that claim, which stays the only one."""
    looked = False
    for day in days(evidence):
        for patient in day.patients:
            for due, found in corrected(patient):
                looked = True
                held = patient.held[0]
                expect_equal(f"how many claims there are for {patient.name}", 1, len(patient.held), held.last)
                expect_equal(f"{due} in {patient.name}'s claim", True, found, held.last, "Amend it by PUT.")
    if not looked:
        raise NotShown("nothing was corrected that a claim which MYS had taken says")


def corrected(patient: Patient) -> list[tuple[str, bool]]:
    """Give what a correction changed of what the first claim says, and whether the last says it; none where nothing."""
    amended, held = patient.done(AMEND), patient.held
    if not amended or not held or held[0].first.seq > amended[-1].seq or patient.met == MENDED:
        return []
    if not any(seen.seq > amended[-1].seq for seen in patient.tried(CLAIM)):
        return []
    first, last = resource(held[0].first), held[0].claim
    found = []
    new, old = str(amended[-1].given["presenting_complaint"]), _complaint(patient)
    if old and _says(first, old):
        found.append((f"the complaint {new!r}", _says(last, new) and not _says(last, old)))
    items = recorded(patient)
    if items and amended[-1].given.get("items"):
        quantities = ", ".join(f"{quantity:g} of {code}" for code, quantity in items)
        found.append((quantities, not differing(items, claimed(held[0]))))
    return found


def _complaint(patient: Patient) -> str:
    said = patient.done("record_consultation")
    return str(said[-1].given["presenting_complaint"]) if said else ""


def _says(claim: dict[str, Any], text: str) -> bool:
    return squeezed(text) in squeezed(json.dumps(claim, ensure_ascii=False))


@criterion("SUP-14")
def test_record_claim_and_document_agree(evidence: EvidenceView):
    """The same medicines in the same quantities, as recorded, claimed and told, after corrections too."""
    looked = False
    for day in days(evidence):
        for patient in day.patients:
            items = recorded(patient)
            if not items or len(patient.standing) != 1:
                continue
            held, document = patient.standing[0], told(patient)
            expect_none(f"difference of {patient.name}'s claim", differing(items, claimed(held)), held.last)
            if document is not None:
                looked = True
                expect_none(f"difference of {patient.name}'s document", differing(items, document), held.last)
    if not looked:
        raise NotShown("nobody who was supplied was both claimed for and told of by a document")


@criterion("BSA-21")
def test_a_withdrawal_takes_its_own_claim_back(evidence: EvidenceView):
    """The claim of the consultation is withdrawn at MYS, and no other one is."""
    for day in days(evidence):
        withdrawn = [patient for patient in day.patients if patient.done(WITHDRAW) and patient.held]
        for patient in day.where("no claim that MYS held was withdrawn", withdrawn):
            at = patient.done(WITHDRAW)[-1]
            stands = f"no claim for {patient.name} at MYS any more"
            expect(not patient.standing, stands, [held.submission for held in patient.standing], at)
        for patient in day.patients:
            if not patient.tried(WITHDRAW):
                wrong = [held.withdrawn for held in patient.held if held.withdrawn is not None]
                for call in wrong:
                    expect_none(f"withdrawal of {patient.name}'s claim", [call.id], call)
