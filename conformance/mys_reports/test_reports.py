"""The report of a month: taken, of its pharmacy, counting what was done and nobody else; naming nobody.

Source: CPCS Technical Toolkit, June 2021, row BSA Claims and reporting; model of the project:
docs/reference/mys-report-model.md.
"""

from calendar import monthrange
from datetime import datetime
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.facts.coded import of_json, strange
from .._shared.facts.known import known_in
from .._shared.moments import days_of, expect_made_between
from ._reports import FIGURES, Sent, own, reports_of, why_invalid


@criterion("MYR-01")
def test_a_months_report_is_taken(evidence: EvidenceView):
    """Sent to where reports go, with each figure of the model, and taken by MYS."""
    for journey in evidence.each():
        sent = own(evidence, journey)
        first = sent[0].seen
        taken = [report for report in sent if report.seen is first and report.is_taken]
        answers = [report.call.response.status for report in sent if report.seen is first]
        expect(bool(taken), "a report that MYS takes", answers, sent[0].call)
        for report in sent:
            further = sorted(set(report.figures) - set(FIGURES))
            expect_none("figure that the model does not have", further, report.call, "Report those alone.")
            lacking = sorted(set(FIGURES) - set(report.figures))
            expect_none(
                "figure that the report lacks", lacking, report.call, "State a figure that is 0, too."
            )


@criterion("MYR-02")
def test_a_report_is_a_fhir_measure_report(evidence: EvidenceView):
    """Sent as a MeasureReport, valid as FHIR R4."""
    for journey in evidence.each():
        for report in reports_of(evidence, journey):
            expect(report.is_fhir, "a FHIR MeasureReport", report.call.request.segments[-1], report.call)
            wrong = why_invalid(report)
            expect(wrong == "", "a valid FHIR R4 MeasureReport", wrong, report.call)


@criterion("MYR-03")
def test_a_report_is_of_its_pharmacy_and_month(evidence: EvidenceView):
    """In the name of the premises at which it was asked for, of the whole month, and dated when it was made."""
    for journey in evidence.each():
        for report in reports_of(evidence, journey):
            expect_equal("the pharmacy", report.seen.actor.get("ods"), report.pharmacy, report.call)
            month = str(report.seen.given["month"])
            last = monthrange(int(month[:4]), int(month[5:]))[1]
            due = (f"{month}-01", f"{month}-{last:02d}") if report.is_fhir else (month, month)
            expect_equal("the period", due, report.period, report.call)
            expect_made_now(report)


def expect_made_now(report: Sent) -> None:
    """Raise NotMet where a report is dated otherwise than when it was made: by a day, or by a moment."""
    made, month = str(report.body.get("date") or ""), str(report.seen.given["month"])
    if len(made) == len("2026-11-29"):
        expect(made in days_of(report.call.clock), "the day on which it was made", made, report.call)
    elif made:
        expect_made_between("date of the report", made, f"{month}-01T00:00:00Z", report.call)


@criterion("MYR-04")
def test_the_figures_grow_by_what_was_done_and_by_nothing_else(evidence: EvidenceView):
    """Between two reports of a pharmacy: its completed consultations, by kind, and what was supplied."""
    for journey in evidence.each():
        first, last = ends(evidence, journey)
        grown = {name: last.figures.get(name, 0) - first.figures.get(name, 0) for name in FIGURES}
        for name, count in done(journey).items():
            todo = "Count each consultation that was completed at this pharmacy in the month, once."
            expect_equal(f"by how much {name} grew", count, grown[name], last.call, todo)


@criterion("MYR-05")
def test_claims_in_the_report_are_those_that_mys_took(evidence: EvidenceView):
    """One more for the one that was claimed for; none for who was not."""
    for journey in evidence.each():
        first, last = ends(evidence, journey)
        taken = {
            call.response.json.get("submissionId")
            for call in journey.exchanges("mys", "submit_claim")
            if call.response.status in (200, 201)
        }
        grown = last.figures.get("claims", 0) - first.figures.get("claims", 0)
        expect_equal("by how much claims grew", len(taken), grown, last.call, "Count what MYS has accepted.")


def ends(evidence: EvidenceView, journey: JourneyView) -> tuple[Sent, Sent]:
    """Give the first and the last report of the journey's own pharmacy that MYS took."""
    sent = own(evidence, journey)
    taken = [report for report in sent if report.is_taken]
    if not taken or taken[0].seen is taken[-1].seen:
        raise NotShown(
            f"journey {journey.id}: MYS did not take a report both before and after patients were seen"
        )
    return taken[0], taken[-1]


def done(journey: JourneyView) -> dict[str, int]:
    """Give what was done at the journey's own pharmacy between its reports."""
    ods = journey.issued["premises"]["ods"]
    at = [seen for seen in journey.observations("complete") if seen.actor.get("ods") == ods]
    month = str(journey.attempts("report_month")[0].given["month"])
    if any(_month(seen.clock) != month for seen in [*at, *journey.attempts("report_month")]):
        raise NotShown(f"journey {journey.id}: the month ended meanwhile", blame="environment")
    supplied = [seen for seen in journey.seen if seen.action == "supply_medicine" and seen.status == "done"]
    urgent = journey.pathway == "urgent-medicines"
    return {
        "consultations": len(at),
        "urgent_medicines": len(at) if urgent else 0,
        "minor_illnesses": 0 if urgent else len(at),
        "items_supplied": sum(seen.actor.get("ods") == ods for seen in supplied),
        "referred_onward": 0,
    }


def _month(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(ZoneInfo("Europe/London")).strftime("%Y-%m")


@criterion("MYR-06")
def test_a_report_names_nobody(evidence: EvidenceView):
    """No patient in report or address, whoever was treated."""
    for journey in evidence.each():
        people = [journey.issued, *journey.also.values()]
        marks = [str(one["person"][key]) for one in people for key in ("nhs_number", "family", "birth_date")]
        marks += [str(one["report"]["case_id"]) for one in people]
        for report in reports_of(evidence, journey):
            request = report.call.request
            query = [text for pair in request.query for text in pair]
            said = unquote(" ".join([*request.segments, *query])) + request.body.decode("utf-8", "replace")
            found = [mark for mark in marks if mark.casefold() in said.casefold()]
            expect_none("patient in a month's report", found, report.call, "Send counts alone.")
            told = strange(of_json(report.call.request.json), known_in(evidence, journey.id))
            expect_none("patient in a month's report", told, report.call, "Send counts alone.")


@criterion("MYR-07")
def test_a_report_without_an_answer_is_sent_again_as_it_was(evidence: EvidenceView):
    """Under the same reference and in the same words, so that MYS knows it again."""
    for journey in evidence.each():
        lost = [report for report in own(evidence, journey) if report.call.response.status == 0]
        if not lost:
            raise NotShown(f"journey {journey.id}: every report got its answer")
        for report, apart in through(lost):
            with apart:
                later = [other for other in own(evidence, journey) if other.call.seq > report.call.seq]
                if not later:
                    raise NotShown(f"journey {journey.id}: nothing was reported after the answer was lost")
                expect_equal("the reference", report.reference, later[0].reference, later[0].call)
                same = later[0].body == report.body
                expect(same, "the very same report", Words("another under its reference"), later[0].call)


@criterion("MYR-08")
def test_what_is_shown_of_a_report_is_what_was_sent(evidence: EvidenceView):
    """Figures as sent; accepted only with MYS's own id."""
    for journey in evidence.each():
        for seen, apart in through(journey.observations("report_month")):
            with apart:
                shown = seen.shown.get("report") or {}
                sent = [report for report in reports_of(evidence, journey) if report.seen is seen]
                if not sent:
                    continue
                expect_equal("the figures", sent[-1].figures, shown.get("figures"), seen)
                answer = sent[-1].call.response
                given = answer.json.get("submissionId") if sent[-1].is_taken else ""
                accepted = shown.get("status") == "accepted"
                expect_equal("whether it is shown as accepted", sent[-1].is_taken, accepted, seen)
                expect_equal("the submission id", given, shown.get("submission_id") or "", seen)
