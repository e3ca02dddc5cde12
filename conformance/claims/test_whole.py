"""A claim is right in all that it says, and not only by the number of its patient.

Source: model of the project, from a public third-party MYS client; NHSBSA, Community Pharmacist Consultation Service
page (interface sheet mesh-itk3-nhsmail-mys, section D3).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import in_words

from .._shared.dispensed import number
from .._shared.facts.coded import of_json
from .._shared.facts.messages import TODO, of_resource
from .._shared.parties import expect_whole, parties_of
from .._shared.text import letters_and_digits
from ._claims import (
    ONWARD,
    claims_of,
    codings,
    consultation_of,
    contained,
    documents_of,
    identifiers,
    kinds,
    organisation_of,
    resource,
    supporting,
)

INVENTED = "claim of what nobody recorded, adopted or served"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
OTHER_METHOD = {"telephone": "FTF", "face-to-face": "TELEPHONE"}
"""The code of the other method, in claims as the harness's model has them; others may have codes of their own."""
ONCE = ("CONSULTATION_OUTCOME", "REFERRED_ODS")
"""What a consultation has one of, beside what the model of MYS names."""
REFER = "refer_onward"
SEVERAL = 2
IN_FULL = {"ml": ("millilitre", "milliliter")}
"""Units that dm+d shortens, in full."""
MERGED = ", merged"
"""Behind the label of a patient, of who has the number by which PDS replaced theirs."""
REPEATABLE = ("item", "contained")
"""Lists of a claim whose entries may be equal."""
GPHC = "https://fhir.hl7.org.uk/Id/gphc-number"


@criterion("BSA-31")
def test_a_claim_is_right_in_all_that_it_says(evidence: EvidenceView):
    """Patient, practice, professional and medicines, wherever they stand; and nothing that nobody recorded."""
    for journey in evidence.each():
        for call, apart in through(
            [*claims_of(journey), *journey.exchanges("mys", "amend_claim", at_least=0)]
        ):
            with apart:
                claim = resource(call)
                patient = contained(claim, claim.get("patient"))
                issued = owner(journey, claim, patient)
                expect_whole(of_json(claim), parties_of(issued, journey.issued["pharmacist"]), call)
                expect_practice(issued["person"], claim, patient, call)
                expect_professionals(journey, claim, call)
                expect_dispenses(claim, call)
                expect_units(units_of(journey), claim, call)
                expect_method(journey, claim, issued, call)
                expect_one_answer(journey, claim, call)
                expect_not_onward(journey, claim, issued, call)
                expect_nothing_twice(claim, patient, call)
                expect_none(INVENTED, of_resource(evidence, journey.id, call), call, TODO)


def owner(journey: JourneyView, claim: dict[str, Any], patient: dict[str, Any]) -> Mapping[str, Any]:
    """Give what was issued for whom a claim is, by NHS number; the journey's own where there is no such number.

    A number by which PDS replaced another one is the same patient's: which of them a claim is to have, BSA-20 says.
    """
    numbers = identifiers(patient) | identifiers(claim.get("patient") or {})
    first = {
        label: journey.also.get(label.removesuffix(MERGED), issued) for label, issued in journey.also.items()
    }
    known = {issued["person"]["nhs_number"]: first[label] for label, issued in journey.also.items()}
    known[journey.issued["person"]["nhs_number"]] = journey.issued
    return known.get(numbers.get(NHS_NUMBER, ""), journey.issued)


def expect_practice(
    due: Mapping[str, Any], claim: dict[str, Any], patient: dict[str, Any], call: ExchangeView
) -> None:
    """Raise NotMet unless the practice that the patient has in the claim is the registered one."""
    listed = patient.get("generalPractitioner") or []
    for reference in listed if isinstance(listed, list) else [listed]:
        ods = organisation_of(claim, reference)
        if ods:
            expect_equal("the patient's practice", due["practice"]["ods"], ods, call)


def expect_professionals(journey: JourneyView, claim: dict[str, Any], call: ExchangeView) -> None:
    """Raise NotMet where somebody else by GPhC number has a part in the claim."""
    team = [member.get("provider") or {} for member in claim.get("careTeam") or ()]
    gphc = [(identifiers(one) | identifiers(contained(claim, one))).get(GPHC, "") for one in team]
    others = [one for one in gphc if one not in ("", journey.issued["pharmacist"]["gphc"])]
    expect_none("other professional in careTeam", others, call)


def expect_method(
    journey: JourneyView, claim: dict[str, Any], issued: Mapping[str, Any], call: ExchangeView
) -> None:
    """Raise NotMet where a claim says that the patient was seen the other way than was recorded."""
    told = str(supporting(claim, journey.profiles["mys"]["information"]["method"]).get("valueString", ""))
    seen = consultation_of(journey, issued)
    other = OTHER_METHOD.get(str(seen.given.get("method"))) if seen is not None else None
    expect(told != other, f"the method of the consultation, not {other}", told, call)


def expect_one_answer(journey: JourneyView, claim: dict[str, Any], call: ExchangeView) -> None:
    """Raise NotMet where a claim says of what a consultation has once that it was this, and that."""
    for code in (*journey.profiles["mys"]["information"].values(), *ONCE):
        told = [one for one in claim.get("supportingInfo") or () if code in kinds(one)]
        answers = {json.dumps({**one, "sequence": 0}, sort_keys=True) for one in told}
        expect(len(answers) < SEVERAL, f"{code} said once", told, call, "Say it once, as it was recorded.")


def expect_not_onward(
    journey: JourneyView, claim: dict[str, Any], issued: Mapping[str, Any], call: ExchangeView
) -> None:
    """Raise NotMet where a claim says where and why a patient was referred onward for whom nobody recorded that."""
    seen, about = consultation_of(journey, issued), documents_of(journey, issued)
    tried = any(one.action == REFER and one.about in about for one in journey.seen)
    if seen is None or tried or seen.given.get("outcome") == "onward-referral":
        return  # what became of it, and what the claim has to say then, is judged of onward referrals
    told = [code for code in ONWARD if supporting(claim, code)]
    expect_none("fact of an onward referral that nobody made", told, call, "Leave it out.")


def expect_nothing_twice(claim: dict[str, Any], patient: dict[str, Any], call: ExchangeView) -> None:
    """Raise NotMet where a list of a claim, or of its patient, has one entry twice, whatever number that bears.

    Two items may be equal, and so may what a claim contains of each.
    """
    for holder, but in ((claim, REPEATABLE), (patient, ())):
        for name in sorted(set(holder) - set(but)):
            listed = holder[name] if isinstance(holder[name], list) else []
            bare = [json.dumps(_unnumbered(one), sort_keys=True) for one in listed]
            twice = sorted({one for one in bare if bare.count(one) > 1})
            expect_none(f"entry that stands twice in {name}", twice, call, "Say each fact once.")


def _unnumbered(one: Any) -> Any:
    return {name: held for name, held in one.items() if name != "sequence"} if isinstance(one, dict) else one


def expect_dispenses(claim: dict[str, Any], call: ExchangeView) -> None:
    """Raise NotMet unless the medicines that a claim contains as handed out are its items."""
    dispenses = [one for one in claim.get("contained") or () if isinstance(one, dict) and _is_dispense(one)]
    items = [item for item in claim.get("item") or () if isinstance(item, dict)]
    handed = sorted(_amount(one, "medicationCodeableConcept") for one in dispenses)
    asked = sorted(_amount(one, "productOrService") for one in items)
    expect(
        not handed or handed == asked,
        f"what was handed out to be what is claimed, {in_words(asked)}",
        handed,
        call,
    )


def units_of(journey: JourneyView) -> dict[str, str]:
    """Give the unit of each medicine by its code, as far as dm+d has one for it: others are a system's own words."""
    known = journey.issued["medicines"].values()
    return {str(one["code"]): letters_and_digits(one["unit"]) for one in known if one["unit_code"]}


def expect_units(units: Mapping[str, str], claim: dict[str, Any], call: ExchangeView) -> None:
    """Raise NotMet where a claim counts a medicine in another unit than dm+d does; plurals will do."""
    held = [(one, "medicationCodeableConcept") for one in claim.get("contained") or () if _is_dispense(one)]
    held += [(one, "productOrService") for one in claim.get("item") or ()]
    for one, concept in held:
        told = letters_and_digits(str((one.get("quantity") or {}).get("unit") or ""))
        due = next((units[code] for _, code, _ in codings(one.get(concept)) if code in units), "")
        expect(not told or not due or is_unit(told, due), f"the unit {in_words(due)}", told, call, TODO)


def is_unit(told: str, due: str) -> bool:
    """Say whether a unit is dm+d's, shortened, with a word more or in full; a number makes it another."""
    names = (due, *IN_FULL.get(due, ()))
    return not any(map(str.isdigit, told)) and any(told in name or name in told for name in names)


def _is_dispense(resource: dict[str, Any]) -> bool:
    return resource.get("resourceType") == "MedicationDispense" and "medicationCodeableConcept" in resource


def _amount(held: dict[str, Any], concept: str) -> tuple[str, str]:
    codes = sorted(code for _, code, _ in codings(held.get(concept)))
    quantity = held.get("quantity") or {}
    return " ".join(codes), f"{number(quantity.get('value')) or 0:g}"
