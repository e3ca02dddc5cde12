"""Things besides reports that have conditions: fields and dimensions name the same, and only who asks draws them."""

import pytest

from cpcs_harness.conditions.draws import Asks, asks_of, rows_of, settings_of, settings_of_people
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import pairs_of
from cpcs_harness.conditions.things import FIELDS, NAMES, REPORT
from cpcs_harness.errors import UsageProblem
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.journeys.journey import Journey
from cpcs_harness.judging.things.conditions import READERS
from cpcs_harness.people.fixtures import fixture

KNOWN = conditions()


def test_what_has_fields_has_dimensions_and_a_reader():
    assert set(KNOWN.messages.values()) == set(NAMES) == set(READERS)


@pytest.mark.parametrize("thing", FIELDS)
def test_each_field_is_a_dimension_with_all_that_it_can_be(thing):
    drawn = {
        one.field: {value.literal for value in one.values}
        for one in KNOWN.of_messages[thing].dimensions.values()
    }

    assert drawn == {field: set(values) for field, values in FIELDS[thing].items()}


@pytest.mark.parametrize("thing", FIELDS)
def test_who_does_not_ask_has_no_row_of_it(thing):
    asks = {"asks": Asks((thing,)), "does not": Asks()}

    rows = rows_of(KNOWN, asks, {"asks": ["also"]}, 1)

    own = set(KNOWN.of_messages[thing].dimensions)
    assert {name for name, row in rows.items() if own & set(row)} == {"asks", "asks/also"}
    assert own <= set(rows["asks"])
    assert all(set(KNOWN.of_messages[REPORT].dimensions) <= set(row) for row in rows.values())


def test_what_is_asked_for_of_one_thing_leaves_the_rows_of_another_as_they_are():
    plain = rows_of(KNOWN, {"one": Asks(), "two": Asks()}, {}, 1)
    more = rows_of(KNOWN, {"one": Asks(("consultation",)), "two": Asks()}, {}, 1)

    report = KNOWN.of_messages[REPORT].dimensions
    assert {name: {id: row[id] for id in report} for name, row in more.items()} == plain


def test_a_label_may_ask_for_something_else_than_its_journey():
    journey = type(
        "Some", (Journey,), {"asks": classmethod(lambda _cls, label: ("consultation",) if label else ())}
    )

    rows = rows_of(KNOWN, {"some": asks_of(journey, ["seen"])}, {"some": ["seen"]}, 1)

    assert "method" in rows["some/seen"]
    assert "method" not in rows["some"]


@pytest.mark.parametrize("seed", [1, 2])
def test_every_pair_of_every_thing_is_somebodys(seed):
    asks = {id: asks_of(journey, fixture("people").get(id, ())) for id, journey in all_journeys().items()}
    found = {
        pair
        for row in rows_of(KNOWN, asks, fixture("people"), seed).values()
        for pair in pairs_of(KNOWN.conditions_of(row))
    }

    assert [pair for thing in FIELDS for pair in KNOWN.of_messages[thing].pairs() if pair not in found] == []


def test_of_several_that_one_person_has_each_is_drawn_by_itself():
    asks = {"one": Asks(several={"also": {"DoS answer": 3}}), "two": Asks()}

    settings = settings_of_people(asks, {"one": ["also"]}, 1)

    assert set(settings) == {"one", "one/also", "two"}
    drawn = settings["one/also"].several["DoS answer"]
    assert [set(row) for row in drawn] == [set(FIELDS["DoS answer"])] * 3
    assert len({tuple(row.items()) for row in drawn}) == 3
    assert not settings["one/also"].things
    assert not settings["one"].several
    assert not settings["two"].several


def test_what_one_person_has_several_of_leaves_the_rows_of_others_as_they_are():
    plain = settings_of_people({"one": Asks(), "two": Asks()}, {}, 1)
    more = settings_of_people({"one": Asks(several={"": {"DoS answer": 3}}), "two": Asks()}, {}, 1)

    assert more["two"] == plain["two"]
    assert more["one"].report == plain["one"].report


@pytest.mark.parametrize("several", [{"no such": 2}, {REPORT: 2}, {"DoS answer": 0}, {"DoS answer": 10**9}])
def test_what_nobody_can_have_several_of_is_told(several):
    with pytest.raises(UsageProblem, match="cannot have"):
        rows_of(KNOWN, {"one": Asks(several={"": several})}, {}, 1)


def test_what_is_drawn_of_a_thing_is_no_setting_of_the_report():
    settings = settings_of(KNOWN, {"method": "face to face", "addressing": "service alone"})

    assert settings.things == {"consultation": {"method": "face-to-face"}}
    assert settings.report == {"addressing": ("dos",)}
