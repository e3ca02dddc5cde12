"""The plan names every journey of the suite: those of this run with their sitting, the others apart."""

from datetime import date

import pytest

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.errors import UsageProblem
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.run.candidate import declaration_of
from cpcs_harness.run.plan import Asked, make_plan

ONLY = ("minor-illness-product-recommended", "urgent-medicine-supplied")


@pytest.fixture(scope="module")
def plan():
    catalogue = load_catalogue()
    declaration = declaration_of(None, catalogue)
    return make_plan(Asked(only=ONLY), catalogue, declaration, all_journeys(), date(2026, 1, 1), 20.0)


def test_what_is_planned_and_what_is_not_is_the_whole_suite(plan):
    planned = [journey.id for journey in plan.journeys]
    others = [journey.id for journey in plan.not_planned]

    assert sorted(planned) == list(ONLY)
    assert sorted(planned + others) == list(all_journeys())


def test_each_journey_has_its_pathway_and_its_title(plan):
    said = {name: (one.pathway, one.title) for name, one in plan.known.items()}

    assert said == {name: (one.pathway, one.title) for name, one in all_journeys().items()}


def test_journeys_of_other_times_come_last_in_the_order_of_time_and_share_a_sitting_by_their_moments(
    monkeypatch,
):
    journeys = all_journeys()
    at = dict(zip(ONLY, (("2028-02-29T12:00:00+00:00",), ("2028-02-29T11:30:00Z",)), strict=True))
    for name, moments in at.items():
        monkeypatch.setattr(journeys[name], "clock", moments)
    monkeypatch.setattr(journeys["pds-tokens-mi"], "clock", ("2028-02-29T12:00:00Z",))
    only = (*ONLY, "pds-tokens-mi", "pds-tokens-um", "pds-search-mi")

    planned = make_plan(
        Asked(only=only),
        load_catalogue(),
        declaration_of(None, load_catalogue()),
        journeys,
        date(2026, 1, 1),
        20.0,
    )

    assert [(sitting.clock, sitting.journeys) for sitting in planned.sittings] == [
        ("real", ("pds-search-mi",)),
        ("real", ("pds-tokens-um",)),
        ("2028-02-29T11:30:00Z", (ONLY[1],)),
        ("2028-02-29T12:00:00+00:00", (ONLY[0],)),
        ("2028-02-29T12:00:00Z", ("pds-tokens-mi",)),
    ]


def test_journeys_that_are_alone_have_a_sitting_each_but_for_those_that_share_one_by_name():
    catalogue, alone = load_catalogue(), ("pds-tokens-mi", "pds-tokens-um", "referral-survives-restart-um")
    declaration, asked = declaration_of(None, catalogue), Asked(only=(*ONLY, *alone))

    planned = make_plan(asked, catalogue, declaration, all_journeys(), date(2026, 1, 1), 20.0)

    assert [sitting.journeys for sitting in planned.sittings] == [
        ONLY,
        ("pds-tokens-mi", "pds-tokens-um"),
        ("referral-survives-restart-um",),
    ]


def test_a_journey_that_is_not_there_is_answered_with_one_that_begins_so_or_is_near():
    catalogue = load_catalogue()
    asked = Asked(only=("pds-search", "pds-serch-um", *ONLY, "what"))

    with pytest.raises(UsageProblem) as told:
        make_plan(asked, catalogue, declaration_of(None, catalogue), all_journeys(), date(2026, 1, 1), 20.0)

    assert str(told.value) == (
        "--only: no journey is called 'pds-search'. Did you mean 'pds-search-mi'? `cpcs journeys` lists them; "
        "--only: no journey is called 'pds-serch-um'. Did you mean 'pds-search-um'? `cpcs journeys` lists them; "
        "--only: no journey is called 'what'. `cpcs journeys` lists them"
    )
