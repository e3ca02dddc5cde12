"""E-mails that NHSmail refuses, takes late, takes without saying so, or brings back; and patients who did not agree.

Source: RFC 5321, replies; RFC 3464; PSNC, Notifications from pharmacy systems to GP practice systems (interface sheet
mesh-itk3-nhsmail-mys, part C, checks F3 60 and F5 77, 80).
"""

from itertools import chain

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotShown,
    criterion,
    expect,
    expect_equal,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.mails import envelope_recipients, message_id
from ._nights import is_night, nights
from ._told import AFTER_ALL, NOT_TOLD, Told, expect_none_by_email, expect_told_of, patients

TAKEN = 250
DELAYED = "delivered"
"""Whose e-mail was taken, and is said to be on its way still."""
LOOKS = ("view_outbox", "list_alerts")


@criterion("GPN-05")
def test_an_email_that_is_refused_is_told_to_a_person(evidence: EvidenceView):
    """Mailbox full, or no such address, at once or when the e-mail has come: not sent, and said so."""
    for told, apart in through(patients(evidence, "mailbox full", "address unknown")):
        with apart:
            mails = told.mails()
            tried = [*refused_at_once(told), *mails]
            if not tried:
                raise NotShown(f"{told.last.where}: no e-mail was submitted for {told.label}")
            if any(was_taken(mail) for mail in mails):  # every try was to be refused
                why = f"{mails[-1].where}: NHSmail took an e-mail ({told.label}), which is then sent"
                raise NotShown(why, blame="harness")
            seen = told.asked[0]
            shown = told.states(seen)
            todo = "Say that NHSmail refused it, so that somebody tells the practice."
            due = f"{told.label} ({tried[0].response.start.get('code')}) shown as failed"
            expect(not {"sent", "delivered"} & set(shown), due, shown, seen, todo)
            expect(told.is_shown_bad(), due, shown, seen, todo, "absent")


@criterion("GPN-05")
def test_an_email_that_is_only_delayed_is_not_told_as_refused(evidence: EvidenceView):
    """A report says that the mail system goes on trying (RFC 3464, 2.3.3): the practice is told, or will be."""
    for told, apart in through(patients(evidence, DELAYED)):
        with apart:
            reports = reports_of(told)
            if not reports or not any(was_taken(mail) for mail in told.mails()):
                raise NotShown(
                    f"journey {told.journey.id}: no e-mail about {told.label} was taken and delayed"
                )
            after = max(report.seq for report in reports)
            looks = [seen for seen in told.journey.seen if seen.action in LOOKS and seen.seq > after]
            if not looks:
                raise NotShown(f"journey {told.journey.id}: nobody looked after the report of a delay")
            todo = "Go by the Action of a report's Status: delayed is not failed."
            wrong = told.is_shown_bad(after)
            expect(not wrong, f"{told.label} not shown as failed", Words("failed"), looks[-1], todo)


@criterion("GPN-06")
def test_an_email_is_sent_again_under_the_same_message_id(evidence: EvidenceView):
    """Not now, or no answer: kept, and sent until it is taken, so that the practice counts one."""
    for told, apart in through(patients(evidence, "not now", "answer lost")):
        with apart:
            mails = told.mails()
            shown = told.states(told.last)
            at_once = refused_at_once(told)
            if at_once and not mails:
                # Its address was not taken at first, which passes: nothing has gone since.
                todo = "Take a recipient that is refused with 4xx for one to be tried again."
                due = f"{told.label} sent again, or shown as not sent"
                expect(not {"sent", "delivered"} & set(shown), due, shown, told.last, todo)
                continue
            if not mails:
                raise NotShown(f"{told.last.where}: no e-mail was submitted for {told.label}")
            if all(was_taken(mail) for mail in mails):
                why = f"{mails[-1].where}: NHSmail took every e-mail at once ({told.label})"
                raise NotShown(why, blame="harness")
            ids = sorted({message_id(mail) for mail in mails})
            todo = "Keep the message as it was written, with its Message-ID, and send that again."
            expect_equal("different Message-IDs", 1, len(ids), mails[-1], todo)
            expect(ids != [""], "a Message-ID", Words("none"), mails[-1])
            again = len(mails) > 1 or "sent" not in shown
            expect(again, "the e-mail sent again, or shown as not sent", shown, told.last, todo)


@criterion("GPN-07")
def test_an_email_that_comes_back_is_told_to_a_person(evidence: EvidenceView):
    """Hours later, by a delivery report in the pharmacy's mailbox; between midnight and one, too."""
    by_day = patients(evidence, "bounced, unknown", "bounced, full")
    bounced = (told for told in by_day if not is_night(told.journey))
    for told, apart in through(chain((told for told in nights(evidence) if reports_of(told)), bounced)):
        with apart:
            reports = reports_of(told)
            if not reports:
                raise NotShown(f"journey {told.journey.id}: no e-mail about {told.label} came back")
            todo = "Read delivery reports, and match them by the Message-ID of what they bring back."
            is_told, due = told.is_shown_bad(reports[0].seq), f"{told.label} told to a person"
            expect(is_told, due, Words("nothing"), told.last, todo, "absent")


@criterion("GPN-08")
def test_no_email_goes_about_a_patient_who_did_not_agree(evidence: EvidenceView):
    """Neither to the practice nor to anybody, what waits included; nor about one who is registered nowhere."""
    for told, apart in through(patients(evidence, *NOT_TOLD, "no practice")):
        with apart:
            if told.label == "no practice" and not told.is_traced:
                raise NotShown(
                    f"{told.last.where}: the patient was not traced on PDS, which has no practice of them"
                )
            expect_none_by_email(told)


@criterion("GPN-08")
def test_an_email_goes_about_a_patient_who_agrees_in_the_end(evidence: EvidenceView):
    """The patient refused at first."""
    for told, apart in through(patients(evidence, AFTER_ALL)):
        with apart:
            expect_told_of(told)


def refused_at_once(told: Told) -> list[ExchangeView]:
    """Give the refusals of a practice's address that came before the e-mail did."""
    calls = told.journey.exchanges("nhsmail", "name_recipient", at_least=0)
    to = str(told.person["practice"]["email"]).lower()
    return [call for call in calls if to in envelope_recipients(call)]


def reports_of(told: Told) -> list[ExchangeView]:
    """Give the delivery reports on e-mails about a patient."""
    sent = {message_id(mail) for mail in told.mails()}
    back = [call for call in told.journey.calls if call.service == "nhsmail_report"]
    return [call for call in back if str(call.facts.get("message_id")).strip() in sent]


def was_taken(mail: ExchangeView) -> bool:
    """Say whether NHSmail took an e-mail, and its answer went out."""
    return mail.response.start.get("code") == TAKEN
