"""The e-mail that goes in place of a document over MESH: what it says, and where nobody else can read it.

Source: PSNC, Notifications from pharmacy systems to GP practice systems; secure email standard DCB1596 (interface sheet
mesh-itk3-nhsmail-mys, sections C2, C4 and C5, checks F5 76 and 81).
"""

from cpcs_harness.judging import EvidenceView, ExchangeView, NotApplicable, NotShown, criterion, through

from .._shared.mails import what_it_says
from .._shared.recorded import (
    expect_disposition,
    expect_gender,
    expect_labelled_in_mail,
    expect_method,
    expect_method_told,
    expect_urgency,
)
from ._emails import QUANTITY, due_words, expect_hidden, expect_said
from ._told import Told, patients

URGENT_MEDICINES = "urgent-medicines"
"""Of whose patients the headings that our model is made from have the method of the consultation."""


def fall_back(told: Told) -> list[ExchangeView]:
    """Give the e-mails to a practice that takes no MESH; who tells a person in their place has none."""
    mails = told.mails()
    if not mails and told.is_shown_bad():
        raise NotApplicable(f"{told.last.where}: a person is told in place of an e-mail")
    if not mails:
        raise NotShown(f"{told.last.where}: no e-mail was sent about {told.label}")
    return mails


@criterion("GPM-34")
def test_the_email_says_what_the_document_would(evidence: EvidenceView):
    """Who the patient is, who saw them, when, what was found, advised and asked for, and what was supplied."""
    for told, apart in through(patients(evidence, "takes no MESH")):
        with apart:
            mails, recorded = fall_back(told), told.done("record_consultation")
            if not recorded:
                raise NotShown(f"{told.last.where}: no consultation was recorded for {told.label}")
            # Whoever the patient is, it is the journey's pharmacist who sees them.
            own = told.journey.issued
            due = due_words({**told.issued, "pharmacist": own["pharmacist"]}, recorded[-1].given)
            for supply in told.done("supply_medicine"):
                medicine = own["medicines"]["urgent-medicine"]["display"]
                due |= {"the medicine supplied": [medicine], QUANTITY: [f"{supply.given['quantity']}"]}
            for mail in mails:
                expect_said(due, mail)
                text, consultation = what_it_says(mail).text, recorded[-1].given
                expect_labelled_in_mail(text, consultation, told.issued["report"], mail)
                expect_method([text], consultation, mail)
                expect_gender(text, told.person, mail)
                expect_disposition(text, told.issued["report"], mail)
                if told.journey.pathway == URGENT_MEDICINES:
                    expect_method_told(text, consultation, mail)
                expect_urgency(text, consultation, mail)


@criterion("GPM-35")
def test_nothing_of_the_patient_stands_where_anybody_can_read_it(evidence: EvidenceView):
    """No name, number, birth date, address, telephone or drug in the subject or in an attachment's file name."""
    for told, apart in through(patients(evidence, "takes no MESH")):
        with apart:
            for mail in fall_back(told):
                expect_hidden(told.person, told.journey.issued["medicines"], mail)
