"""A report that comes late, after its case was worked from an e-mail, is flagged and claimed once.

Source: Community Pharmacy England, NHS 111 referrals outage, 5 August 2022 (interface sheet mesh-itk3-nhsmail-mys,
section C2, checks F5 83 and F6 87).
"""

from cpcs_harness.formats.json_parts import objects_in
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotApplicable,
    NotMet,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_none,
)
from cpcs_harness.judging.in_words import Words

from .._shared.nhs111_report.messages import name_of, sent_as
from .._shared.nhs111_report.worklists import asking_for_work, last_look, rows_of_report
from .._shared.screen import looks

HANDLED, RELATED = "already-handled", "related-case"
BOTH_WAYS = "by both ways"
"""The report of a case whose e-mail comes after it."""
TAKEN = (200, 201)
TODO = "Know the case again by its reference and id, and say so."


def late_reports(journey: JourneyView) -> list[ExchangeView]:
    """Give the report that was sent after the case was claimed, and its newer version; NotShown when not worked before.

    To a system by which no case can be worked from an e-mail this does not apply: none has to be (GPR-05 is for who
    declares it).
    """
    reports = journey.sent("nhs111", "send_report", at_least=0)
    if not reports and any((seen.action, seen.status) == ("key_referral", "cannot") for seen in journey.seen):
        raise NotApplicable(
            "a case that came by e-mail can neither be keyed in nor is it read from the mailbox"
        )
    sent = [call for call in journey.sent("nhs111", "send_report") if name_of(call) != BOTH_WAYS]
    late = sent[0]
    claims = [call for call in journey.exchanges("mys", "submit_claim") if call.response.status in TAKEN]
    worked = any(seen.seq < late.seq for seen in journey.observations("complete"))
    if not worked or not any(call.seq < late.seq for call in claims):
        raise NotShown(f"journey {journey.id}: the case was not worked and claimed before the report came")
    return sent


def flags(journey: JourneyView, document_id: str, after: int) -> list[ObservationView]:
    """Give what told the pharmacist that the case was handled: its own screen, or an alert of its referral."""
    seen_after = [seen for seen in journey.seen if seen.seq > after and seen.status == "done"]
    opened = [seen for seen in seen_after if seen.action == "open_referral" and seen.about == document_id]
    names = {str(seen.referral) for seen in opened}
    alerts = [seen for seen in seen_after if seen.action == "list_alerts"]
    flagged = [
        seen for seen in opened if any(is_handled(notice) for notice in seen.shown.get("notices") or [])
    ]
    return flagged + [
        seen
        for seen in alerts
        if any(
            is_handled(alert) and str(alert.get("referral")) in names
            for alert in seen.shown.get("alerts") or []
        )
    ]


def _flagged_by(seen: ObservationView) -> list[str]:
    """Give the referrals that a screen or a list of alerts flags as handled."""
    if seen.action == "open_referral":
        return [str(seen.referral)]
    return [str(alert.get("referral")) for alert in seen.shown.get("alerts") or [] if is_handled(alert)]


def _document(call: ExchangeView) -> str:
    return str(call.facts["report"]["document_id"])


def is_handled(told: dict) -> bool:
    """Say whether a notice or an alert says that the case was handled already."""
    return told.get("kind") == HANDLED


@criterion("N111-35")
def test_a_late_report_of_a_case_worked_from_an_email_is_flagged(evidence: EvidenceView):
    """It is taken in, and the pharmacist is told that the case was handled already."""
    for journey in evidence.each():
        late = late_reports(journey)[0]
        expect(late.response.status == 200, "the late report taken in", late.response.status, late)
        document = _document(late)
        if not any(seen.seq > late.seq for seen in journey.shown_of(document)):
            raise NotShown(f"journey {journey.id}: no referral of the case was opened after the report came")
        told = flags(journey, document, late.seq)
        expect(bool(told), f"a notice or an alert of kind {HANDLED}", Words("none"), late, TODO, "absent")


@criterion("N111-35")
def test_no_late_report_of_a_case_worked_from_an_email_asks_for_work_unflagged(evidence: EvidenceView):
    """Neither the first nor its newer version: a row of its own that asks for work is flagged."""
    for journey in evidence.each():
        sent = late_reports(journey)
        report, at = sent[-1].facts["report"], last_of_it(journey, sent[-1])
        due = {str(row.get("referral")) for row in asking_for_work(rows_of_report(report, at))}
        told = [seen for call in sent for seen in flags(journey, _document(call), call.seq)]
        flagged = {name for seen in told for name in _flagged_by(seen)}
        expect_none("row of the case that asks for work and is not flagged", due - flagged, at, TODO)


@criterion("N111-35")
def test_a_case_that_came_by_report_and_by_email_asks_for_work_once(evidence: EvidenceView):
    """Beside the first row each further one says that there is another of the case, or that it was handled."""
    for journey in evidence.each():
        late = late_reports(journey)[-1]
        (call,) = sent_as(journey, BOTH_WAYS)
        if not any(seen.seq > call.seq for seen in entered(journey)):
            raise NotApplicable("no e-mail of NHS 111 is keyed in or read")
        report, at = call.facts["report"], last_look(journey, call)
        before = {str(row.get("referral")) for row in rows_of_report(report, last_of_it(journey, late))}
        rows = {str(row.get("referral")) for row in asking_for_work(rows_of_report(report, at))} - before
        told = {str(seen.referral) for seen in journey.shown_of(_document(call)) if is_told(seen)}
        told |= {name for seen in flags(journey, _document(call), call.seq) for name in _flagged_by(seen)}
        unflagged = sorted(rows - told)
        expect(len(unflagged) < 2, "one row of the case that asks for work", unflagged, at, TODO)


def last_of_it(journey: JourneyView, late: ExchangeView) -> ObservationView:
    """Give the last look at a late report's pharmacy before another case of its patient came; none is NotShown."""
    others = [call.seq for call in journey.sent("nhs111", "send_report") if name_of(call) == BOTH_WAYS]
    ods, until = late.facts["report"]["premises"]["ods"], min(others, default=float("inf"))
    before = [seen for seen in looks(journey, ods, late.seq) if seen.seq < until]
    if not before:
        raise NotShown(f"journey {journey.id}: pharmacy {ods} was shown no worklist before another case came")
    return before[-1]


def entered(journey: JourneyView) -> list[ObservationView]:
    """Give each time that an e-mail's case could have got in beside its report: keyed, or read from the mailbox."""
    return [
        seen
        for action in ("key_referral", "collect_messages")
        for seen in journey.attempts(action, at_least=0)
    ]


def is_told(seen: ObservationView) -> bool:
    """Say whether a referral's screen says that there is another of its case, or that it was handled."""
    return any(notice.get("kind") in (HANDLED, RELATED) for notice in seen.shown.get("notices") or [])


@criterion("N111-35")
def test_a_late_report_of_a_case_worked_from_an_email_is_claimed_once(evidence: EvidenceView):
    """One client reference, and one claim that MYS took, however often claims are submitted."""
    for journey in evidence.each():
        late = late_reports(journey)[0]
        again = [seen for seen in journey.attempts("submit_claims") if seen.seq > late.seq]
        if not again:
            raise NotShown(f"journey {journey.id}: claims were not submitted after the report came")
        calls = journey.exchanges("mys", "submit_claim")
        taken = {call.request.body: call for call in calls if call.response.status in TAKEN}
        references = {client_reference(journey, call): call for call in calls}
        if len(references) > 1 or len(taken) > 1:
            found = list(references.values() if len(references) > 1 else taken.values())
            at, ids = "; and ".join(call.where for call in found), [call.id for call in found]
            raise NotMet("one claim for the case", f"{len(found)}", at=at, exchanges=ids, timing="repeated")


def client_reference(journey: JourneyView, call: ExchangeView) -> str:
    """Give the client reference of a claim."""
    system = journey.profiles["mys"]["systems"]["client_reference"]
    found = objects_in(call.request.json, "identifier")
    return next((str(own.get("value")) for own in found if own.get("system") == system), "")
