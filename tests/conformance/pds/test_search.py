"""What counts as the name that was sent, and as a number that was kept back."""

import pytest

from cpcs_harness._content.conformance.pds import test_search
from cpcs_harness.errors import NotMet, NotShown
from pds_evidence import call, evidence, person, seen


@pytest.mark.parametrize(
    ("sent", "same"),
    [
        ("O'ÑEILL DE LA TÖRRE", True),
        ("O'N\u0303eill de la To\u0308rre", True),
        ("O'Ñe*", True),
        ("O'Ñe", False),
        ("ONeill de la Torre", False),
        ("O%27Ñeill de la Törre", False),
    ],
)
def test_a_name_is_the_same_in_any_case_and_form_and_by_a_wildcard(sent, same):
    assert test_search.is_written(sent, "O'Ñeill de la Törre") is same


def test_only_wrong_numbers_that_were_keyed_in_can_be_kept_back():
    one = evidence((), [seen(1, about="numbers")], numbers=person("numbers"))
    one.each()[0].seen[0].given = {"nhs_number": person("numbers")["person"]["nhs_number"]}

    with pytest.raises(NotShown):
        test_search.test_what_is_no_nhs_number_is_not_sent(one)


def test_who_was_found_by_a_name_may_be_read_at_once():
    family = "O'Ñeill"
    issued = person("odd-name")
    asked = seen(3, about="odd-name")
    asked.given = {"family": family, "given": "Jo"}
    number = issued["person"]["nhs_number"]
    searched = call(1, [("family", family), ("birthdate", f"eq{issued['person']['birth_date']}")])
    read = call(2, path=f"/{number}")

    test_search.test_a_name_arrives_as_it_is_written(
        evidence([searched, read], [asked], **{"odd-name": issued})
    )
    with pytest.raises(NotShown, match="nobody was searched for"):
        test_search.test_a_name_arrives_as_it_is_written(evidence([read], [asked], **{"odd-name": issued}))


@pytest.mark.parametrize(("family", "right"), [("O'Ñeill", True), ("O%27Ñeill", False)])
def test_a_search_that_nobody_can_be_told_from_but_by_birth_date_is_looked_at_too(family, right):
    issued = person("odd-name")
    asked = seen(3, about="odd-name")
    asked.given = {"family": "O'Ñeill", "given": "Jo"}
    searched = call(1, [("family", family), ("birthdate", f"eq{issued['person']['birth_date']}")])
    searched.journey = None
    one = evidence([searched], [asked], **{"odd-name": issued})
    one.each()[0].calls.clear()

    if right:
        test_search.test_a_name_arrives_as_it_is_written(one)
        return
    with pytest.raises(NotMet):
        test_search.test_a_name_arrives_as_it_is_written(one)
