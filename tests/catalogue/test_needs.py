"""A need names one journey by its id, or a journey in all its pathways."""

from dataclasses import replace

import pytest

from cpcs_harness.catalogue import Catalogue, Criterion, Source
from cpcs_harness.catalogue.needs import (
    journeys_looked_at,
    journeys_named,
    journeys_needed,
    known_needs,
    unknown_needs,
)
from small_catalogue import VOCABULARY

MI, UM = "minor-illness", "urgent-medicines"
JOURNEYS = {"recommended": MI, "supplied": UM, "traced-mi": MI, "traced-um": UM, "online-um": UM}
CRITERION = Criterion(
    id="PDS-01",
    text="…",
    strength="must",
    certainty="published",
    stands_on="wire",
    judged_by="automated",
    source=Source("seed"),
    risk="…",
)


def catalogue_of(*needs):
    criteria = {"PDS-01": replace(CRITERION, needs=needs)}
    return Catalogue("toolkit_requirements.yaml", "", VOCABULARY, (), criteria)


NAMED = {
    "supplied": ["supplied"],
    "traced": ["traced-mi", "traced-um"],
    "traced-um": ["traced-um"],
    "online": ["online-um"],
    "trace": [],
    "traced-": [],
}


@pytest.mark.parametrize(("need", "named"), NAMED.items())
def test_a_need_names_journeys(need, named):
    assert journeys_named(catalogue_of(), need, JOURNEYS) == named


def test_what_is_looked_at_as_well_is_not_needed():
    catalogue = catalogue_of("supplied")
    criterion = replace(CRITERION, needs=("supplied",), also=("traced", "online-um", "supplied"))
    catalogue = replace(catalogue, criteria={"PDS-01": criterion})

    assert journeys_needed(catalogue, "PDS-01", UM, JOURNEYS) == ["supplied"]
    assert journeys_looked_at(catalogue, "PDS-01", UM, JOURNEYS) == ["supplied", "traced-um", "online-um"]
    assert journeys_looked_at(catalogue, "PDS-01", MI, JOURNEYS) == ["traced-mi"]
    assert unknown_needs(catalogue, JOURNEYS) == []


def test_a_criterion_needs_in_each_pathway_what_its_needs_name_there_in_their_order():
    catalogue = catalogue_of("supplied", "traced", "recommended", "traced-um")

    assert journeys_needed(catalogue, "PDS-01", MI, JOURNEYS) == ["traced-mi", "recommended"]
    assert journeys_needed(catalogue, "PDS-01", UM, JOURNEYS) == ["supplied", "traced-um"]


def test_a_need_is_unknown_unless_it_is_an_id_or_stands_for_a_journey_in_each_pathway():
    catalogue = catalogue_of("supplied", "traced", "online", "online-um", "trace")

    assert unknown_needs(catalogue, JOURNEYS) == ["online", "trace"]


def test_what_a_need_may_say_are_ids_and_names_without_the_pathway():
    assert known_needs(catalogue_of(), {"supplied": UM, "traced-mi": MI, "traced-um": UM}) == [
        "supplied",
        "traced-mi",
        "traced-um",
        "traced",
    ]
