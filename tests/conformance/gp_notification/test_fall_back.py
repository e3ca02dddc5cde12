"""The e-mail in place of a document: all that the document would say, and nothing of the patient outside it."""

import pytest

from cpcs_harness._content.conformance.gp_notification import _emails, test_fall_back
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from gp_evidence import evidence, mail, notified, recorded
from nhs111_evidence import issued

LABEL, REFUSED = "takes no MESH", "invalid"
CONSULTED = {
    "started": "2026-11-25T10:00:00Z",
    "method": "telephone",
    "presenting_complaint": "sore throat",
    "assessment": "viral",
    "advice": "drink",
    "actions_for_gp": "none needed",
    "products": [],
}
MEDICINES = issued(LABEL)["medicines"]
CODES = {"urgent-medicine": "S100", "recommended-product": "P500"}
(MEDICINE, CODE), (OTHER, OTHER_CODE) = ((MEDICINES[role]["display"], code) for role, code in CODES.items())
WORDS = {what: forms[0] for what, forms in _emails.due_words(issued(LABEL), CONSULTED).items()} | {
    "supply": f"{MEDICINE}, 28 tablets",
    "the consent to share": "the patient agreed to share this",
    "the method": "the patient rang",
}


def judged(judge, *mails, note="sent", labels=(LABEL,), supplied=None, products=()):
    label, given = labels[-1], supplied or [{"code": CODE, "quantity": 28}]
    seen = [
        recorded(1, label, **CONSULTED | {"products": list(products)}),
        *(recorded(at, label, "supply_medicine", **item) for at, item in enumerate(given, start=2)),
        notified(9, label, ("nhsmail", note)),
    ]
    view = evidence(labels, mails, seen, "urgent-medicines")
    for journey in view.each():
        for role, code in CODES.items():
            journey.issued["medicines"][role]["own_code"] = code
    judge(view)


def said(
    judge=test_fall_back.test_the_email_says_what_the_document_would, label=LABEL, given=None, **changes
):
    words = {what: forms[0] for what, forms in _emails.due_words(issued(label), CONSULTED).items()}
    text = ". ".join(
        ({**WORDS, **words, "the consent to share": WORDS["the consent to share"]} | changes).values()
    )
    judged(judge, mail(5, label, text=text), labels=[label], **(given or {}))


@pytest.mark.parametrize("supply", [f"{MEDICINE}, 28 tablets", f"28 x {MEDICINE}", f"{MEDICINE}: 28.0"])
def test_the_supply_is_told_with_its_quantity(supply):
    said(supply=supply)


@pytest.mark.parametrize(
    "supply", ["", "28 tablets", f"{MEDICINE}, 280 tablets", f"{MEDICINE} at 10:28", f"{MEDICINE} 28/11/2026"]
)
def test_another_supply_is_another(supply):
    with pytest.raises(NotMet):
        said(supply=supply)


TWO = {
    "supplied": [
        {"code": CODE, "quantity": 28},
        {"code": OTHER_CODE, "quantity": 7.5, "dosage": "One at night"},
    ]
}
BOTH = f"{MEDICINE}, 28 tablets. {OTHER}, 7.5 tablets, one at night"


@pytest.mark.parametrize(
    "supply",
    [
        f"{MEDICINE}, 28 tablets",
        BOTH.replace("7.5", "7"),
        BOTH.replace("7.5", "7.55"),
        BOTH.replace("one at night", "as before"),
        BOTH.replace(OTHER, "another"),
    ],
)
def test_each_item_is_told_with_quantity_and_directions(supply):
    said(given=TWO, supply=BOTH)
    with pytest.raises(NotMet):
        said(given=TWO, supply=supply)


@pytest.mark.parametrize("half", ["7.5", "7.50", "7½", "7 1/2"])
def test_a_half_is_told_in_any_writing(half):
    said(given=TWO, supply=BOTH.replace("7.5", half))


def test_what_was_recommended_beside_is_told():
    given = {"products": [{"code": OTHER_CODE, "quantity": 12}]}

    said(given=given, supply=f"{MEDICINE}, 28 tablets. {OTHER}, 12 tablets")
    with pytest.raises(NotMet, match="recommended"):
        said(given=given)


def test_an_email_after_a_refusal_says_the_same_where_it_tells_of_the_consultation():
    said(label=REFUSED)
    with pytest.raises(NotMet):
        said(label=REFUSED, supply="nothing")
    judged(
        test_fall_back.test_the_email_says_what_the_document_would,
        mail(5, REFUSED, text="We could not send you a document: please ring us."),
        labels=[REFUSED],
    )


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
