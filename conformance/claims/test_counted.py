"""What a claim is counted by is what was recorded of the referral and the consultation.

Source: model of the project, from a public third-party MYS client (interface sheet mesh-itk3-nhsmail-mys, section D3,
rows 9, 11, 13, 15 to 17 and 19).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    ObservationView,
    criterion,
    expect,
    through,
)
from cpcs_harness.judging.expect import squeezed
from cpcs_harness.judging.in_words import in_words

from .._shared.nhs111_report.shown import plain_code
from ._claims import claims_of, codings, contained, documents_of, resource, supporting
from .test_whole import owner

Steps = Sequence[ObservationView]
Due = Callable[[Mapping[str, Any], Steps], set[str]]
OUTCOMES = {
    "advice-given": "ADVICE_GIVEN",
    "medicine-supplied": "MEDICINE_SUPPLIED",
    "onward-referral": "ONWARD_REFERRAL",
}
"""Codes of our model; no list is public, and others may have codes of their own."""
ENTERED = ("record_consultation", "amend_consultation", "supply_medicine")
"""Steps in which something is entered that a claim is counted by."""
TODO = "Fill it from the referral and the consultation of this patient, or leave it out."


def disposition(issued: Mapping[str, Any], steps: Steps) -> set[str]:
    """Give the report's disposition code; a practice gives none."""
    return set() if is_of_practice(issued, steps) else {plain_code(issued["report"]["disposition_code"])}


def is_of_practice(issued: Mapping[str, Any], steps: Steps) -> bool:
    """Say whether it was a practice's referral on which a patient was seen."""
    return any(seen.about == issued["gp_referral"]["document_id"] for seen in steps)


def complaints(_issued: Mapping[str, Any], steps: Steps) -> set[str]:
    """Give what the patient came with, as it was recorded and corrected."""
    return {squeezed(str(said)) for seen in steps if (said := seen.given.get("presenting_complaint"))}


def reasons(issued: Mapping[str, Any], steps: Steps) -> set[str]:
    """Give why something was supplied, and what the patient came with."""
    given = [seen.given for seen in steps]
    told = [line.get("reason") for step in given for line in (step, *(step.get("items") or ()))]
    return {squeezed(str(reason)) for reason in told if reason} | complaints(issued, steps)


def outcomes(_issued: Mapping[str, Any], steps: Steps) -> set[str]:
    """Give the code of the outcome that was recorded, and of an onward referral, which may have come after it."""
    told = {OUTCOMES.get(str(seen.given.get("outcome")), "") for seen in steps}
    return {*told, OUTCOMES["onward-referral"]} - {""}


def referrers(issued: Mapping[str, Any], steps: Steps) -> set[str]:
    """Give the codes that who referred may have: two of a practice, which the source does not tell apart."""
    return {"GPP", "GPCPS"} if is_of_practice(issued, steps) else {"111"}


COUNTED: Mapping[str, tuple[Due, Callable[[str], bool]]] = {
    "DISPOSITION_CODE": (disposition, lambda said: True),
    "PRESENTING_COMPLAINT_OR_ISSUES": (complaints, lambda said: " " in said),
    "SUPPLY_REQUEST_REASON": (reasons, lambda said: len(said.split()) > 2),
    "CONSULTATION_OUTCOME": (outcomes, lambda said: said in OUTCOMES.values()),
    "REFERRER_ORG_TYPE": (referrers, lambda said: said in ("111", "GPP", "SHS", "CP", "GPCPS")),
}
"""Kinds of supporting information: what is due, and of which texts one can say that they are meant as such."""


@criterion("BSA-31")
def test_what_a_claim_is_counted_by_is_what_was_recorded(evidence: EvidenceView):
    """Disposition, complaint, reason, outcome and who referred; each as recorded of this patient, where it is said."""
    for journey in evidence.each():
        for call, apart in through(
            [*claims_of(journey), *journey.exchanges("mys", "amend_claim", at_least=0)]
        ):
            with apart:
                claim = resource(call)
                issued = owner(journey, claim, contained(claim, claim.get("patient")))
                steps = steps_of(journey, issued)
                if steps:
                    expect_counted(claim, issued, steps, call)
                expect_referrer(claim, issued, steps, call)


def steps_of(journey: JourneyView, issued: Mapping[str, Any]) -> list[ObservationView]:
    """Give what was entered of a patient; steps name no patient where there is one alone."""
    about = documents_of(journey, issued)
    return [seen for seen in journey.seen if seen.action in ENTERED and seen.about in about]


def expect_counted(
    claim: dict[str, Any], issued: Mapping[str, Any], steps: Steps, call: ExchangeView
) -> None:
    """Raise NotMet where a kind of supporting information says something else than was recorded."""
    for kind, (due_of, is_meant) in COUNTED.items():
        said = squeezed(str(supporting(claim, kind).get("valueString") or ""))
        due = due_of(issued, steps)
        plain = plain_code(said) if kind == "DISPOSITION_CODE" else said
        right = not said or not due or not is_meant(said) or plain in due
        expect(right, f"{kind}: {in_words(sorted(due))}", said, call, TODO)


def expect_referrer(
    claim: dict[str, Any], issued: Mapping[str, Any], steps: Steps, call: ExchangeView
) -> None:
    """Raise NotMet where the referral is said to come from somebody else than sent the report."""
    places = contained(claim, claim.get("referral")).get("locationCode") or ()
    said = [
        code
        for place in places
        for system, code, _ in codings(place)
        if system.endswith("ods-organization-code")
    ]
    practice = issued["person"]["practice"]["ods"]
    due = practice if is_of_practice(issued, steps) else issued["report"]["sender_ods"]
    expect(not said or due in said, f"{due} as where the referral came from", said, call, TODO)
