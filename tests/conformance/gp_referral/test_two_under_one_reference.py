"""A practice's reference may stand at two patients: the row of one is not taken for a second row of the other."""

from types import SimpleNamespace

from cpcs_harness._content.conformance.gp_referral._referrals import MAIL, PracticeMessage

OWN, OTHER = "9990000018", "9990000026"
REFERENCE = "PR-1"


def referral(number):
    return {"reference": REFERENCE, "person": {"nhs_number": number}}


def rows_of(message, *rows):
    """Give the rows of a worklist that are about a message."""
    seen = SimpleNamespace(shown={"referrals": rows}, read=lambda reader: reader(seen))
    return message.rows(seen)


def email_of(*numbers):
    """Give the e-mail about the first patient; the practice sends one about each of them."""
    calls = [
        SimpleNamespace(service=MAIL[0], operation=MAIL[1], facts={"referral": referral(number)})
        for number in numbers
    ]
    return PracticeMessage(SimpleNamespace(calls=calls), calls[0])


def test_another_patients_row_under_the_same_reference_is_not_its_own():
    own, other = ({"case_reference": REFERENCE, "nhs_number": number} for number in (OWN, OTHER))

    assert rows_of(email_of(OWN, OTHER), own, other) == [own]


def test_a_row_with_a_number_that_nobody_was_referred_by_is():
    wrong = {"case_reference": REFERENCE, "nhs_number": OTHER}

    assert rows_of(email_of(OWN), wrong) == [wrong]
