"""Payloads that are encoded, documents that lack mandatory elements, and what is half addressed.

Source: NHS 111 Domain Message Specification v2.1 RC1; ITK Distribution Envelope definition v1.1 (interface sheet
nhs111-itk22, 6.2, cases R05, R14, R17 to R20, R27 and R28).
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown, Unseen, criterion
from cpcs_harness.times import moment_of

from .._shared.nhs111_report.expectations import Wrong, expect_right, expect_shown
from .._shared.nhs111_report.messages import END, INCOMPLETE, Plain, is_taken, name_of, report_of, sent_as
from .._shared.nhs111_report.shown import disposition_faults, faults_of, identity_faults, text_faults
from .._shared.nhs111_report.worklists import end_look, rows_of_case, rows_of_report
from ._damages import ENCODED, MONTH_13, OF_TWO_PEOPLE, is_refused, listed, rows_about, unclear

OF_NUMBERS = {"number-not-verified", "number-not-valid"}
"""Notices that say nothing of what a document lacks."""
LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
"""How far a time may be off that is shown by its day alone, or in another zone."""
OF_NO_KIND = ("unknown-template", "unknown-message-type")
WITHOUT_ID = (
    *("no-document-id", "document-id-null", "last-without-id", "last-id-null"),
    *("no-set-id", "set-id-null"),
)
"""Two patients' documents, alone and behind another in a set: the same to whoever knows them by their ids alone."""


@criterion("N111-19")
def test_a_packed_payload_is_unpacked_or_refused(evidence: EvidenceView):
    """Where it was taken, the referral shows what was packed, and not how it travelled."""
    for journey in evidence.each():
        calls = sent_as(journey, *ENCODED)
        end_look(journey, calls[-1].seq)
        taken, refused = _parted(calls)
        if taken:
            todo = "Decode what the manifest says is packed, or refuse it."
            expect_shown(journey, taken, "what was packed, in plain words", _unpacked(journey), todo)
        if refused:
            expect_right("nothing listed of what was refused", listed(journey, refused))


def _unpacked(journey: JourneyView) -> Callable[[Plain, Plain], list[str]]:
    """Give what says how a packed report is shown otherwise than it was sent, and a plain one is not.

    What is wrong with every report (a name, a long text) has nothing to do with packing: others judge it.
    """
    plain = sent_as(journey, END)[-1]
    seen = journey.shown_of(report_of(plain)["document_id"])
    usual = set() if not seen else {_kind(fault) for fault in faults_of(report_of(plain), seen[-1].shown)}
    return lambda report, shown: [fault for fault in faults_of(report, shown) if _kind(fault) not in usual]


def _kind(fault: str) -> str:
    """Give what a fault is about, without what was sent and shown of one patient."""
    return re.split(r": sent|\d| is not shown| is shown", fault, maxsplit=1)[0]


@criterion("N111-20")
def test_a_document_that_lacks_what_is_needed_is_refused_or_flagged(evidence: EvidenceView):
    """Never a line that does not tell what is missing."""
    for journey in evidence.each():
        calls = sent_as(journey, *INCOMPLETE)
        taken, refused = _parted(calls)
        wrong: Wrong = []
        unseen = Unseen()
        for call in taken:
            with unseen:
                wrong += [(f"{name_of(call)}: {fault}", call) for fault in _hidden_gaps(journey, call)]
        todo = "Refuse the document, or show a notice of what it lacks."
        expect_right(
            "what is incomplete refused, or listed so that staff can see what is missing", wrong, todo
        )
        if refused:
            expect_right("nothing listed of what was refused", listed(journey, refused))
        unseen.tell()


@criterion("N111-20")
def test_an_unknown_template_or_version_is_refused_or_listed(evidence: EvidenceView):
    """Either is lawful, and so of documents and sets without an id; what was acknowledged must not be lost."""
    for journey in evidence.each():
        calls = sent_as(journey, *OF_NO_KIND, *WITHOUT_ID)
        expect_right("what was acknowledged on the worklist", lost(journey, calls))


@criterion("N111-20")
def test_no_time_is_made_up_for_a_document_of_month_13(evidence: EvidenceView):
    """Refused, or listed; as when it was written nothing is shown, what was sent, or a time until it came in."""
    for journey in evidence.each():
        (call,) = sent_as(journey, MONTH_13)
        expect_right("what was acknowledged on the worklist", lost(journey, [call]))
        if is_taken(call):
            todo = "Say that the time cannot be read; do not count on from it to another year."
            expect_shown(journey, [call], "no time that was made up", _made_up(call), todo)


def _made_up(call: ExchangeView) -> Callable[[Plain, Plain], list[str]]:
    """Give what says that a report is shown as written at a time that is neither its own nor that of its way here."""

    def faults(report: Plain, shown: Plain) -> list[str]:
        said = str(shown.get("created") or "")
        try:
            moment = datetime.fromisoformat(said)
        except ValueError:
            return []
        known = moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
        since, until = moment_of(report["created"]) - DAY, moment_of(call.clock) + DAY
        return [] if since <= known <= until else [f"month 13 was sent, and {said} is shown"]

    return faults


@criterion("N111-20")
def test_documents_of_two_people_are_refused_or_are_two_referrals(evidence: EvidenceView):
    """Whoever takes them for one patient's loses the other, or shows one what was said of the other."""
    for journey in evidence.each():
        (call,) = sent_as(journey, OF_TWO_PEOPLE)
        look = end_look(journey, call.seq)
        wrong = unclear([call])
        if is_taken(call):
            documents = [report_of(call), *report_of(call)["earlier"]]
            missing = [one for one in documents if not rows_of_case(one, look)]
            wrong += [
                (f"{name_of(call)}: case {one['case_id']} acknowledged, and not listed", look)
                for one in missing
            ]
        expect_right("a referral of each of the two", wrong)


@criterion("N111-15")
def test_a_tracking_id_in_lower_case_is_refused_or_listed(evidence: EvidenceView):
    """Either is lawful; what was acknowledged must not be lost."""
    for journey in evidence.each():
        calls = sent_as(journey, "lower-case-tracking-id")
        expect_right("what was acknowledged on the worklist", lost(journey, calls))


@criterion("N111-16")
def test_what_is_half_addressed_here_is_refused_or_listed(evidence: EvidenceView):
    """Organisation or service is known here, the other is not: either answer is lawful, but nothing is lost."""
    for journey in evidence.each():
        calls = sent_as(journey, "unknown-dos", "unknown-ods")
        expect_right("what was acknowledged on the worklist", lost(journey, calls))


def lost(journey: JourneyView, calls: list[ExchangeView]) -> Wrong:
    """Name the messages that were acknowledged, and are not on the worklist of their pharmacy."""
    look = end_look(journey, calls[-1].seq)
    return unclear(calls) + [
        (f"{name_of(call)}: acknowledged, and not listed", look)
        for call in calls
        if is_taken(call) and not rows_about(call, look)
    ]


def _parted(calls: list[ExchangeView]) -> tuple[list[ExchangeView], list[ExchangeView]]:
    expect_right("each message taken or refused", unclear(calls))
    return [call for call in calls if is_taken(call)], [call for call in calls if is_refused(call)]


def _is_blank_in_words(text: str) -> bool:
    """Say whether a place says in words that there is nothing to say; a value there would be made up."""
    return re.search(r"\b(unknown|not|none|no|missing)\b", text, re.IGNORECASE) is not None


def _hidden_gaps(journey: JourneyView, call: ExchangeView) -> list[str]:
    """Say why staff cannot see what an incomplete document lacks; nothing, where they can."""
    if not rows_of_report(report_of(call), end_look(journey, call.seq)):
        return ["acknowledged, and not listed"]
    opened = journey.shown_of(report_of(call)["document_id"])
    if not opened:
        raise NotShown(f"journey {journey.id}: {name_of(call)} was listed, and not opened")
    usual = [
        screen
        for call in sent_as(journey, END)
        for screen in journey.shown_of(report_of(call)["document_id"])
    ]
    notices = _notices(opened[-1].shown) - {said for seen in usual for said in _notices(seen.shown)}
    told = bool(notices) or _is_told(call, opened[-1].shown)
    return [] if told else ["listed without a word of what is missing"]


def _notices(shown: Mapping[str, Any]) -> set[str]:
    """Give the words of a screen's notices, but for those that are about NHS numbers."""
    held = [notice for notice in shown.get("notices") or () if notice.get("kind") not in OF_NUMBERS]
    return {str(notice["text"]) for notice in held if notice.get("text")}


def _is_told(call: ExchangeView, shown: Mapping[str, Any]) -> bool:
    """Say whether a screen has a word in the gap's place, or no gap: some readers find what others miss."""
    report, name = report_of(call), name_of(call)
    if name == "two-patients":
        return False
    disposition, patient = shown.get("disposition") or {}, shown.get("patient") or {}
    if name in ("no-disposition", "disposition-null"):
        return _is_blank_in_words(f"{disposition.get('code') or ''} {disposition.get('text') or ''}")
    if name == "no-patient":
        return _is_blank_in_words(f"{patient.get('name') or ''} {patient.get('family') or ''}")
    whole = [*identity_faults(report, shown), *disposition_faults(report, shown)]
    return not whole if name == "no-body" else not (whole or text_faults(report, shown))
