"""Education is a reason from the 16th birthday until the day before the 19th; on paper it is looked at by nobody."""

from datetime import date

import pytest

from cpcs_harness._content.conformance.tokens import test_education as education
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from cpcs_harness.people.age import Age
from made_up import MOMENT, observed
from nhs111_evidence import evidence, issued

DAY = date.fromisoformat(MOMENT[:10])
GIVEN = issued("education", "urgent-medicines")
DOCUMENT = GIVEN["report"]["document_id"]


def judged(check, birth, status, *, kind="education", reason=None):
    person = {**GIVEN["person"], "birth_date": birth.isoformat()}
    seen = observed(
        1, "declare_exemption", {}, about=DOCUMENT, given={"kind": kind}, status=status, reason=reason
    )
    check(evidence({**GIVEN, "person": person}, seen=[seen]))


@pytest.mark.parametrize("age", [Age(16), Age(17, 100), Age(19, -1)], ids=str)
def test_it_is_taken_while_it_counts(age):
    judged(education.test_education_is_taken_from_16_to_18, age.born(DAY), "done")
    with pytest.raises(NotMet, match="education taken of who is 1"):
        judged(education.test_education_is_taken_from_16_to_18, age.born(DAY), "refused")
    with pytest.raises(NotShown, match="nobody of 19 or more"):
        judged(education.test_education_is_not_taken_from_19_on, age.born(DAY), "done")


@pytest.mark.parametrize("age", [Age(19), Age(30, 5)], ids=str)
def test_it_is_not_taken_afterwards_without_a_word(age):
    check = education.test_education_is_not_taken_from_19_on

    judged(check, age.born(DAY), "refused")
    judged(check, age.born(DAY), "done", reason="The patient is 19; ask them")
    with pytest.raises(NotMet, match="education refused of who is"):
        judged(check, age.born(DAY), "done")


def test_on_paper_alone_it_does_not_apply():
    with pytest.raises(NotApplicable):
        judged(education.test_education_is_taken_from_16_to_18, Age(17, 3).born(DAY), "cannot")
