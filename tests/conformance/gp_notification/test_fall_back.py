"""The e-mail in place of a document: all that the document would say, and nothing of the patient outside it."""

import pytest

from cpcs_harness._content.conformance.gp_notification import _emails, test_fall_back
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from gp_evidence import evidence, mail, notified, recorded
from nhs111_evidence import issued

LABEL = "takes no MESH"
CONSULTED = {
    "started": "2026-11-25T10:00:00Z",
    "method": "telephone",
    "presenting_complaint": "sore throat",
    "assessment": "viral",
    "advice": "drink",
    "actions_for_gp": "none needed",
}
MEDICINE = issued(LABEL)["medicines"]["urgent-medicine"]["display"]
WORDS = {what: forms[0] for what, forms in _emails.due_words(issued(LABEL), CONSULTED).items()} | {
    "supply": f"{MEDICINE}, 28 tablets",
    "the consent to share": "the patient agreed to share this",
    "the method": "the patient rang",
}


def judged(judge, *mails, note="sent"):
    seen = [
        recorded(1, LABEL, **CONSULTED),
        recorded(2, LABEL, "supply_medicine", quantity=28),
        notified(9, LABEL, ("nhsmail", note)),
    ]
    judge(evidence([LABEL], mails, seen, "urgent-medicines"))


def said(**changes):
    text = ". ".join((WORDS | changes).values())
    judged(test_fall_back.test_the_email_says_what_the_document_would, mail(3, LABEL, text=text))


@pytest.mark.parametrize("supply", [f"{MEDICINE}, 28 tablets", f"28 x {MEDICINE}", f"{MEDICINE}: 28.0"])
def test_the_supply_is_told_with_its_quantity(supply):
    said(supply=supply)


@pytest.mark.parametrize(
    "supply", ["", "28 tablets", f"{MEDICINE}, 280 tablets", f"{MEDICINE} at 10:28", f"{MEDICINE} 28/11/2026"]
)
def test_another_supply_is_another(supply):
    with pytest.raises(NotMet):
        said(supply=supply)


@pytest.mark.parametrize("what", ["the NHS number", "the advice", "the pharmacy's telephone", "the method"])
def test_what_is_left_out_is_missed(what):
    with pytest.raises(NotMet, match=what):
        said(**{what: ""})


@pytest.mark.parametrize(
    "what", ["the family name", "the NHS number", "the birth date", "the patient's postcode"]
)
def test_the_subject_names_no_patient(what):
    judge = test_fall_back.test_nothing_of_the_patient_stands_where_anybody_can_read_it

    judged(judge, mail(3, LABEL, subject="CPCS report of referral 17"))
    with pytest.raises(NotMet):
        judged(judge, mail(3, LABEL, subject=f"CPCS report: {WORDS[what]}"))


def test_the_subject_names_no_drug():
    judge = test_fall_back.test_nothing_of_the_patient_stands_where_anybody_can_read_it
    drug = MEDICINE.partition(" ")[0].upper()

    with pytest.raises(NotMet):
        judged(judge, mail(3, LABEL, subject=f"CPCS report: {drug} supplied"))


@pytest.mark.parametrize(("note", "raised"), [("failed", NotApplicable), ("sent", NotShown)])
def test_who_tells_a_person_in_its_place_has_no_email(note, raised):
    with pytest.raises(raised):
        judged(test_fall_back.test_the_email_says_what_the_document_would, note=note)
