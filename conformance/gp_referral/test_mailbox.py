"""Referrals by e-mail to the pharmacy's NHSmail mailbox are listed and shown, also after hostile e-mails.

Source: PSNC, CPCS frequently asked questions, November 2019; NHSmail guidance for application accounts (interface sheet
mesh-itk3-nhsmail-mys, sections C1 to C3, check F5 83).
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from email import message_from_bytes
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.audit_trail import entries_under, expect_own
from .._shared.screen import all_text, looks
from .._shared.untrusted import nothing_was_said
from ._referrals import GP_PRACTICE, MAIL, PracticeMessage, all_opened, expect_mail, sent, sound
from ._strays import expect_nothing_beside

PAPER = re.compile(r".+\.pdf", re.IGNORECASE)
UNREADABLE = {"broken-mime", "winmail", "unknown-charset"}
"""Damages that leave nothing that every system can read."""
NO_DAY = "born-on-31-february"
"""An e-mail that may be put aside for its birth date, which is none."""
BY_MAIL = "email"
"""How the control API calls the road by which these referrals come."""
WRITINGS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y")


def last_sound(evidence: EvidenceView) -> PracticeMessage:
    """Give the plain referral that was sent after all others; unless it is listed, the rest proves nothing."""
    last = sound(evidence, MAIL)[-1]
    seen = looks(last.journey, last.ods, last.call.seq)[-1]
    if not last.rows(seen):
        raise NotShown("the last plain e-mail is not listed, so it is not known how far the mailbox was read")
    return last


@criterion("GPR-01")
def test_an_email_is_listed_at_the_mailboxs_pharmacy_alone(evidence: EvidenceView):
    """On the worklist of the pharmacy that it was sent to, as a practice's, and on no other."""
    for email, apart in through(sound(evidence, MAIL)):
        with apart:
            here = looks(email.journey, email.ods, email.call.seq)
            expect(
                len(email.rows(here[-1])) > 0,
                "the e-mail's referral on the worklist",
                Words("no row of it"),
                here[-1],
            )
            for seen in email.journey.observations("worklist"):
                due = 1 if seen.actor["ods"] == email.ods else 0
                rows = email.rows(seen)
                expect(len(rows) <= due, f"at most {due} row of it at {seen.actor['ods']}", rows, seen)
                for row in rows:
                    expect_equal("its source", GP_PRACTICE, row.get("source"), seen)


@criterion("GPR-01")
def test_what_the_audit_trail_says_of_an_email_is_its_own(evidence: EvidenceView):
    """Where the trail of a pharmacy has an entry of an e-mail, it tells of no other road and no other practice."""
    for email, apart in through(sent(evidence, MAIL)):
        with apart:
            practice = {"sender_ods": [email.referral["person"]["practice"]["ods"]]}
            for trail in email.journey.observations("read_audit", at_least=0):
                own = [message_from_bytes(email.call.request.body)["Message-ID"]]
                entries = entries_under(own, trail.shown.get("entries") or [])
                expect_own(entries, BY_MAIL, practice, trail)


@criterion("GPR-02")
def test_the_whole_text_of_the_email_is_shown(evidence: EvidenceView):
    """Who the patient is and where to call, the practice and the referrer, and every line that they wrote."""
    for email, seen in all_opened(sound(evidence, MAIL)):
        expect_mail(email.referral, seen)


@criterion("GPR-02")
def test_nothing_is_shown_that_no_email_says(evidence: EvidenceView):
    """No word of a text, number, address or name of a caller beside the e-mail's, and rows of nobody else."""
    expect_nothing_beside(sound(evidence, MAIL))


@criterion("GPR-02")
def test_who_names_one_paper_of_an_email_names_all(evidence: EvidenceView):
    """What hangs on an e-mail may be left to the mailbox, and then none of it is named; no other e-mail's is."""
    for email, seen in all_opened(sound(evidence, MAIL)):
        due, listed = papers_on(email), seen.shown.get("attachments")
        titles = [one.get("title") for one in listed or () if isinstance(one, dict)]
        strange = [title for title in titles if PAPER.fullmatch(str(title)) and title not in due]
        expect_none("paper that did not come with this e-mail", strange, seen)
        text = all_text(seen.shown)
        left_out = [name for name in due if name not in text]
        todo = "Name each, or none."
        expect(left_out in ([], due), f"all of {in_words(due)}", f"not {in_words(left_out)}", seen, todo)


def papers_on(email: PracticeMessage) -> list[str]:
    """Give the names of the files that hang on an e-mail; a signature is none."""
    parts = message_from_bytes(email.call.request.body).walk()
    names = [part.get_filename() or "" for part in parts if part.get_content_disposition() == "attachment"]
    return [name for name in names if PAPER.fullmatch(name)]


@criterion("GPR-02")
def test_no_birth_date_is_made_up_of_31_february(evidence: EvidenceView):
    """Nothing is shown, or what was sent, or what another e-mail says of the patient; the e-mail may be put aside."""
    last = last_sound(evidence)
    found = [email for email in sent(evidence, MAIL) if email.damage == NO_DAY]
    if not found:
        raise NotShown("no e-mail said that somebody was born on 31 February")
    for email, apart in through(found):
        with apart:
            due = str(email.referral["person"]["birth_date"])
            look = looks(email.journey, email.ods, last.call.seq)[-1]
            opened = email.journey.shown_of(str(email.referral["document_id"]))
            patients = [(seen, seen.shown.get("patient") or {}) for seen in opened]
            for seen, shown in [*((look, row) for row in email.rows(look)), *patients]:
                born = days_said(shown.get("birth_date"))
                todo = "Say that the birth date cannot be read; do not count on from February."
                expect_none("birth date that was not sent", sorted(born - {due}), seen, todo)


def days_said(shown: object) -> set[str]:
    """Give the day of the calendar that a place shows, in whichever writing; none where it shows no such day."""
    found = set()
    for form in WRITINGS:
        with suppress(ValueError):
            found.add(datetime.strptime(str(shown).strip(), form).date().isoformat())
    return found


@criterion("GPR-03")
def test_an_email_that_is_read_again_makes_no_second_referral(evidence: EvidenceView):
    """One row after the mailbox was read again, and after the same e-mail came again."""
    last = last_sound(evidence)
    times: dict[tuple[str, str], list[PracticeMessage]] = {}
    for email in sent(evidence, MAIL):
        times.setdefault(email.mark, []).append(email)
    repeated = [found for found in times.values() if len(found) > 1]
    if not repeated:
        raise NotShown("no e-mail was sent twice")
    for again, apart in through(found[-1] for found in repeated):
        with apart:
            # E-mails that came later were read by then, so this one was.
            for seen in looks(again.journey, again.ods, max(again.call.seq, last.call.seq)):
                expect_equal(
                    "the number of rows", 1, len(again.rows(seen)), seen, "Know it by its reference."
                )


@criterion("GPR-04")
def test_a_hostile_email_runs_nothing_and_stops_nothing(evidence: EvidenceView):
    """What came after it is listed; nothing outside was called for; no script is in what is shown."""
    hostile = [email for email in sent(evidence, MAIL) if email.damage]
    last = max(sound(evidence, MAIL), key=lambda email: email.call.seq)
    if not hostile or last.call.seq < hostile[-1].call.seq:
        raise NotShown("no plain e-mail was sent after hostile ones")
    seen = looks(last.journey, last.ods, last.call.seq)[-1]
    todo = "Put aside what cannot be read, and go on with the next e-mail."
    expect(
        len(last.rows(seen)) == 1,
        "the e-mail after the hostile ones on the worklist",
        Words("no row"),
        seen,
        todo,
    )
    for call in evidence.of_run("canary", at_least=0):
        named = [email for email in hostile if call.request.target.encode() in email.call.request.body]
        expect(not named, "no call for what an e-mail points to", call.request.target, call)
    for email in hostile:
        for shown in email.journey.shown_of(email.referral["document_id"]):
            found = [word for word in ("<script", "onerror=") if word in all_text(shown.shown).casefold()]
            expect_none("markup of the e-mail in what is shown", found, shown, "Show its words.")


@criterion("GPR-07")
def test_what_cannot_be_read_is_told_to_a_person(evidence: EvidenceView):
    """A row of nobody, or an alert, for each e-mail whose own row is not there: somebody has to look."""
    last = last_sound(evidence)
    unread = [email for email in sent(evidence, MAIL) if email.damage in {*UNREADABLE, NO_DAY}]
    if UNREADABLE - {email.damage for email in unread}:
        raise NotShown("no e-mail was sent that nobody can read")
    seen = looks(last.journey, last.ods, last.call.seq)[-1]
    silent = [email for email in unread if not email.rows(seen)]
    told = rows_of_nobody(seen) + alerts_of_more(last.journey, last.ods)
    todo = "Put a referral that cannot be read on the worklist, or raise an alert: somebody has to look."
    what = f"{len(silent)} rows or alerts of what could not be read"
    expect(len(told) >= len(silent), what, Words(f"{len(told)}"), seen, todo, None if told else "absent")


def rows_of_nobody(seen: ObservationView) -> list[Mapping[str, Any]]:
    """Give the rows of a worklist that name no patient."""
    rows = seen.shown.get("referrals") or ()
    return [
        row for row in rows if not row.get("nhs_number") and not str(row.get("patient_name") or "").strip()
    ]


def alerts_of_more(journey: JourneyView, ods: str) -> list[Mapping[str, Any]]:
    """Give the alerts at a pharmacy that tell of something else than a referral that came."""
    seen = journey.observations("list_alerts", at_least=0)
    listed = [
        alert for one in seen[-1:] if one.actor.get("ods") == ods for alert in one.shown.get("alerts") or ()
    ]
    return [alert for alert in listed if alert.get("kind") != "new-referral"]


@criterion("GPR-04")
def test_the_mailbox_is_read_over_tls_as_the_pharmacys_account(evidence: EvidenceView):
    """Every session is encrypted before it logs in, and one read the mailbox of the pharmacy that was written to."""
    sessions = evidence.of_run("nhsmail", "read_mailbox")
    accounts = {str(premises["email"]).casefold() for premises in evidence.environment["premises"]}
    for session in (session for session in sessions if session.facts.get("logged_in")):
        expect(bool(session.facts.get("tls")), "TLS before the login", session.facts.get("tls"), session)
        account = str(session.facts.get("account")).casefold()
        expect(
            account in accounts,
            f"an account of a pharmacy, of {in_words(sorted(accounts))}",
            account,
            session,
        )
    read = {
        str(session.facts.get("account")).casefold() for session in sessions if session.facts.get("logged_in")
    }
    for email in sound(evidence, MAIL):
        due = str(email.referral["premises"]["email"]).casefold()
        if due not in read:
            raise NotShown(f"nobody read mailbox {due}", exchanges=[email.call.id])


@criterion("GPR-08")
def test_no_mailbox_is_read_of_a_server_that_nobody_vouches_for(evidence: EvidenceView):
    """No session by IMAP over a connection whose certificate is of an authority that it was not told to trust."""
    nothing_was_said(evidence, evidence.of_run("nhsmail", "read_mailbox", at_least=0), "imap")
