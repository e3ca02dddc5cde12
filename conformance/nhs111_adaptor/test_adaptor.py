"""Reports from the 111 Adaptor: taken from the queue, listed, shown, and not doubled.

What the adaptor itself loses is not looked at: the use of telephone numbers, local patient ids, copies to others.

Source: 111 Adaptor 2.0.0, FHIR STU3 output and queue (interface sheet nhs111-itk22, section 5).
"""

from collections.abc import Mapping

from cpcs_harness.judging import (
    EvidenceView,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_none,
    expect_same,
    through,
)
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.nhs111_report.expectations import expect_code
from .._shared.nhs111_report.sections import flattened
from .._shared.nhs111_report.shown import number_faults, person_as_sent, sender_faults
from .._shared.nhs111_report.worklists import asking_for_work, rows_of_report
from .._shared.screen import expect_patient, looks, opened
from .._shared.text import plain_name, plain_reference
from ._reports import copies, handed, missing_people, sound, strays, told, words


@criterion("ADP-01")
def test_a_bundle_becomes_a_referral_of_the_addressed_pharmacy(evidence: EvidenceView):
    """On the worklist of the pharmacy that the bundle names as its destination, and on no other."""
    for (journey, call), apart in through(sound(evidence)):
        with apart:
            report = call.facts["report"]
            ods = report["premises"]["ods"]
            seen = looks(journey, ods, call.seq)[-1]
            expect(
                bool(rows_of_report(report, seen)),
                "the referral on the worklist",
                Words("no row of it"),
                seen,
            )
            for seen in journey.observations("worklist"):
                here = seen.actor["ods"] == ods
                rows = rows_of_report(report, seen)
                expect(here or not rows, f"no row at {seen.actor['ods']}", rows, seen)


@criterion("ADP-01")
def test_a_copy_for_information_is_no_work(evidence: EvidenceView):
    """Not on the worklist once what came after it is, or there as what is done with: somebody else has the patient."""
    found = copies(evidence)
    if not found:
        raise NotShown("no copy was handed on")
    for (journey, call), apart in through(found):
        with apart:
            last = [later for owner, later in sound(evidence) if owner.id == journey.id][-1]
            seen = looks(journey, last.facts["report"]["premises"]["ods"], last.seq)[-1]
            if last.seq < call.seq or not rows_of_report(last.facts["report"], seen):
                raise NotShown(f"{call.where}: nothing that came after the copy is listed")
            rows = asking_for_work(rows_of_report(call.facts["report"], seen))
            expect_none("row of a copy that asks for work", rows, seen, "Go by MessageHeader.event.")


@criterion("ADP-02")
def test_a_referral_is_shown_as_the_bundle_says(evidence: EvidenceView):
    """Patient, disposition, practice, case, and every section, each time that it was opened while it was current."""
    for journey in evidence.each():
        reports = [call.facts["report"] for owner, call in sound(evidence) if owner.id == journey.id]
        shown = [(report, seen) for report in reports for seen in journey.shown_of(report["document_id"])]
        if not shown:
            raise NotShown(f"journey {journey.id}: no referral that the adaptor handed on was opened")
        for report, seen in shown:
            expect_referral(report, seen)


def expect_referral(report, seen) -> None:
    """Raise NotMet unless a referral is shown as its bundle says."""
    expect_patient(person_as_sent(report), seen)
    disposition, practice = seen.shown.get("disposition") or {}, seen.shown.get("practice") or {}
    expect_code(report["disposition_code"], disposition.get("code"), seen)
    expect_same("the disposition", report["disposition_text"], disposition.get("text"), seen)
    expect_same("the practice", report["person"]["practice"]["ods"], practice.get("ods"), seen)
    due = {plain_reference(report[key]) for key in ("case_reference", "case_id")}
    said = {plain_reference(seen.shown.get(key)) for key in ("case_reference", "case_id")}
    expect(bool(due & said), f"case reference or case id, of {in_words(sorted(due))}", sorted(said), seen)
    wrong = [*number_faults(report, seen.shown), *missing_people(report, seen.shown)]
    wrong += sender_faults(report, seen.shown)
    expect(
        not wrong,
        "NHS number, telephones, caller and sender as sent",
        wrong,
        seen,
        "Show them, whatever use they have.",
    )
    expect_sections(report, seen)
    expect_none("thing shown that was not sent", strays(report, seen.shown), seen)


def expect_sections(report, seen) -> None:
    """Raise NotMet unless every section is shown, with its title and whole text; one within another there, or so."""
    shown = {
        plain_name(words(section.get("title")).rstrip(":")): section.get("text")
        for section in seen.shown.get("sections") or []
    }
    for section, is_within in flattened(report["sections"]):
        title, due = words(section["title"]), told(section, section["text"])
        came = told(section, under(plain_name(title), shown))
        others = [told(section, text) for text in shown.values()]
        stands = is_within and any(title in text and due in text for text in others)
        # Who shows sections within their own has their words after its own.
        came = due if stands or (section.get("inside") and came.startswith(due)) else came
        expect_equal(f"the text of {in_words(title)} ({len(due)} characters)", due, came, seen)


def under(title: str, shown: Mapping[str, object]) -> object:
    """Give the text under a title, before which the titles of the sections around it may stand; None where none is."""
    found = (text for known, text in shown.items() if known.endswith(f" {title}"))
    return shown[title] if title in shown else next(found, None)


@criterion("ADP-03")
def test_a_bundle_that_comes_twice_is_one_referral_and_a_newer_version_replaces(evidence: EvidenceView):
    """One row after repeats and after a newer version, and the newer version's text when it is opened."""
    for journey in evidence.each():
        calls = [call for owner, call in sound(evidence) if owner.id == journey.id]
        own = [call for call in calls if call.facts["report"]["set_id"] == journey.report["set_id"]]
        newer = [call for call in own if call.facts["report"]["version"] > journey.report["version"]]
        if len(own) - len(newer) < 2 or not newer:
            raise NotShown(f"journey {journey.id}: no bundle came twice, or no newer version came")
        # Those that came after it are listed, so the queue was read beyond it.
        after = [call for call in calls if call.seq > newer[-1].seq]
        seen = looks(journey, journey.report["premises"]["ods"], newer[-1].seq)[-1]
        if not any(rows_of_report(call.facts["report"], seen) for call in after):
            raise NotShown(f"journey {journey.id}: nothing that came after the newer version is listed")
        expect_equal("the number of rows", 1, len(rows_of_report(journey.report, seen)), seen)
        report = newer[-1].facts["report"]
        for seen in opened(journey, report["document_id"]):
            expect_sections(report, seen)


@criterion("ADP-04")
def test_what_cannot_be_read_stops_nothing_after_it(evidence: EvidenceView):
    """The bundle that came after the unreadable ones is listed."""
    for journey in evidence.each():
        own = [call for owner, call in handed(evidence) if owner.id == journey.id]
        bad = [call for call in own if call.facts["damage"]]
        after = [call for call in own if bad and call.seq > bad[-1].seq and not call.facts["damage"]]
        if not after:
            raise NotShown(f"journey {journey.id}: nothing was handed on after a bundle that cannot be read")
        report = after[-1].facts["report"]
        seen = looks(journey, report["premises"]["ods"], after[-1].seq)[-1]
        todo = "Put aside what cannot be read, and go on with the next message."
        listed = bool(rows_of_report(report, seen))
        expect(listed, "the referral on the worklist", Words("no row of it"), seen, todo)
