"""Claims: their form, what is claimed, for whom, and how often.

Source: model of the project, from a public third-party MYS client; NHSBSA, Community Pharmacist Consultation Service
page (interface sheet mesh-itk3-nhsmail-mys, sections D2 and D3, checks F6 86, 87 and 90).
"""

from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotMet,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words, in_words

from ._claims import (
    TAKEN,
    claims_of,
    client_reference,
    codings,
    contained,
    day_seen,
    each_claim,
    identifiers,
    organisation_of,
    resource,
    supporting,
    why_invalid,
)

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"


def case_of(journey: JourneyView, claim: dict) -> str:
    """Give the referral's reference, from the contained service request."""
    system = journey.profiles["mys"]["systems"]["referral"]
    request = contained(claim, claim.get("referral"))
    own = identifiers(claim.get("referral") or {}).get(system)
    return own or identifiers(request).get(system, "")


@criterion("BSA-01")
def test_a_claim_is_a_whole_fhir_claim(evidence: EvidenceView):
    """Valid as R4; and pharmacy, patient, referral, professional, assessment date and client reference are in it."""
    for journey in evidence.each():
        amended = journey.exchanges("mys", "amend_claim", at_least=0)
        for call in [*claims_of(journey), *amended]:
            wrong = why_invalid(call)
            expect(wrong == "", "a valid FHIR R4 Claim", wrong, call)
    for (journey, call, claim), apart in through(each_claim(evidence)):
        with apart:
            team = [member.get("provider", {}) for member in claim.get("careTeam") or []]
            professionals = [
                identifiers(provider) | identifiers(contained(claim, provider)) for provider in team
            ]
            gphc = journey.issued["pharmacist"]["gphc"]
            named = any(gphc in professional.values() for professional in professionals)
            expect(named, f"professional {gphc} in careTeam", professionals, call)
            expect(client_reference(journey, claim) != "", "a client reference", identifiers(claim), call)
            told = journey.profiles["mys"]["information"]
            dated = supporting(claim, told["assessed"]).get("timingDate")
            expect_equal("the assessment's date", day_seen(journey, call), dated, call)
            expect(bool(supporting(claim, told["method"])), "the consultation's method", Words("none"), call)


@criterion("BSA-02")
def test_each_completed_consultation_is_claimed_once(evidence: EvidenceView):
    """One claim, however often claims are submitted; a resend of the very same claim is no second one."""
    for journey in evidence.each():
        journey.observation("complete")
        journey.observations("submit_claims")
        calls = claims_of(journey)
        references = {client_reference(journey, resource(call)): call for call in calls}
        taken = {call.request.body: call for call in calls if call.response.status in TAKEN}
        if len(references) > 1 or len(taken) > 1:
            twice = list(references.values() if len(references) > 1 else taken.values())
            received = f"{len(references)} client references in {len(taken)} different claims that MYS took"
            at = "; and ".join(call.where for call in twice)
            todo = "Derive the client reference from the referral, and keep what was claimed."
            ids = [call.id for call in twice]
            raise NotMet("one claim", received, at=at, todo=todo, exchanges=ids, timing="repeated")
        if not taken:
            said = f"MYS answered {calls[-1].response.status}: {in_words(calls[-1].response.body[:200])}"
            ids, at = [call.id for call in calls], calls[-1].where
            unseen = all(call.response.status == 0 for call in calls)  # no answer reached it
            timing = "absent" if unseen else None
            said = "none after the one whose answer was lost" if unseen else said
            raise NotMet(
                "a claim that MYS takes", said, at=at, exchanges=ids, rests_on_answer=True, timing=timing
            )


@criterion("BSA-03")
def test_a_claim_is_for_this_patient_referral_and_pharmacy(evidence: EvidenceView):
    """NHS number, case reference and ODS code are those of the consultation."""
    for journey, call, claim in each_claim(evidence):
        patient = identifiers(contained(claim, claim.get("patient"))) | identifiers(
            claim.get("patient") or {}
        )
        expect_equal("the NHS number", journey.person["nhs_number"], patient.get(NHS_NUMBER), call)
        due = {journey.report["case_reference"].upper(), journey.report["case_id"].upper()}
        expect(
            case_of(journey, claim).upper() in due,
            f"the referral's reference, one of {in_words(sorted(due))}",
            case_of(journey, claim),
            call,
        )
        ods = organisation_of(claim, claim.get("provider"))
        expect_equal(
            "the pharmacy", journey.issued["premises"]["ods"], ods, call, "Claim for the premises of supply."
        )


@criterion("BSA-04")
def test_a_claim_is_of_the_pathways_type_and_month(evidence: EvidenceView):
    """EMG_MED for an urgent medicine, MIN_ILL for a minor illness; the month is the assessment's."""
    for (journey, call, claim), apart in through(each_claim(evidence)):
        with apart:
            codes = [code for _, code, _ in codings(claim.get("type"))]
            due = journey.profiles["mys"]["types"][journey.pathway]
            expect(due in codes, f"type {due}", codes, call)
            start = str((claim.get("billablePeriod") or {}).get("start", ""))
            expect_equal("billablePeriod.start", f"{day_seen(journey, call)[:7]}-01", start, call)


@criterion("BSA-05")
def test_what_is_claimed_is_what_was_supplied(evidence: EvidenceView):
    """For each item supplied one item claimed, by the same code and quantity; none where nothing was supplied."""
    for (journey, call, claim), apart in through(each_claim(evidence)):
        with apart:
            supplied = [
                seen.given
                for seen in journey.seen
                if seen.action == "supply_medicine" and seen.status == "done"
            ]
            medicine = journey.issued["medicines"]["urgent-medicine"]
            due = [(medicine["code"], float(given["quantity"])) for given in supplied]
            items = claim.get("item") or []
            found = [
                (code, float((item.get("quantity") or {}).get("value", -1)))
                for item in items
                for code in [product_of(item, medicine["code"])]
            ]
            others = [item for item in found if item not in recommended(journey)]
            expect_equal("the items claimed (code, quantity)", due, others, call)


def product_of(item: dict, due: str) -> str:
    """Give the code of what is claimed: the one that is due where it stands among several, or else the first."""
    codes = [code for _, code, _ in codings(item.get("productOrService"))]
    return due if due in codes else [*codes, ""][0]


def recommended(journey: JourneyView) -> list[tuple[str, float]]:
    """Give what was recommended and not supplied: our model lets a claim tell of it, or not."""
    told = journey.observation("record_consultation").given.get("products", [])
    code = journey.issued["medicines"].get("recommended-product", {}).get("code", "")
    return [(code, float(product["quantity"])) for product in told]


@criterion("BSA-06")
def test_no_claim_has_patient_data_in_its_address(evidence: EvidenceView):
    """Neither path nor query names a patient, whether a claim is made, amended or withdrawn."""
    for journey in evidence.each():
        issued = (journey.issued, *journey.also.values())
        words = [word for one in issued for word in _names(one["person"])]
        for call in journey.exchanges("mys"):
            target = " ".join(
                [*call.request.segments, *(text for pair in call.request.query for text in pair)]
            )
            found = [word for word in words if word.casefold() in target.replace(" ", "").casefold()]
            expect_none("patient data in the address", found, call, "Send it in the body alone.")


def _names(person: Mapping[str, Any]) -> list[str]:
    """Give what names a patient, without blanks."""
    return [person["nhs_number"], person["family"], person["birth_date"], person["postcode"].replace(" ", "")]


@criterion("BSA-07")
def test_the_acceptance_shown_is_the_one_that_mys_gave(evidence: EvidenceView):
    """The submission id on the screen is the submission id of the answer."""
    for journey in evidence.each():
        answers = [call for call in claims_of(journey) if call.response.status in TAKEN]
        given = {str(call.response.json.get("submissionId")) for call in answers}
        seen = journey.observations("submit_claims")[0]
        shown = {str(claim.get("submission_id")) for claim in seen.shown.get("claims") or ()}
        expect(
            bool(shown) and shown <= given,
            f"one of the submission ids {in_words(sorted(given))}",
            sorted(shown),
            seen,
        )
