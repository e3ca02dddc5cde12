"""The onward referral by NHSmail: to whom, in what form, and how it is submitted.

Source: secure email standard DCB1596; NHSmail guidance for applications (interface sheet mesh-itk3-nhsmail-mys, part C,
checks F5 75 to 78).
"""

from cpcs_harness.judging import (
    EvidenceView,
    NotMet,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.expect import squeezed
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.mail_domains import is_secure
from .._shared.mails import recipients, what_it_says
from .._shared.recorded import expect_disposition, expect_gender, expect_method
from .._shared.text import dates, letters_and_digits
from .._shared.verified import expect_no_doubt
from ._accounted import expect_accounted
from ._addresses import addresses_of, listed_address
from ._content import missing_in
from ._onward import (
    Referred,
    each,
    identity,
    is_refused,
    marks,
    said,
    to_pharmacies,
    tried_in,
)
from .test_odd_hours import expect_not_refused, first_by

AS_WHOM = "Send as the premises' mailbox: nhsmail.address of its entry in premises of provision.json."


@criterion("ONW-01")
def test_the_chosen_pharmacy_is_told_once_and_nobody_else(evidence: EvidenceView):
    """One e-mail to the secure address of each pharmacy that was chosen, and no other about this patient."""
    for found in each_with_something(evidence):
        due = {address for seen in asked(found) for address in addresses_of(found.journey, seen.given["ods"])}
        for mail in found.mails:
            one = recipients(mail)
            right = len(one) == 1 and set(one) <= due
            expect(
                right,
                f"one recipient of {in_words(sorted(due))}",
                one,
                mail,
                "Send to the chosen pharmacy alone.",
            )
        for ods in sorted({str(seen.given["ods"]) for seen in found.done}):
            addresses = addresses_of(found.journey, ods)
            # What was refused reached nobody; at the next address of the pharmacy it may be another e-mail.
            mails = [mail for mail in found.mails if not is_refused(mail)]
            ids = {identity(mail) for mail in mails if set(recipients(mail)) <= addresses}
            if len(ids) != 1:
                at = "; and ".join(mail.where for mail in found.mails) or found.done[0].where
                exchanges = [mail.id for mail in found.mails]
                timing = "repeated" if ids else "absent"
                to = " or ".join(sorted(addresses)) or "a secure address"
                expected = f"one e-mail to {to} about {found.name}"
                raise NotMet(expected, f"{len(ids)}", at=at, exchanges=exchanges, timing=timing)


@criterion("ONW-01")
def test_nobody_is_refused_whose_pharmacy_can_be_written_to(evidence: EvidenceView):
    """What is asked for first of a patient is not refused unsent where the pharmacy is open, and its address listed."""
    for found in each_with_something(evidence):
        first = first_by(found, "nhsmail")
        if first is not None and is_secure(listed_address(found.journey, first)):
            expect_not_refused(found, first, found.mails)


def each_with_something(evidence: EvidenceView) -> list[Referred]:
    """Give who was to be referred; NotShown where a journey has neither an e-mail nor anybody said to be referred."""
    found = []
    for journey in evidence.each():
        tried = tried_in(journey)
        if not any(referred.mails or referred.done for referred in tried):
            raise NotShown(
                f"journey {journey.id}: no e-mail went to a pharmacy, and no refer_onward ended done"
            )
        found += tried
    return found


def asked(found: Referred) -> list:
    """Give the tries that were not refused: what a system refuses to do is not to be sent."""
    return [seen for seen in found.tries if seen.status != "refused"]


@criterion("ONW-02")
def test_nothing_of_the_patient_stands_where_anybody_can_read_it(evidence: EvidenceView):
    """No name, number, birth date, address, telephone, complaint or reason in the subject or in a file's name."""
    for found in with_mail(evidence):
        person = found.issued["person"]
        names = [person["family"], person["given"], person["address"][0], person["postcode"]]
        recorded = [str(seen.given["presenting_complaint"]) for seen in found.of("record_consultation")]
        why = [*recorded, *(str(seen.given["reason"]) for seen in found.tries)]
        hidden = [*marks(found.issued)[:1], *names, person["callback"], *dates(person["birth_date"]), *why]
        for mail in found.mails:
            message = what_it_says(mail)
            text = letters_and_digits(" ".join([message.subject, *message.attachments]))
            seen = [word for word in hidden if letters_and_digits(word) in text]
            expect_none(
                "patient data in subject or file names", seen, mail, "Name the referral, not the patient."
            )


def with_mail(evidence: EvidenceView) -> list[Referred]:
    """Give the patients about whom an e-mail went out; none is NotShown."""
    found = [referred for referred in each(evidence) if referred.mails]
    if not found:
        raise NotShown("no e-mail refers a patient of the journeys onward")
    return found


@criterion("ONW-03")
def test_the_record_goes_with_the_patient(evidence: EvidenceView):
    """Report, consultation, contact details, reason, and who refers: each in the e-mail."""
    for found, apart in through(with_mail(evidence)):
        with apart:
            for mail, alone in through(found.mails):
                with alone:
                    missing = [
                        f"{due.told}: {in_words(squeezed(due.forms[0]))}"
                        for due in missing_in(found, said(mail))
                    ]
                    expected = f"in the onward referral {missing[0]}" if missing else ""
                    expect(not missing, expected, Words("no such words"), mail)
                    text = what_it_says(mail).text
                    expect_method([text], found.recorded(), mail)
                    expect_gender(text, found.issued["person"], mail)
                    expect_disposition(text, found.issued["report"], mail)
                    expect_no_doubt(text, found.issued, found.journey.seen, mail)


@criterion("ONW-04")
def test_the_mail_is_submitted_as_the_premises_mailbox(evidence: EvidenceView):
    """Over TLS, authenticated, and from the account that authenticated: the shared mailbox of the premises."""
    for found in with_mail(evidence):
        due = found.issued["premises"]["email"].lower()
        for mail in found.mails:
            expect(bool(mail.facts.get("tls")), "STARTTLS before the message", mail.facts.get("tls"), mail)
            expect_equal("the authenticated account", due, str(mail.facts.get("account")).lower(), mail)
            expect_equal("From", due, what_it_says(mail).sender, mail, AS_WHOM)
            expect_equal("the envelope's sender", due, str(mail.request.start["mail_from"]).lower(), mail)


@criterion("ONW-05")
def test_each_mail_is_accounted_for_by_one_referral(evidence: EvidenceView):
    """Every e-mail to a pharmacy is about one patient, whom the pharmacist referred onward."""
    evidence.all_together()
    for journey in evidence.each():
        if not to_pharmacies(journey):
            raise NotShown(f"journey {journey.id}: no e-mail went to a pharmacy")
        expect_accounted(journey)
