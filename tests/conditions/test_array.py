"""Covering arrays over the catalogue's people: every value, and every pair that can be, of every seed."""

from collections import Counter

import pytest

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.conditions.array import REFUSABLE, Draws, covering
from cpcs_harness.conditions.claims import claimed
from cpcs_harness.conditions.draws import OF_SEVERAL, asks_of, rows_of
from cpcs_harness.conditions.load import conditions, load_conditions
from cpcs_harness.conditions.model import Condition, pairs_of
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.people.fixtures import fixture
from explore import times

NOBODY_IS_TOLD = ("no consent", "never consented", "no practice")
"""Labels of patients about whom no e-mail goes."""
SEEDS = range(1, 1 + 4 * times())
"""Each run of these tests goes through the first few of those of `make test-deep`."""


@pytest.fixture(scope="module")
def tables():
    known, further = conditions(), fixture("people")
    asks = {id: asks_of(journey, further.get(id, ())) for id, journey in all_journeys().items()}
    return {seed: rows_of(known, asks, further, seed) for seed in SEEDS}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_pair_that_can_be_is_somebodys(tables, seed):
    known = conditions()
    found = set()
    for row in tables[seed].values():
        of = known.conditions_of(row)
        if not any(map(known.is_refusable, of)):
            found.update(pairs_of(of))

    assert [pair for pair in known.pairs() if pair not in found] == []


OF_MAIL = [
    criterion
    for criterion in load_catalogue().criteria.values()
    if "gp-mail" in criterion.needs
    and set(criterion.needs) <= {"gp-mail", "minor-illness-product-recommended"}
]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_e_mails_are_for_of_consultations_is_somebodys_who_is_told_of(tables, seed):
    known = conditions()
    told = [label for label in fixture("people")["gp-mail"] if label not in NOBODY_IS_TOLD]
    had = {one for label in told for one in known.conditions_of(tables[seed][f"gp-mail/{label}"])}
    due = {one for criterion in OF_MAIL for one in claimed(criterion, known)}
    of_consultations = {one for one in due if one.dimension in known.of_messages["consultation"].dimensions}

    assert of_consultations
    assert of_consultations - had == set()


@pytest.mark.parametrize("seed", SEEDS)
def test_every_value_is_somebodys(tables, seed):
    known = conditions()
    found = {one for row in tables[seed].values() for one in known.conditions_of(row)}

    assert [str(one) for one in known.all() if one not in found] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_has_what_is_excluded_or_two_values_that_may_be_refused(tables, seed):
    known = conditions()
    wrong = [
        (name, one, other)
        for name, row in tables[seed].items()
        for one, other in pairs_of(known.conditions_of(row))
        if not known.go_together(one, other)
    ]

    assert wrong == []


@pytest.mark.parametrize("seed", SEEDS)
def test_what_mys_does_not_take_or_answer_at_first_is_claimed_for_once_more(tables, seed):
    drawn = [dict(conditions().conditions_of(row)) for row in tables[seed].values()]
    met = [
        row for row in drawn if row.get("what MYS does first", "it takes the claim") != "it takes the claim"
    ]

    assert met
    assert {row["how often it is asked for"] for row in met} == {"twice"}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_may_be_refused_is_had_by_a_few_whose_journeys_expect_it(tables, seed):
    known, journeys = conditions(), all_journeys()
    had = Counter()
    for name, row in tables[seed].items():
        refusable = [one for one in known.conditions_of(row) if known.is_refusable(one)]
        had.update(refusable)
        journey, _, label = name.partition("/")
        if OF_SEVERAL not in name and not journeys[journey].may_be_refused:
            pinned = journeys[journey].pinned(label)
            assert all(pinned.get(one.dimension) == one.value for one in refusable), name

    assert had
    assert max(had.values()) <= REFUSABLE


def test_a_seed_gives_the_same_rows_whoever_asks_first():
    known = conditions()
    people = {f"person {number}": Draws() for number in range(40)}
    others = dict(reversed(people.items()))

    assert covering(known, people, 5) == covering(known, others, 5)
    assert covering(known, people, 5) != covering(known, people, 6)


def test_what_is_pinned_is_had_and_what_is_not_asked_for_is_plain():
    known = conditions()
    pinned = {"NHS number": "nine digits", "sending system": "tpp"}

    row = covering(known, {"one": Draws(pinned), "other": Draws()}, 1)

    assert row["one"] | pinned == row["one"]
    assert row["other"]["NHS number"] == "verified"


def test_who_asks_draws_what_others_leave_plain():
    known = conditions()
    asks = Draws(asked=frozenset({"NHS number"}))

    rows = covering(known, {f"person {number}": asks for number in range(40)}, 1)

    assert {row["NHS number"] for row in rows.values()} == {
        value.id for value in known.dimensions["NHS number"].values
    }
    assert {row["gender"] for row in rows.values()} == {"male or female"}


def test_who_has_everything_pinned_meets_nothing_for_others():
    known = conditions()
    plain = {one.id: one.plain.id for one in known.dimensions.values()}
    asks = Draws(asked=frozenset(known.dimensions))
    people = {f"person {number:03}": asks for number in range(125)}

    alone = covering(known, people, 1)
    beside = covering(known, people | {"nobody": Draws(plain, asks.asked)}, 1)

    assert beside["nobody"] == plain
    for rows in (alone, {name: row for name, row in beside.items() if name != "nobody"}):
        pairs = {pair for row in rows.values() for pair in pairs_of(known.conditions_of(row))}
        assert set(known.pairs()) <= pairs


def test_a_pair_is_the_same_in_whatever_order_it_is_asked_for():
    known = conditions()
    alone, suffix = Condition("addressing", "service alone"), Condition("suffix of the ODS code", "RPX")

    assert not known.go_together(alone, suffix)
    assert not known.go_together(suffix, alone)
    assert (alone, suffix) not in known.pairs()


TWO_THINGS = """\
kinds:
  - {id: form, text: "envelope", message: report by ITK}
  - {id: consultation, text: "what is recorded", message: consultation}
dimensions:
  - id: system
    kind: form
    field: habits
    drawn: everywhere
    source: "sheet, 1"
    values: [{id: field, is: field}, {id: strict, is: strict}, {id: tpp, is: tpp}, {id: cleric, is: cleric}]
  - id: method
    kind: consultation
    field: method
    drawn: everywhere
    source: "sheet, 2"
    values: [{id: by telephone, is: telephone}, {id: face to face, is: face-to-face}]
"""


@pytest.mark.parametrize("seed", range(10))
def test_what_somebody_has_of_two_things_meets_as_often_as_can_be(tmp_path, seed):
    path = tmp_path / "conditions.yaml"
    path.write_text(TWO_THINGS)
    known = load_conditions(path)

    rows = covering(
        known, {f"person {number}": Draws(asked=frozenset({"method"})) for number in range(8)}, seed
    )

    assert len({(row["system"], row["method"]) for row in rows.values()}) == 8
