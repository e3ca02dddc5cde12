"""The e-mail to the practice: recipients, content, and how it is submitted.

Source: PSNC, Notifications from pharmacy systems to GP practice systems; secure email standard DCB1596; NHSmail
guidance for applications (interface sheet mesh-itk3-nhsmail-mys, part C).
"""

from cpcs_harness.formats.mail import read_mail
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotMet,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_none,
)
from cpcs_harness.judging.expect import squeezed

from .._shared.mails import envelope_recipients, message_id
from .._shared.moments import days_of, times_of
from .._shared.outbound import holding
from .._shared.text import dates, letters_and_digits

SUBMIT = ("nhsmail", "submit")
TAKEN = 250
"""How NHSmail answers what it takes."""


def notices(journey: JourneyView) -> list[ExchangeView]:
    """Give the e-mails that tell of the patient, or go to the practice; none is NotShown.

    A note to the pharmacy's own people that says nothing of the patient tells no practice anything.
    """
    practice = journey.person["practice"]["email"].lower()
    mails = journey.exchanges(*SUBMIT)
    about = {mail.id for mail in holding(mails, *patient_words(journey))}
    found = [mail for mail in mails if mail.id in about or practice in envelope_recipients(mail)]
    if not found:
        raise NotShown(
            f"journey {journey.id}: {len(mails)} e-mails, and none to the practice or of the patient"
        )
    return found


def patient_words(journey: JourneyView) -> list[str]:
    """Give what would name the patient: NHS number, names, birth date, postcode, street, telephone."""
    person = journey.person
    year, month, day = person["birth_date"].split("-")
    born = [*dates(person["birth_date"]), f"{day}/{month}/{year[2:]}"]
    names = [person["family"], person["given"], person["address"][0], person["postcode"]]
    return [person["nhs_number"], *names, person["callback"], *born]


@criterion("GPN-01")
def test_the_registered_practice_is_told_once_and_nobody_else(evidence: EvidenceView):
    """One e-mail for one consultation, to the practice's address in the directory."""
    for journey in evidence.each():
        mails = notices(journey)
        due = [journey.person["practice"]["email"].lower()]
        for mail in mails:
            # A copy to the pharmacy's own mailbox tells nobody anything.
            own = {str(journey.issued["premises"]["email"]).lower()}
            envelope = sorted(set(envelope_recipients(mail)) - own)
            expect_equal(
                "the envelope's recipients", due, envelope, mail, "Send to the registered practice alone."
            )
            named = sorted({name.lower() for name in read_mail(mail.request.body).recipients} - own)
            expect_equal("the recipients named in the message", due, named, mail)
        # What NHSmail did not take, or did not confirm, is to be sent once more.
        taken = [mail for mail in mails if mail.response.start.get("code") == TAKEN]
        if len(taken) > 1 or len({message_id(mail) for mail in mails}) > 1:
            at = f"{mails[0].where}; and {mails[1].where}"
            raise NotMet(
                "one e-mail for the consultation",
                f"{len(mails)}",
                at=at,
                exchanges=[mail.id for mail in mails],
                timing="repeated",
            )


@criterion("GPN-02")
def test_nothing_of_the_patient_stands_where_anybody_can_read_it(evidence: EvidenceView):
    """No name, number, birth date, address or telephone in the subject or in an attachment's file name."""
    for journey in evidence.each():
        for mail in journey.exchanges(*SUBMIT):
            message = read_mail(mail.request.body)
            open_text = letters_and_digits(" ".join([message.subject, *message.attachments]))
            found = [word for word in patient_words(journey) if letters_and_digits(word) in open_text]
            todo = "Name the referral, not the patient."
            expect_none("patient data in subject or file names", found, mail, todo)


@criterion("GPN-03")
def test_the_practice_is_told_what_it_needs_to_know(evidence: EvidenceView):
    """Who the patient is, who saw them, when, what was found, advised, recommended and asked for."""
    for journey in evidence.each():
        consultation = journey.observation("record_consultation")
        for mail in notices(journey):
            text = squeezed(read_mail(mail.request.body).text).casefold()
            plain = letters_and_digits(text)
            for what, words in due_content(journey, dict(consultation.given)).items():
                said = any(squeezed(word).casefold() in text for word in words)
                said = said or (what in HOWEVER_WRITTEN and letters_and_digits(words[0]) in plain)
                expect(
                    said,
                    f"{what} in the e-mail: {words[0]!r}",
                    f"no such words in {len(text)} characters",
                    mail,
                )


HOWEVER_WRITTEN = (
    "the NHS number",
    "the patient's address",
    "the patient's postcode",
    "the pharmacy's telephone",
)
"""What may stand with blanks, hyphens, commas or a country's code, or without."""


def due_content(journey: JourneyView, consultation: dict) -> dict[str, list[str]]:
    """Give, for each thing to be told, the writings of it that will do."""
    person, premises = journey.person, journey.issued["premises"]
    number, telephone = person["nhs_number"], premises["telephone"]
    return {
        "the family name": [person["family"]],
        "the given name": [person["given"]],
        "the birth date": dates(person["birth_date"]),
        "the NHS number": [number],
        "the patient's address": [person["address"][0]],
        "the patient's postcode": [person["postcode"]],
        "the pharmacy's name": [premises["name"]],
        "the pharmacy's ODS code": [premises["ods"]],
        "the pharmacy's telephone": [telephone.removeprefix("0"), telephone],
        "the pharmacist's family name": [journey.issued["pharmacist"]["family"]],
        "the pharmacist's GPhC number": [journey.issued["pharmacist"]["gphc"]],
        "the day of the consultation": days_of(consultation["started"]),
        "the time of the consultation": times_of(consultation["started"]),
        "the case reference": [journey.report["case_id"], journey.report["case_reference"]],
        "the presenting complaint": [consultation["presenting_complaint"]],
        "the assessment": [consultation["assessment"]],
        "the advice": [consultation["advice"]],
        "the requested actions": [consultation["actions_for_gp"]],
        "the product recommended": [journey.issued["medicines"]["recommended-product"]["display"]],
        "its quantity": [f"{consultation['products'][0]['quantity']} "],
        "the consent to share": ["consent", "agreed"],
    }


@criterion("GPN-04")
def test_the_mail_is_submitted_as_the_premises_mailbox(evidence: EvidenceView):
    """Over TLS, authenticated, and from the account that authenticated: the shared mailbox of the premises."""
    for journey in evidence.each():
        due = journey.issued["premises"]["email"].lower()
        for mail in notices(journey):
            expect(bool(mail.facts.get("tls")), "STARTTLS before the message", mail.facts.get("tls"), mail)
            expect_equal("the authenticated account", due, str(mail.facts.get("account")).lower(), mail)
            expect_equal(
                "From", due, read_mail(mail.request.body).sender, mail, "Send as the premises' mailbox."
            )
            expect_equal("the envelope's sender", due, str(mail.request.start["mail_from"]).lower(), mail)
