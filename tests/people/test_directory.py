"""Services near a postcode are found however the postcode is written."""

from cpcs_harness.people.directory import HeldServices, plain_place


def test_a_place_is_a_postcode_without_its_blank():
    assert HeldServices("LS1 4AP", ()).place == plain_place(" ls14ap ") == "LS14AP"
