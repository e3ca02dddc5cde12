"""Versions of a document: the newest counts, in whatever order they come.

Source: Technical Guidance for templated CDA domains V4.0, section 16 (interface sheet nhs111-itk22, 6.3, cases S05 to
S09, S12 and A17).
"""

import re

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotApplicable,
    NotShown,
    ObservationView,
    criterion,
)
from cpcs_harness.times import moment_of

from .._shared.nhs111_report.expectations import Wrong, expect_right
from .._shared.nhs111_report.messages import AFTER_THE_CLOSE, SERVICE, Plain, report_of, sent_as
from .._shared.nhs111_report.shown import case_faults, text_faults
from .._shared.nhs111_report.worklists import asking_for_work, rows_of_case
from .._shared.text import plain_reference
from ._stories import Story, expect_each, story_of

REPLACED = ("replaced", "tenth", "parent-unseen", "nothing-before", "parent-unnamed")
BACKWARDS = ("backwards", "tenth-backwards")
SETS = ("repeat-caller", "repeat-caller-offsets")
OPENED = ("replaced", *SETS, "repeat-caller-wrong-clock")
STARTED = ("contacted", "consulted")
NOTICES = ("replaced-after-start", "replaced")
ALERT = "referral-updated"
SAYS_EARLIER = re.compile(
    r"earlier|older|superseded|replac|previous|former|histor|newer|not (?:the )?(?:current|latest|newest|document|one)",
    re.IGNORECASE,
)
"""What a notice says beside a document that another took the place of."""
WANTS_A_RECORD = re.compile(r"record|consultation", re.IGNORECASE)
STARTS = ("record_contact_attempt", "record_consultation")


@criterion("N111-26")
def test_a_newer_version_takes_the_older_ones_place(evidence: EvidenceView):
    """One row with the newer words; also where the older one was never seen, or is not named."""
    for journey in evidence.each():
        todo = "Go by setId and versionNumber; the parent need not be there."
        expect_each(
            journey,
            REPLACED,
            not_current,
            "one row, and the newest version shown",
            todo,
        )


@criterion("N111-27")
def test_a_newer_version_that_comes_into_the_work_is_shown_and_told(evidence: EvidenceView):
    """The newest words, and a notice or an alert that they changed."""
    for journey in evidence.each():
        started: list[Story] = []

        def faults(story: Story, started: list[Story] = started) -> Wrong:
            if not starts(story):
                return []
            started.append(story)
            told: Wrong = [] if is_told(story) else [(f"{story.name}: nobody is told", story.look)]
            return told + not_current(story, alone=False)

        due, todo = "the newest version shown, and the pharmacist told of it", "Tell whoever works on it."
        expect_each(journey, STARTED, faults, due, todo)
        if not started:
            raise NotShown(f"journey {journey.id}: no work was begun before the newer version came")


@criterion("N111-27")
def test_what_was_recorded_before_a_newer_version_stays(evidence: EvidenceView):
    """The consultation can be closed on what was recorded, or is still shown."""
    for journey in evidence.each():
        story = story_of(journey, "consulted")
        if "record_consultation" not in {seen.action for seen in starts(story)}:
            raise NotShown(
                f"journey {journey.id}: no consultation was recorded before the newer version came"
            )
        after = [
            seen for seen in about(story) if seen.seq > story.calls[-1].seq and seen.action == "complete"
        ]
        if not after:
            raise NotShown(f"journey {journey.id}: nobody tried to close the consultation")
        recorded = starts(story)[-1].given["assessment"]
        last = after[-1]
        if last.status == "done" or any(recorded in str(seen.shown) for seen in story.opened):
            continue
        if last.status == "refused" and WANTS_A_RECORD.search(last.told):
            lost: Wrong = [(f"complete ended {last.status}: {last.told}", last)]
            expect_right("what was recorded still there", lost, "Keep it when a newer version comes.")
        raise NotShown(
            f"journey {journey.id}: complete ended {last.status}: {last.told}", exchanges=[last.id]
        )


@criterion("N111-27")
def test_a_newer_version_that_comes_after_the_close_is_told(evidence: EvidenceView):
    """Whoever saw the patient learns of it, beside the referral, by an alert or on the worklist; or its sender does."""
    for journey in evidence.each():
        call = sent_as(journey, AFTER_THE_CLOSE)[-1]
        case = str(report_of(call)["case_reference"])
        own = [one.facts["report"]["document_id"] for one in journey.sent(SERVICE) if of_case(one, case)]
        done = [
            seen for seen in journey.observations("complete") if seen.about in own and seen.status == "done"
        ]
        if not done:
            raise NotShown(f"journey {journey.id}: no consultation was closed before a newer version came")
        if call.response.status >= 300 or is_told_after(journey, call, str(done[-1].referral)):
            continue
        lost: Wrong = [("nobody is told of the newer version", call)]
        todo = (
            "Tell the pharmacist also where the consultation is closed: the patient may need somebody again."
        )
        expect_right("the pharmacist told of a newer version after the close", lost, todo)


def of_case(call: ExchangeView, case: str) -> bool:
    """Say whether a report is of a case."""
    return str(report_of(call)["case_reference"]) == case


def is_told_after(journey: JourneyView, call: ExchangeView, referral: str) -> bool:
    """Say whether anything shows after a message that it came, and did not before: an alert, a notice or a row."""
    done = [seen for seen in journey.seen if seen.status == "done"]
    before, after = [one for one in done if one.seq < call.seq], [one for one in done if one.seq > call.seq]
    known = [told for seen in before for told in told_of(seen, referral)]
    if any(told not in known for seen in after for told in told_of(seen, referral)):
        return True
    rows = [at_work(call, seen) for seen in before if seen.action == "worklist"][-1:] or [set()]
    return any(at_work(call, seen) - rows[0] for seen in after if seen.action == "worklist")


def told_of(seen: ObservationView, referral: str) -> list[Plain]:
    """Give the notices and alerts of one screen by which somebody learns of a newer version of a referral."""
    if seen.action == "open_referral" and str(seen.referral) == referral:
        return [notice for notice in notices(seen) if notice.get("kind") in NOTICES]
    alerts = seen.shown.get("alerts") or () if seen.action == "list_alerts" else ()
    return [alert for alert in alerts if (alert.get("kind"), str(alert.get("referral"))) == (ALERT, referral)]


def at_work(call: ExchangeView, look: ObservationView) -> set[str]:
    """Name the referrals of a message's case that ask for work on a worklist."""
    return {str(row.get("referral")) for row in asking_for_work(rows_of_case(report_of(call), look))}


@criterion("N111-28")
def test_an_older_version_that_comes_later_changes_nothing(evidence: EvidenceView):
    """The newer one stays the one that is shown."""
    for journey in evidence.each():
        todo = "Go by versionNumber, and not by arrival."
        expect_each(
            journey,
            BACKWARDS,
            not_current,
            "one row, and the newest version shown",
            todo,
        )


@criterion("N111-32")
def test_the_newest_document_of_a_repeat_callers_set_is_current(evidence: EvidenceView):
    """By its effectiveTime, wherever it stands in the message."""
    for journey in evidence.each():
        todo = "Go by effectiveTime, and read its offset."
        expect_each(journey, SETS, newest_faults, "the newest document of the set shown as current", todo)


def newest_faults(story: Story) -> Wrong:
    """Say so where the newest document of a set is not the one that is shown."""
    newest = max(documents(story), key=lambda report: moment_of(report["created"]))
    wrong: Wrong = list(story.not_taken())
    if not any(shows(seen, newest) for seen in story.screens(story.active)):
        said = f"{story.name}: the newest document is not shown; {len(story.opened)} were opened"
        wrong.append((said, story.look))
    return wrong


@criterion("N111-63")
def test_each_document_of_a_set_or_line_of_versions_can_be_opened(evidence: EvidenceView):
    """On a row of its own, or from the history; also where a wrong clock has one of them come first."""
    for journey in evidence.each():
        todo = "Keep each document whole; list it in `history`, and open it by `document` of `open_referral`."
        expect_each(journey, OPENED, shown_nowhere, "each document that came, to be read", todo)


def shown_nowhere(story: Story) -> Wrong:
    """Name the documents of a story that no screen shows."""
    own = {report["document_id"] for report in documents(story)}
    screens = [seen for seen in story.journey.observations("open_referral") if seen.about in own]
    return [
        (f"{story.name}: document {number} of {len(documents(story))} is shown nowhere", story.look)
        for number, report in enumerate(documents(story), start=1)
        if not any(shows(seen, report) for seen in screens if seen.seq > story.calls[-1].seq)
    ]


@criterion("N111-63")
def test_an_earlier_document_is_shown_as_one(evidence: EvidenceView):
    """A notice beside it, which the document to act on has not."""
    looked = False
    for journey in evidence.each():
        wrong: Wrong = []
        for seen, current in earlier_opened(journey):
            looked = True
            own = [str(notice) for notice in notices(seen) if notice not in notices(current)]
            if not any(map(SAYS_EARLIER.search, own)):
                said = f"document {seen.given['document']} is shown as the one to act on"
                wrong.append((said, seen))
        todo = "Say beside an earlier document that it is one: a notice `earlier-document`."
        expect_right("an earlier document shown as one", wrong, todo)
    if not looked:
        raise NotApplicable("no earlier document was opened in place of the one to act on")


def earlier_opened(journey: JourneyView) -> list[tuple[ObservationView, ObservationView]]:
    """Give each look at an earlier document of a referral, with the last look before it at the one to act on."""
    screens = journey.observations("open_referral")
    found = []
    for seen in (one for one in screens if one.given.get("document")):
        before = [
            one
            for one in screens
            if one.referral == seen.referral and one.seq < seen.seq and not one.given.get("document")
        ]
        wanted = plain_reference(seen.given["document"])
        if before and shown_document(seen) == wanted != shown_document(before[-1]):
            found.append((seen, before[-1]))
    return found


def shown_document(seen: ObservationView) -> str:
    """Give the id of the document that a screen shows."""
    return plain_reference(seen.shown.get("document_id"))


def notices(seen: ObservationView) -> list[Plain]:
    """Give the notices of a screen."""
    return [one for one in seen.shown.get("notices") or () if isinstance(one, dict)]


def documents(story: Story) -> list[Plain]:
    """Give every document that a story's messages carried."""
    return [report for sent in story.reports for report in (sent, *sent["earlier"])]


def shows(seen: ObservationView, report: Plain) -> bool:
    """Say whether a screen shows a report's text and case."""
    return not text_faults(report, seen.shown) + case_faults(report, seen.shown)


def not_current(story: Story, alone: bool = True) -> Wrong:
    """Say why the newest version of a story is not the one that is current, in the one row or in any.

    Whether what comes after a newer version is acknowledged is not said anywhere.
    """
    versions = [int(report["version"]) for report in story.reports]
    newest = max(
        range(len(versions)), key=lambda place: (versions[place], place)
    )  # a copy of it comes before it
    due = {call.id for call in story.calls[: newest + 1]}
    wrong: Wrong = [fault for fault in story.not_taken() if fault[1].id in due]
    if not story.active or (alone and len(story.active) != 1):
        return [*wrong, (f"{story.name}: {len(story.active)} rows", story.look)]
    screens = story.screens(story.active)
    if not screens:
        raise NotShown(f"journey {story.journey.id}: {story.name} was listed, and not opened")
    faults = [(text_faults(story.reports[newest], seen.shown), seen) for seen in screens]
    least, seen = min(faults, key=lambda pair: len(pair[0]))
    return wrong + [(f"{story.name}: {fault}", seen) for fault in least]


def about(story: Story) -> list[ObservationView]:
    """Give everything that was done about a story's documents."""
    ids = {report["document_id"] for report in story.reports}
    return [seen for seen in story.journey.seen if seen.about in ids]


def starts(story: Story) -> list[ObservationView]:
    """Give what began the work before the last message came."""
    last = story.calls[-1].seq
    return [
        seen for seen in about(story) if seen.action in STARTS and seen.status == "done" and seen.seq < last
    ]


def is_told(story: Story) -> bool:
    """Say whether a screen has a notice of the newer version, or an alert is about its referral."""
    notices = [notice for seen in story.opened for notice in seen.shown.get("notices") or ()]
    if any(notice.get("kind") in NOTICES for notice in notices):
        return True
    names = {str(row.get("referral")) for row in story.rows}
    last = story.calls[-1].seq
    looks = [seen for seen in story.journey.seen if seen.action == "list_alerts" and seen.seq > last]
    alerts: list[Plain] = [alert for seen in looks for alert in seen.shown.get("alerts") or ()]
    return any(alert.get("kind") == ALERT and str(alert.get("referral")) in names for alert in alerts)
