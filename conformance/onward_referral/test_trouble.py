"""Onward referrals by NHSmail that are refused, unanswered, or come back: what is shown, and who is sent what next.

Source: interface sheet mesh-itk3-nhsmail-mys, C3 (what a mailbox answers); model of the project,
docs/reference/onward-model.md.
"""

from functools import partial

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotMet,
    NotShown,
    ObservationView,
    criterion,
    expect,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.mails import recipients
from ._addresses import addresses_of
from ._onward import NOBODY, TAKEN, Referred, each_done, each_tried, identity, onward_of
from ._tries import Sent, expect_told


@criterion("ONW-07")
def test_what_was_not_taken_is_shown_as_such(evidence: EvidenceView):
    """Where NHSmail refuses, or does not answer, the action does not end as done, and the referral stays open."""
    looked = False
    for found in each_tried(evidence):
        sent = [Sent(mail, frozenset(recipients(mail)), not not_taken(mail)) for mail in found.mails]
        to = partial(chosen, found)
        looked = expect_told(found, sent, to) or looked
    if not looked:
        raise NotShown("no onward referral was refused or left unanswered")


def chosen(found: Referred, seen: ObservationView) -> set[str]:
    """Give the addresses at which a try may have reached its pharmacy."""
    return addresses_of(found.journey, seen.given["ods"])


def not_taken(mail: ExchangeView) -> bool:
    """Say whether NHSmail did not say that it took an e-mail."""
    return mail.response.start.get("code") != TAKEN


@criterion("ONW-08")
def test_what_came_back_is_shown_to_the_pharmacist(evidence: EvidenceView):
    """An e-mail that comes back puts the referral back into the work, and an alert says so."""
    back = [
        (found, mail)
        for found in each_tried(evidence)
        for mail in found.mails
        if mail.facts.get("undelivered")
    ]
    if not back:
        raise NotShown("no onward referral came back")
    for (found, mail), apart in through(back):
        with apart:
            looked = [seen for seen in found.of("open_referral") if seen.seq > mail.seq]
            if not looked:
                raise NotShown(
                    f"journey {found.journey.id}: the referral of {found.name} was not opened after it came back"
                )
            seen = looked[0]
            _expect_undelivered(seen, sum(one is found and other.seq <= mail.seq for one, other in back))
            kinds = alerts_of(found, seen.shown.get("referral"))
            due = "an alert that the referral came back"
            expect("onward-undelivered" in kinds, due, kinds, seen, timing="absent")


def _expect_undelivered(seen: ObservationView, came: int) -> None:
    """Raise NotMet unless a referral is open again, and shows as many as came back as not delivered."""
    shown = sorted(str(known.get("status")) for known in onward_of(seen))
    none = [status for status in shown if status in NOBODY]
    expect(len(none) >= came, f"{came} shown as not delivered", shown, seen, timing="absent")
    status = seen.shown.get("status")
    expect(status in ("new", "open"), "an open referral", status, seen)


def alerts_of(found: Referred, referral: object) -> list[str]:
    """Give the kinds of the alerts about a referral, wherever they were looked at."""
    listed = [shown.shown.get("alerts") or () for shown in found.journey.observations("list_alerts")]
    alerts = [alert for alerts in listed for alert in alerts if isinstance(alert, dict)]
    return sorted({str(alert.get("kind")) for alert in alerts if alert.get("referral") == referral})


@criterion("ONW-08")
def test_what_came_back_goes_to_the_next_pharmacy_once(evidence: EvidenceView):
    """As after any failure: the pharmacy that was chosen next has one e-mail, and the first no second one."""
    expect_next(evidence)


@criterion("ONW-09")
def test_a_failed_referral_goes_to_the_next_pharmacy_once(evidence: EvidenceView):
    """After a failure the pharmacy that was chosen next has one e-mail, and the first has no second one."""
    expect_next(evidence)


def expect_next(evidence: EvidenceView) -> None:
    """Hold what was sent after a failure against which pharmacy was chosen next; nobody referred again is NotShown."""
    again = [found for found in each_done(evidence) if len(found.tries) > 1]
    if not again:
        raise NotShown("nobody was referred onward once more")
    for found in again:
        seen = found.done[-1]
        addresses = addresses_of(found.journey, seen.given["ods"])
        taken = [mail for mail in found.mails if addresses & set(recipients(mail))]
        if not taken:
            due = f"an e-mail to {' or '.join(sorted(addresses)) or 'a secure address'}"
            raise NotMet(due, "none", at=seen.where, exchanges=[seen.id], timing="absent")
        for other in sorted({tuple(recipients(mail)) for mail in found.mails}):
            ids = {identity(mail) for mail in found.mails if tuple(recipients(mail)) == other}
            expect(len(ids) == 1, f"one e-mail to {', '.join(other)}", Words(f"{len(ids)}"), taken[0])
