"""The e-mail that goes in place of a document over MESH: what it says, and where nobody else can read it.

Source: PSNC, Notifications from pharmacy systems to GP practice systems; secure email standard DCB1596 (interface sheet
mesh-itk3-nhsmail-mys, sections C2, C4 and C5, checks F5 76 and 81).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.judging import EvidenceView, ExchangeView, NotApplicable, NotShown, Unseen, criterion
from cpcs_harness.judging.expect import squeezed

from .._shared.mails import what_it_says
from .._shared.practice_answers import cases_of
from .._shared.recorded import (
    expect_disposition,
    expect_gender,
    expect_labelled_in_mail,
    expect_method,
    expect_method_told,
    expect_urgency,
)
from .._shared.verified import expect_no_doubt
from ._emails import PRODUCTS, QUANTITY, due_words, expect_hidden, expect_said, quantities
from ._kinds import KINDS
from ._told import Told, patients

NO_MESH = "takes no MESH"
FINDINGS = ("presenting_complaint", "assessment", "advice")
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


def after_an_answer(evidence: EvidenceView) -> Iterator[Told]:
    """Go through those whose practices take MESH, and were told of by e-mail as well: what they answered was a refusal.

    Of a record that was corrected GPN-13 judges what is told.
    """
    for journey in evidence.each():
        for label in sorted({case.label for case in cases_of(journey.pathway)} & set(journey.also)):
            told = Told(evidence, journey, label)
            if told.done("record_consultation") and not told.done("amend_consultation") and told.mails():
                yield told


def without_mesh(evidence: EvidenceView) -> Iterator[Told]:
    """Go through those whose practices take no MESH, in the journeys that have them."""
    answers = {label for pathway in KINDS for label in (case.label for case in cases_of(pathway))}
    return (told for told in patients(evidence, NO_MESH) if not answers & set(told.journey.also))


def tells(told: Told, mail: ExchangeView) -> bool:
    """Say whether an e-mail tells anything that was recorded of a patient's consultation."""
    text, recorded = squeezed(what_it_says(mail).text).casefold(), told.done("record_consultation")[-1].given
    return any(squeezed(str(recorded[what])).casefold() in text for what in FINDINGS)


@criterion("GPM-34")
def test_the_email_says_what_the_document_would(evidence: EvidenceView):
    """Who the patient is, who saw them, when, what was found, advised and asked for, and what was supplied."""
    unseen = Unseen()
    for told in after_an_answer(evidence):
        with unseen:
            # A person may be told in its place, or the practice be asked to ring.
            expect_told([mail for mail in told.mails() if tells(told, mail)], told)
    for told in without_mesh(evidence):
        with unseen:
            mails = fall_back(told)
            if not told.done("record_consultation"):
                raise NotShown(f"{told.last.where}: no consultation was recorded for {told.label}")
            expect_told(mails, told)
    unseen.tell()


def expect_told(mails: list[ExchangeView], told: Told) -> None:
    """Raise NotMet unless each e-mail says what was recorded of a patient, and nothing else."""
    recorded = told.done("record_consultation")[-1].given
    # Whoever the patient is, it is the journey's pharmacist who sees them.
    issued = {**told.issued, "pharmacist": told.journey.issued["pharmacist"]}
    for mail in mails:
        expect_said(due_words(issued, recorded), mail)
        expect_nothing_else(told, recorded, mail)
        expect_medicines(told, recorded, mail)


def expect_nothing_else(told: Told, consultation: Mapping[str, Any], mail: ExchangeView) -> None:
    """Raise NotMet where an e-mail gives another finding, method, gender, disposition or urgency than there is."""
    text = what_it_says(mail).text
    expect_labelled_in_mail(text, consultation, told.issued["report"], mail)
    expect_method([text], consultation, mail)
    expect_gender(text, told.person, mail)
    expect_disposition(text, told.issued["report"], mail)
    if told.journey.pathway == URGENT_MEDICINES:
        expect_method_told(text, consultation, mail)
    expect_urgency(text, consultation, mail)
    expect_no_doubt(text, told.issued, told.journey.seen, mail)


def expect_medicines(told: Told, consultation: Mapping[str, Any], mail: ExchangeView) -> None:
    """Raise NotMet unless an e-mail has each item that was supplied, with its directions, and each recommended."""
    medicines = told.journey.issued["medicines"].values()
    names = {held["own_code"]: held["display"] for held in medicines}
    supplied = [
        item for seen in told.done("supply_medicine") for item in seen.given.get("items") or [seen.given]
    ]
    for what, items in zip(PRODUCTS, (consultation["products"], supplied), strict=True):
        for item in items:
            directions = {"its directions": [str(item["dosage"])]} if item.get("dosage") else {}
            due = {what: [names[item["code"]]], QUANTITY: quantities(float(item["quantity"]))}
            expect_said({**due, **directions}, mail)


@criterion("GPM-35")
def test_nothing_of_the_patient_stands_where_anybody_can_read_it(evidence: EvidenceView):
    """No name, number, birth date, address, telephone or drug in the subject or in an attachment's file name."""
    unseen = Unseen()
    for told in after_an_answer(evidence):
        for mail in told.mails():
            expect_hidden(told.person, told.journey.issued["medicines"], mail)
    for told in without_mesh(evidence):
        with unseen:
            for mail in fall_back(told):
                expect_hidden(told.person, told.journey.issued["medicines"], mail)
    unseen.tell()
