"""A report is listed at the pharmacy that it is addressed to, and at no other.

Source: ITK Distribution Envelope definition v1.1, addresslist (interface sheet nhs111-itk22, 2.2, cases A05, A09, A10,
R14 and S18).
"""

from cpcs_harness.judging import EvidenceView, ExchangeView, NotShown, ObservationView, Unseen, criterion
from cpcs_harness.judging.in_words import in_words

from .._shared.nhs111_report.expectations import Wrong, expect_right
from .._shared.nhs111_report.messages import POLICY, Plain, is_policy, is_taken, name_of, report_of
from .._shared.nhs111_report.worklists import last_look, rows_of_case


def is_addressed_oddly(call: ExchangeView) -> bool:
    """Say whether the address is what is peculiar about a report."""
    report = report_of(call)
    return report["addressing"] != "ods+dos" or bool(report["ods_suffix"] or report["also_to"])


@criterion("N111-24")
def test_each_report_is_listed_once_at_the_pharmacy_it_is_addressed_to(evidence: EvidenceView):
    """By DoS service id, ODS code, suffixed ODS code, or among several recipients."""
    for journey in evidence.each():
        wrong: Wrong = []
        unseen = Unseen()
        for call in journey.sent("nhs111"):
            if name_of(call) in POLICY or not (is_taken(call) or is_addressed_oddly(call)):
                continue
            if is_policy(call) and not is_taken(call):
                continue
            with unseen:
                wrong += wrong_rows(report_of(call), name_of(call) or call.id, last_look(journey, call))
        todo = "Go by the DoS service id, then by the ODS code, then by its first five characters."
        expect_right("one row of each report at its own pharmacy", wrong, todo)
        unseen.tell()


def wrong_rows(report: Plain, name: str, look: ObservationView) -> Wrong:
    """Say so where a worklist does not have one row of a report, at the report's own pharmacy."""
    found = [str(row.get("ods") or report["premises"]["ods"]) for row in rows_of_case(report, look)]
    return [] if found == [report["premises"]["ods"]] else [(f"{name}: rows at {in_words(found)}", look)]


def addressed(report: Plain) -> set[str]:
    """Give the pharmacies that a report is addressed to."""
    return {premises["ods"] for premises in (report["premises"], *report["also_to"])}


@criterion("N111-24")
def test_a_report_to_several_pharmacies_of_the_candidates_is_listed_at_each(evidence: EvidenceView):
    """All addresses of an envelope are equal: whichever of them the patient goes to has the referral."""
    for journey in evidence.each():
        wrong: Wrong = []
        calls = [call for call in journey.sent("nhs111") if report_of(call)["also_to"] and is_taken(call)]
        looks = journey.observations("worklist")
        for call in calls:
            seen = {look.actor.get("ods"): look for look in looks if look.seq > call.seq}
            wrong += [
                (f"{name_of(call)}: not listed at {ods}", look)
                for ods, look in seen.items()
                if ods in addressed(report_of(call)) and not rows_of_case(report_of(call), look)
            ]
        expect_right("one row at each pharmacy that is addressed", wrong, "Look at every address.")


@criterion("N111-24")
def test_no_report_is_listed_at_another_pharmacy(evidence: EvidenceView):
    """Nobody else reads of the patient."""
    for journey in evidence.each():
        looks, wrong = journey.observations("worklist"), []
        elsewhere = 0
        for call in journey.sent("nhs111"):
            report = report_of(call)
            others = [
                look
                for look in looks
                if look.seq > call.seq and look.actor.get("ods") not in addressed(report)
            ]
            elsewhere += len(others)
            wrong += [
                (f"{name_of(call) or call.id}: listed at {look.actor.get('ods')}", look)
                for look in others
                if rows_of_case(report, look) and name_of(call) != "no-address"
            ]
        expect_right(
            "each report at its own pharmacy alone", wrong, "Show each pharmacy what is addressed to it."
        )
        if not elsewhere:
            raise NotShown(f"journey {journey.id}: no other pharmacy's worklist was seen")
