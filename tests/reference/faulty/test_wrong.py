"""How a fault is named, and given to the one part of a service that it is for."""

import pytest

from reference.faulty._wrong import give, name_of
from reference.kit.problems import StartupProblem
from reference.pharmacy.rights import Rights


class Lax(Rights):
    def check(self, role, right):
        pass


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("ClaimsTwice", "claims_twice"),
        ("ListsAReferralTwice", "lists_a_referral_twice"),
        ("AnswersRefusalsWith400", "answers_refusals_with_400"),
        ("TreatsAny200AsAPatient", "treats_any_200_as_a_patient"),
        ("FetchesTheCis2KeysOnce", "fetches_the_cis2_keys_once"),
        ("says_200_to_everything", "says_200_to_everything"),
    ],
)
def test_a_fault_is_called_what_its_class_is_called(identifier, name):
    assert name_of(identifier) == name


def test_the_part_that_is_held_in_several_places_is_one(service):
    assert give(Lax, service) is service.rights is service.scr_viewer.rights
    assert type(service.rights) is Lax


def test_a_fault_for_no_part_is_refused(service):
    service.rights = service.scr_viewer.rights = None

    with pytest.raises(
        StartupProblem, match="Lax is for one part of the system that is a Rights; there are 0"
    ):
        give(Lax, service)


def test_a_fault_for_several_parts_is_refused(service):
    service.rights = Rights()

    with pytest.raises(StartupProblem, match="there are 2"):
        give(Lax, service)
