"""The e-mail to the practice: recipients, content, and how it is submitted.

Source: PSNC, Notifications from pharmacy systems to GP practice systems; secure email standard DCB1596; NHSmail
guidance for applications (interface sheet mesh-itk3-nhsmail-mys, part C).
"""

from collections.abc import Iterator, Mapping
from typing import Any

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
    expect_equal,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.mails import envelope_recipients, message_id, what_it_says
from .._shared.outbound import holding
from .._shared.patients import of_patient
from .._shared.recorded import (
    expect_disposition,
    expect_gender,
    expect_labelled_in_mail,
    expect_method,
    expect_urgency,
)
from .._shared.untrusted import nothing_was_said
from .._shared.verified import expect_no_doubt
from ._emails import QUANTITY, due_words, expect_hidden, expect_said, patient_words, quantities
from ._told import Told

SUBMIT = ("nhsmail", "submit")
PRACTICES = ("gp_email", "gp_itk3")
"""By which a practice refers."""
TAKEN = 250
"""How NHSmail answers what it takes."""


def notices(journey: JourneyView) -> list[ExchangeView]:
    """Give the e-mails that tell of the patient, or go to the practice; none is NotShown.

    A note to the pharmacy's own people that says nothing of the patient tells no practice anything.
    """
    practice = journey.person["practice"]["email"].lower()
    mails = journey.exchanges(*SUBMIT)
    about = {mail.id for mail in holding(mails, *patient_words(journey.person))}
    found = [mail for mail in mails if mail.id in about or practice in envelope_recipients(mail)]
    if not found:
        raise NotShown(
            f"journey {journey.id}: {len(mails)} e-mails, and none to the practice or of the patient"
        )
    return found


AS_WHOM = "Send as the premises' mailbox: nhsmail.address of its entry in premises of provision.json."


@criterion("GPN-01")
def test_the_registered_practice_is_told_once_and_nobody_else(evidence: EvidenceView):
    """One e-mail for one consultation, to the practice's address in the directory."""
    for journey in evidence.each():
        if is_referred_by_practice(journey):
            continue  # to a practice that referred more may go: that its referral came, say
        mails = notices(journey)
        due = [journey.person["practice"]["email"].lower()]
        for mail in mails:
            # A copy to the pharmacy's own mailbox tells nobody anything.
            own = {str(journey.issued["premises"]["email"]).lower()}
            envelope = sorted(set(envelope_recipients(mail)) - own)
            expect_equal(
                "the envelope's recipients", due, envelope, mail, "Send to the registered practice alone."
            )
            named = sorted({name.lower() for name in what_it_says(mail).recipients} - own)
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


@criterion("GPN-01")
def test_a_practice_is_told_of_whom_it_referred_itself(evidence: EvidenceView):
    """Of a minor illness that it referred it hears as of any other: something goes once it was written down."""
    own = [journey for journey in evidence.each() if about_own_referral(journey)]
    if not own:
        raise NotApplicable("no practice referred anybody who was to be told of")
    for journey, apart in through(own):
        with apart:
            expect_word_of_own_referral(journey)


def is_referred_by_practice(journey: JourneyView) -> bool:
    """Say whether a practice referred in a journey, also where nothing came of it."""
    return bool(about_own_referral(journey)) or any(call.service in PRACTICES for call in journey.calls)


def about_own_referral(journey: JourneyView) -> list[ObservationView]:
    """Give what was done about the patient as one whom their practice referred."""
    document = journey.issued.get("gp_referral", {}).get("document_id")
    return [seen for seen in journey.seen if seen.about == document and seen.status != "cannot"]


def expect_word_of_own_referral(journey: JourneyView) -> None:
    """Raise NotMet where nothing goes to the practice after its patient's consultation was written down."""
    done = about_own_referral(journey)
    begun = [seen for seen in done if (seen.action, seen.status) == ("record_consultation", "done")]
    asked = [seen for seen in done if seen.action == "notify_gp"]
    completed = [seen for seen in done if (seen.action, seen.status) == ("complete", "done")]
    if not (begun and completed):
        raise NotShown(f"journey {journey.id}: the consultation was not completed")
    to = journey.person["practice"]["email"].lower()
    calls = [call for call in journey.exchanges(*SUBMIT, at_least=0) if to in envelope_recipients(call)]
    calls += [
        call for call in journey.exchanges("mesh", "send_message", at_least=0) if not _is_response(call)
    ]
    journey.looked_at.extend(seen.id for seen in (*begun, *asked))
    told = any(call.began >= begun[-1].began for call in calls)
    if not (told or asked):
        raise NotShown(f"journey {journey.id}: nothing was sent, and nobody could ask for it")
    todo = "Tell the practice of each minor illness, whoever referred the patient."
    expect(told, f"word to {to}", Words("nothing sent"), (asked or completed)[-1], todo, timing="absent")


def _is_response(call: ExchangeView) -> bool:
    return str(call.request.header("Mex-WorkflowID")).endswith("_ACK")


@criterion("GPN-02")
def test_nothing_of_the_patient_stands_where_anybody_can_read_it(evidence: EvidenceView):
    """No name, number, birth date, address, telephone or drug in the subject or in an attachment's file name."""
    for journey in evidence.each():
        for mail in journey.exchanges(*SUBMIT):
            expect_hidden(journey.person, journey.issued["medicines"], mail)


@criterion("GPN-03")
def test_the_practice_is_told_what_it_needs_to_know(evidence: EvidenceView):
    """Who the patient is, who saw them, when, what was found, advised, recommended and asked for."""
    for (journey, mail), apart in through(told_of(evidence)):
        with apart:
            consultation = journey.observation("record_consultation").given
            expect_said(due_words(journey.issued, consultation), mail)
            text = what_it_says(mail).text
            expect_labelled_in_mail(text, consultation, journey.report, mail)
            expect_method([text], consultation, mail)
            expect_gender(text, journey.person, mail)
            expect_disposition(text, journey.report, mail)
            expect_urgency(text, consultation, mail)
            expect_no_doubt(text, journey.issued, journey.seen, mail)
            for product in consultation["products"]:
                expect_said(due_of(journey, product), mail)


def told_of(evidence: EvidenceView) -> Iterator[tuple[JourneyView, ExchangeView]]:
    """Give each e-mail with the journey of its patient; of several patients those whose records were not corrected."""
    for journey in evidence.each():
        if not journey.also:
            yield from ((journey, mail) for mail in notices(journey))
        for label in journey.also:
            told = Told(evidence, journey, label)
            if told.done("record_consultation") and not told.done("amend_consultation"):
                yield from ((of_patient(journey, label), mail) for mail in told.mails())


def due_of(journey: JourneyView, product: Mapping[str, Any]) -> dict[str, list[str]]:
    """Give the writings of a product that was recommended, and of its quantity."""
    medicines = journey.issued["medicines"].values()
    display = next(held["display"] for held in medicines if held["own_code"] == product["code"])
    return {"the product recommended": [display], QUANTITY: quantities(product["quantity"])}


@criterion("GPN-04")
def test_the_mail_is_submitted_as_the_premises_mailbox(evidence: EvidenceView):
    """Over TLS, authenticated, and from the account that authenticated: the shared mailbox of the premises."""
    for journey in evidence.each():
        due = journey.issued["premises"]["email"].lower()
        for mail in notices(journey):
            expect(bool(mail.facts.get("tls")), "STARTTLS before the message", mail.facts.get("tls"), mail)
            expect_equal("the authenticated account", due, str(mail.facts.get("account")).lower(), mail)
            expect_equal("From", due, what_it_says(mail).sender, mail, AS_WHOM)
            expect_equal("the envelope's sender", due, str(mail.request.start["mail_from"]).lower(), mail)


@criterion("GPN-15")
def test_no_mail_is_handed_to_a_server_that_nobody_vouches_for(evidence: EvidenceView):
    """Neither an e-mail nor a log-in comes over a connection whose certificate is of an unknown authority."""
    calls = [call for name in ("submit", "log_in") for call in evidence.of_run("nhsmail", name, at_least=0)]
    nothing_was_said(evidence, calls, "nhsmail")
