"""What becomes of a claim: refused and mended, corrected, withdrawn; what it says in the end.

Source: our model of MYS (interface sheet mesh-itk3-nhsmail-mys, section D3, checks F6 91 to 93).
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotApplicable,
    NotShown,
    ObservationView,
    Unseen,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.expect import squeezed
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.recommended import is_recommended
from .._shared.told_before import told_before
from ._claims import ONWARD, client_reference, resource, supporting
from ._day import AMEND, CLAIM, WITHDRAW, Held, Patient, days
from ._items import Item, claimed, differing, recorded, told, unlike
from ._run import patients

KEPT = (
    *("patient", "provider", "type", "referral", "identifier", "billablePeriod"),
    *("status", "use"),
)
"""What no correction of a consultation changes in its claim."""
PEOPLE = ("Patient", "Organization", "ServiceRequest")
CORRECTED = ("reasonCode", "note", "text")
"""What a referral may have of the complaint, which a correction changes."""
FACTS = ("REFERRER_ORG_TYPE", "CONSULTATION_OUTCOME", "DISPOSITION_CODE", *ONWARD)
"""Supporting information that no correction changes; a complaint is corrected, and an exemption is no part of one."""
REFUSED = ("claim refused", "contractor unknown")
MENDED = "claim refused"


@criterion("BSA-14")
def test_a_refused_claim_is_shown_as_rejected_with_why(evidence: EvidenceView):
    """Rejected, not sent and not accepted; MYS's words, and the field where fields are shown."""
    for day, apart in through(days(evidence)):
        with apart:
            refused = [
                (patient, call, seen)
                for patient in day.patients
                for call in patient.sent
                if call.fault in REFUSED
                for seen in first_told(patient, call)
            ]
            if not refused:
                raise NotShown(f"journey {day.journey.id}: no claim was refused before it was looked at")
            for patient, call, seen in refused:
                row = next((row for row in seen.shown.get("claims") or () if isinstance(row, dict)), {})
                state = str(row.get("status")) if seen.status == "done" else seen.status
                expect(
                    state in ("rejected", "refused"), f"{patient.name}'s claim shown as rejected", state, seen
                )
                for error, alone in through(call.response.json["errors"]):
                    with alone:
                        _expect_said(error, row, seen)


def _expect_said(error: Mapping[str, Any], row: Mapping[str, Any], seen: ObservationView) -> None:
    said = squeezed(f"{json.dumps(row, ensure_ascii=False)} {seen.told}").casefold()
    expect(error["message"].casefold() in said, f"MYS's words: {error['message']}", said, seen)
    fields = [one.get("field") for one in row.get("errors") or () if isinstance(one, dict)]
    expect(not fields or error["field"] in fields, f"the field {error['field']}", fields, seen)


def first_told(patient: Patient, call: ExchangeView) -> list[ObservationView]:
    """Give the first time that a claim was asked for of which the screen has to go by an answer; there may be none."""
    asked = [seen for seen in patient.tried(CLAIM) if seen.seq > call.seq]
    return [seen for seen in asked if told_before([call], seen, patient.claiming)][:1]


@criterion("BSA-15")
def test_a_refused_claim_is_mended_under_its_reference(evidence: EvidenceView):
    """Corrected and claimed again, it goes under the same client reference, and MYS takes it."""
    for day, apart in through(days(evidence)):
        with apart:
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
            for (patient, call), alone in through(mended):
                with alone:
                    _expect_mended(day.journey, patient, call)


def _expect_mended(journey: JourneyView, patient: Patient, call: ExchangeView) -> None:
    """Raise NotMet unless a claim that was refused went again under its reference, and was taken."""
    again, at = [later for later in patient.sent if later.seq > call.seq], patient.tried(CLAIM)[-1]
    todo = "Send what was mended again."
    expect(bool(again), f"{patient.name}'s claim once more", Words("none"), at, todo)
    unseen = Unseen()
    for later in again:
        with unseen:
            before, now = (client_reference(journey, resource(one)) for one in (call, later))
            expect_equal(f"the client reference of {patient.name}'s claim", before, now, later)
    taken = f"MYS to hold {patient.name}'s claim"
    expect(bool(patient.standing), taken, again[-1].response.status, again[-1])
    unseen.tell()


@criterion("BSA-16")
def test_a_correction_amends_the_claim(evidence: EvidenceView):
    """What was corrected after MYS took the claim stands in that claim, which stays the only one."""
    looked = False
    for day, apart in through(days(evidence)):
        with apart:
            for patient, alone in through(day.patients):
                with alone:
                    for due, found in corrected(patient):
                        looked = True
                        held = patient.held[0]
                        expect_equal(
                            f"how many claims there are for {patient.name}", 1, len(patient.held), held.last
                        )
                        expect(
                            found,
                            f"{due} in {patient.name}'s claim",
                            Words("another"),
                            held.last,
                            "Amend it by PUT.",
                        )
    if not looked:
        raise NotShown("nothing was corrected that a claim which MYS had taken says")


def corrected(patient: Patient) -> list[tuple[str, bool]]:
    """Give what a correction changed of what the first claim says, and whether the last says it.

    None where nothing, or where the claim was taken back.
    """
    amended, held = patient.done(AMEND), patient.held
    if not amended or not held or held[0].first.seq > amended[-1].seq or patient.met == MENDED:
        return []
    if not any(seen.seq > amended[-1].seq for seen in patient.tried(CLAIM)) or not patient.standing:
        return []
    first, last = resource(held[0].first), held[0].claim
    found = []
    new, old = str(amended[-1].given["presenting_complaint"]), _complaint(patient)
    if old and _says(first, old):
        found.append((f"the complaint {in_words(new)}", _says(last, new) and not _says(last, old)))
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
    for day, apart in through(days(evidence)):
        with apart:
            for patient, alone in through(day.patients):
                with alone:
                    items = recorded(patient)
                    if not items or len(patient.standing) != 1:
                        continue
                    held, document = patient.standing[0], told(patient)
                    what = f"{patient.name}'s medicine that a correction took or changed unasked"
                    expect_none(
                        what, unlike(patient), held.last, "Keep what was not corrected as it was recorded."
                    )
                    expect_none(
                        f"difference of {patient.name}'s claim", differing(items, claimed(held)), held.last
                    )
                    if document is not None:
                        looked = True
                        expect_none(
                            f"difference of {patient.name}'s document", differing(items, document), held.last
                        )
    if not looked:
        raise NotShown("nobody who was supplied was both claimed for and told of by a document")


@criterion("BSA-21")
def test_a_withdrawal_takes_its_own_claim_back(evidence: EvidenceView):
    """The claim of the consultation is withdrawn at MYS, and no other one is."""
    for day in days(evidence):
        tried = [patient for patient in day.patients if patient.tried(WITHDRAW) and patient.held]
        withdrawn = [patient for patient in tried if patient.done(WITHDRAW) and not patient.not_let_go]
        for patient in day.where("no claim that MYS held was withdrawn", withdrawn):
            at = patient.done(WITHDRAW)[-1]
            stands = f"no claim for {patient.name} at MYS any more"
            expect(not patient.standing, stands, [held.submission for held in patient.standing], at)
        for patient in day.patients:
            if not patient.tried(WITHDRAW):
                wrong = [held.withdrawn for held in patient.held if held.withdrawn is not None]
                for call in wrong:
                    expect_none(f"withdrawal of {patient.name}'s claim", [call.id], call)
    for patient in patients(evidence):
        unasked = [held.withdrawn for held in patient.held if held.withdrawn is not None]
        for call in unasked if patient.is_known and not _was_changed(patient) else ():
            what = (
                f"withdrawal of the claim for {patient.journey.id}'s {patient.name}, which nobody asked for"
            )
            expect_none(what, [call.id], call)


@criterion("BSA-22")
def test_a_claim_that_mys_does_not_let_go_of_is_not_told_as_withdrawn(evidence: EvidenceView):
    """Where MYS refuses to take the claim back, and has not done so since, nobody is told that it was."""
    told = [
        (patient, seen)
        for day in days(evidence)
        for patient in day.patients
        for seen in told_of_refusal(patient)
    ]
    if not told:
        raise NotApplicable("MYS was asked to take no claim back that it does not let go of")
    for (patient, seen), apart in through(told):
        with apart:
            claim = seen.shown.get("claim")
            state = claim.get("status", "withdrawn") if isinstance(claim, Mapping) else "withdrawn"
            stands = seen.status != "done" or state != "withdrawn"
            expect(stands, f"{patient.name}'s claim to stand: MYS does not let go of it", state, seen)


def told_of_refusal(patient: Patient) -> list[ObservationView]:
    """Give the first answer to a withdrawal that MYS had refused by then, and not done after all; there may be none."""
    refused = [call.seq for call in patient.not_let_go]
    done = [held.withdrawn.seq for held in patient.held if held.withdrawn is not None]
    after = [seen for seen in patient.tried(WITHDRAW) if refused and seen.seq > refused[0]][:1]
    return [seen for seen in after if not any(seq < seen.seq for seq in done)]


def _was_changed(patient: Patient) -> bool:
    return bool(patient.tried(WITHDRAW) or patient.tried(AMEND))


@criterion("BSA-23")
def test_a_claim_says_in_the_end_what_was_supplied(evidence: EvidenceView):
    """Of each claim of the run that stands: its items are those recorded, and nothing but a correction changed it."""
    claims = [(patient, held) for patient in patients(evidence) for held in patient.standing]
    if not claims:
        raise NotShown("MYS holds no claim")
    evidence.looked_at.extend(held.last.id for _, held in claims)
    for (patient, held), apart in through(claims):
        with apart:
            who = f"the claim for {patient.journey.id}'s {patient.name}"
            if held.first is not held.last:
                known = patient.tried(AMEND) or not patient.is_known
                first = resource(held.first)
                changed = changes(first, held.claim, KEPT if known else ())
                changed += [
                    kind for kind in facts_of(patient) if _fact(first, kind) != _fact(held.claim, kind)
                ]
                expect_none(
                    f"change of {who} that nobody asked for", changed, held.last, "Claim as recorded."
                )
            due = recorded(patient) if patient.is_known else None
            if due is not None:
                expect_none(
                    f"difference of {who} from what was supplied", _differing(patient, held, due), held.last
                )


def facts_of(patient: Patient) -> tuple[str, ...]:
    """Give the kinds of supporting information that no correction changes."""
    return (*patient.journey.profiles["mys"]["information"].values(), *FACTS)


def _fact(claim: dict[str, Any], kind: str) -> dict[str, Any]:
    """Give what a claim says of a kind, wherever it stands among the rest."""
    return {name: said for name, said in supporting(claim, kind).items() if name != "sequence"}


def _differing(patient: Patient, held: Held, due: Sequence[Item]) -> list[str]:
    """Name what a claim has otherwise than was supplied; of products that were recommended it may tell."""
    said = [*patient.done("record_consultation"), *patient.done(AMEND)]
    return differing(due, claimed(held), lambda item: is_recommended(item, said, patient.issued))


def changes(first: Mapping[str, Any], last: Mapping[str, Any], parts: Sequence[str] = ()) -> list[str]:
    """Name the parts of a claim that are not what they were: those that are named, or all but when it was made."""
    names = parts or sorted((first.keys() | last.keys()) - {"created", "id", "meta", "text", "contained"})
    found = [name for name in names if first.get(name) != last.get(name)]
    inside = [_inside(claim, PEOPLE if parts else ()) for claim in (first, last)]
    return [*found, *(["contained"] if inside[0] != inside[1] else [])]


def _inside(claim: Mapping[str, Any], kinds: Sequence[str]) -> list[Any]:
    listed = [part for part in claim.get("contained") or () if isinstance(part, dict)]
    if not kinds:
        return listed
    kept = [part for part in listed if part.get("resourceType") in kinds]
    return [{name: said for name, said in part.items() if name not in CORRECTED} for part in kept]
