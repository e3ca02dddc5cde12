"""What an onward referral leaves behind: at the first pharmacy, at the second, with the practice and in the claim.

Source: interface sheet mesh-itk3-nhsmail-mys, C3 (what a mailbox answers), D2 and D3 (the claim); model of the project,
docs/reference/onward-model.md.
"""

from collections.abc import Iterable

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotMet,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_equal,
)

from .._shared.mails import recipients
from .._shared.outbound import holding, words
from .._shared.screen import looks, rows_of
from ._claims import claim_of, references, supporting
from ._onward import (
    NOBODY,
    Referred,
    address_of,
    each_tried,
    holds,
    identity,
    notifications,
    onward_of,
)


def last_look(found: Referred) -> ObservationView:
    """Give how the referral looked at the end; never opened is NotShown."""
    opened = found.of("open_referral")
    if not opened:
        raise NotShown(f"journey {found.journey.id}: the referral of {found.name} was not opened again")
    return opened[-1]


@criterion("ONW-06")
def test_the_first_pharmacy_sees_where_its_patient_went(evidence: EvidenceView):
    """The referral is no longer open there, and says which pharmacy has it."""
    for found in each_tried(evidence):
        if not found.done:
            continue
        seen = last_look(found)
        status = seen.shown.get("status")
        expect(
            status not in ("new", "open"), "a referral that is no longer open", status, seen, "Close it here."
        )
        due = {str(found.done[-1].given["ods"])}
        shown = {str(known.get("ods")) for known in onward_of(seen) if known.get("status") not in NOBODY}
        expect_equal("the pharmacy that the referral shows as having the patient", due, shown, seen)


@criterion("ONW-07")
def test_what_was_not_taken_is_shown_as_such(evidence: EvidenceView):
    """Where NHSmail refuses, or does not answer, the action does not end as done, and the referral stays open."""
    missed = [(found, mail) for found in each_tried(evidence) for mail in found.mails if not_taken(mail)]
    if not missed:
        raise NotShown("no onward referral was refused or left unanswered")
    for found, mail in missed:
        tried = tries_behind(found, mail)
        if not tried:
            continue  # it went to nobody who was chosen: ONW-01's
        todo = "Say that nobody has the patient, and what to do: the next pharmacy, or the telephone."
        failed = [seen for seen in tried if seen.status == "failed"]
        said = [seen.status for seen in tried]
        expect(bool(failed), "an action that ends failed", said, tried[0], todo, timing="order")
        looked = [seen for seen in found.of("open_referral") if seen.seq > failed[0].seq]
        for seen in looked[:1]:
            shown = {str(known.get("status")) for known in onward_of(seen)}
            expect(bool(shown & set(NOBODY)), "the failure at the referral", sorted(shown), seen)
            expect(
                seen.shown.get("status") in ("new", "open"),
                "an open referral",
                seen.shown.get("status"),
                seen,
            )


def tries_behind(found: Referred, mail: ExchangeView) -> list[ObservationView]:
    """Give the tries by which an e-mail may have gone that was not taken; none where it went once more by itself.

    By its address: when it is recorded in vain, the next try may have begun.
    """
    to = recipients(mail)
    tried = [seen for seen in found.tries if address_of(found.journey, seen.given["ods"]) in to]
    again = [other for other in found.mails if recipients(other) == to and not not_taken(other)]
    return [] if again and len(tried) == 1 else tried


def not_taken(mail: ExchangeView) -> bool:
    """Say whether NHSmail did not say that it took an e-mail."""
    return mail.response.start.get("code") != 250


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
    for found, mail in back:
        looked = [seen for seen in found.of("open_referral") if seen.seq > mail.seq]
        if not looked:
            raise NotShown(
                f"journey {found.journey.id}: the referral of {found.name} was not opened after it came back"
            )
        seen = looked[0]
        shown = {str(known.get("status")) for known in onward_of(seen)}
        expect(bool(shown & set(NOBODY)), "the referral shown as not delivered", sorted(shown), seen)
        expect(
            seen.shown.get("status") in ("new", "open"), "an open referral", seen.shown.get("status"), seen
        )
        kinds = alerts_of(found, seen.shown.get("referral"))
        expect("onward-undelivered" in kinds, "an alert that the referral came back", kinds, seen)


def alerts_of(found: Referred, referral: object) -> list[str]:
    """Give the kinds of the alerts about a referral, wherever they were looked at."""
    listed = [shown.shown.get("alerts") or () for shown in found.journey.observations("list_alerts")]
    alerts = [alert for alerts in listed for alert in alerts if isinstance(alert, dict)]
    return sorted({str(alert.get("kind")) for alert in alerts if alert.get("referral") == referral})


@criterion("ONW-08")
def test_what_came_back_goes_to_the_next_pharmacy_once(evidence: EvidenceView):
    """As after any failure: the pharmacy that was chosen next has one e-mail, and the first no second one."""
    expect_next(each_tried(evidence))


@criterion("ONW-09")
def test_a_failed_referral_goes_to_the_next_pharmacy_once(evidence: EvidenceView):
    """After a failure the pharmacy that was chosen next has one e-mail, and the first has no second one."""
    expect_next(each_tried(evidence))


def expect_next(tried: Iterable[Referred]) -> None:
    """Hold what was sent after a failure against which pharmacy was chosen next."""
    for found in tried:
        sent = [(address_of(found.journey, seen.given["ods"]), seen) for seen in found.done]
        if len(found.tries) < 2 or not sent:
            continue
        address, seen = sent[-1]
        taken = [mail for mail in found.mails if recipients(mail) == [address]]
        if not taken:
            raise NotMet(
                f"an e-mail to {address}", "none", at=seen.where, exchanges=[seen.id], timing="absent"
            )
        for other in sorted({tuple(recipients(mail)) for mail in found.mails}):
            ids = {identity(mail) for mail in found.mails if tuple(recipients(mail)) == other}
            expect(len(ids) == 1, f"one e-mail to {', '.join(other)}", f"{len(ids)}", taken[0])


@criterion("ONW-10")
def test_a_patient_who_is_on_the_way_is_not_sent_elsewhere(evidence: EvidenceView):
    """Once a pharmacy has taken a patient, another one is not sent them."""
    for found in each_tried(evidence):
        delivered = [
            mail for mail in found.mails if not not_taken(mail) and not mail.facts.get("undelivered")
        ]
        addresses = sorted({address for mail in delivered for address in recipients(mail)})
        if len(addresses) > 1:
            at = "; and ".join(mail.where for mail in delivered)
            todo = "Refuse a second pharmacy, or take the first referral back."
            raise NotMet(
                "one pharmacy that has the patient",
                ", ".join(addresses),
                at=at,
                todo=todo,
                exchanges=[mail.id for mail in delivered],
                timing="repeated",
            )


@criterion("ONW-11")
def test_the_claim_tells_of_the_onward_referral(evidence: EvidenceView):
    """One claim for the consultation: its outcome, the pharmacy, and no item."""
    for found in each_tried(evidence):
        if not found.done:
            continue
        calls = holding(found.journey.exchanges("mys", "submit_claim"), found.issued["person"]["nhs_number"])
        if not calls:
            raise NotShown(f"journey {found.journey.id}: {found.name} was not claimed for")
        claims = [claim_of(call) for call in calls]
        ids = {references(claim) for claim in claims}
        expect(len(ids) == 1, "one claim", f"{len(ids)}", calls[-1])
        outcome = supporting(claims[-1], "CONSULTATION_OUTCOME")
        expect_equal("the outcome", "ONWARD_REFERRAL", outcome, calls[-1])
        ods = supporting(claims[-1], "REFERRED_ODS")
        expect_equal("REFERRED_ODS", found.done[-1].given["ods"], ods, calls[-1])
        expect(not claims[-1].get("item"), "no item: nothing was supplied", claims[-1].get("item"), calls[-1])


@criterion("ONW-12")
def test_the_practice_reads_where_its_patient_went(evidence: EvidenceView):
    """The notification names the pharmacy, and speaks of no supply."""
    for found in each_tried(evidence):
        if not found.done:
            continue
        told = notifications(found)
        if not told:
            raise NotShown(f"journey {found.journey.id}: the practice of {found.name} was told nothing")
        given = found.done[-1].given
        for message in told:
            named = holds(words(message.call, message), str(given["name"]), str(given["ods"]))
            expect(
                named, f"the pharmacy {given['name']} in the notification", "it is not named", message.call
            )
            supplied = b"<medicationdispense" in message.readable.lower()
            expect(not supplied, "no supply in the notification", "a MedicationDispense", message.call)


@criterion("ONW-13")
def test_a_pharmacy_of_ours_sees_the_patient_once(evidence: EvidenceView):
    """The other pharmacy's worklist shows the patient, in one row."""
    for found in each_tried(evidence):
        for seen in found.done:
            person, report = found.issued["person"], found.issued["report"]
            ods = str(seen.given["ods"])
            look = looks(found.journey, ods, seen.seq)[-1]
            rows = rows_of(look, person["nhs_number"], [report["case_reference"], report["case_id"]])
            todo = "Enter it once, whether by the e-mail or within the system."
            expect(
                len(rows) == 1, f"the patient once on the worklist of {ods}", f"{len(rows)} times", look, todo
            )
