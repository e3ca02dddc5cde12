"""The smallest part of its journeys in which a fault shows: guessed from findings, and found by halves."""

from string import ascii_lowercase

import pytest

from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.journeys.part import JourneyPart
from cpcs_harness.prove import narrowing
from cpcs_harness.prove.narrowing import smallest
from cpcs_harness.prove.part import EVERYBODY

FIVE = "abcde"
TABLE = [f"Step {number}" for number in range(30)]


def patient(journey, label):
    held = {"person": {"nhs_number": f"999 {label}"}, "report": {"document_id": f"D {label}"}}
    return "issued_also", journey, {**held, "gp_referral": {}, "label": label, "pharmacist": "Cerys"}


def steps(journey, *names):
    return [("step", journey, {"name": name}) for name in names]


def look(journey, about, step=""):
    return "observation", journey, {"about": about}, step


def call(journey, rule, step=""):
    return "exchange", journey, {"rule": rule}, step


def evidence(*events):
    """Make evidence of events, and give it with the ids of those that a candidate brought about."""
    written = [
        {"seq": number, "kind": kind, "journey": journey, "data": data, "step": step[0] if step else None}
        for number, (kind, journey, data, *step) in enumerate(events, 1)
    ]
    by_id = {f"{one['kind'][0]}{one['seq']}": one for one in written}
    return Evidence(None, written, _by_id=by_id), [id for id in by_id if id[0] in "eo" and "step" not in id]


class Tried(list):
    """Writes down which parts were tried; a fault shows in those that `needs` accepts."""

    def __init__(self, needs):
        super().__init__()
        self.needs = needs

    def __call__(self, part):
        self.append(part)
        return self.needs(part)


def always(_part):
    return True


def many(*events):
    people = [patient("many/2", label) for label in FIVE] + [patient("few", label) for label in "fg"]
    return evidence(*people, *events)


@pytest.mark.parametrize(
    ("event", "labels"),
    [
        (call("many/2", "NHS number 999 c"), ("c",)),
        (look("many/2", "D d"), ("d",)),
        (call("many/2", "GPhC number Cerys"), ()),
        (look("many/2", ""), ()),
        (call("other", "NHS number 999 a"), ()),
    ],
    ids=["by its rule", "by its document", "of nobody alone", "about nothing", "of another journey"],
)
def test_a_part_is_of_those_whom_findings_are_about(event, labels):
    held, ids = many(event)

    assert smallest(held, ["many"], [[ids]], always, always) == (JourneyPart("many", labels),)


def test_where_too_few_would_be_left_out_everybody_stays():
    held, ids = many(*[look("many", f"D {label}") for label in "abc"])

    assert smallest(held, ["many"], [[ids]], always, always) == EVERYBODY
    assert smallest(held, ["few"], [[]], always, always) == EVERYBODY


def test_a_part_ends_with_the_step_that_the_first_finding_of_each_criterion_needs():
    named = steps("many", "First", "Second", "Third", "Last")
    held, (third, first, second) = many(
        *named, look("many", "D a", "Third"), look("many", "D b", "First"), look("many", "D c", "Second")
    )

    (part,) = smallest(held, ["many"], [[[first], [third]], [[second]]], always, always)

    assert part == JourneyPart("many", ("a", "c"), until="Third"), "that of the third step came before"


def test_of_a_long_table_the_steps_alone_are_done_that_are_needed():
    held, ids = many(*steps("many", *TABLE), look("many", "D a", "Step 20"))

    (part,) = smallest(held, ["many"], [[ids]], always, always)

    assert part == JourneyPart("many", ("a",), steps=("Step 0", "Step 1", "Step 2", "Step 20"))


def test_where_those_are_not_enough_all_steps_are_done_until_the_last_that_is_needed():
    held, ids = many(*steps("many", *TABLE), look("many", "D a", "Step 20"))

    (part,) = smallest(held, ["many"], [[ids]], lambda part: not part[0].steps, always)

    assert part == JourneyPart("many", ("a",), until="Step 20")


def test_what_is_not_fair_to_who_is_right_is_no_part():
    held, ids = many(*steps("many", "First", "Last"), look("many", "D a", "First"))

    def is_fair(part):
        return not part[0].until

    assert smallest(held, ["many"], [[ids]], always, is_fair) == (JourneyPart("many", ("a",)),)
    assert smallest(held, ["many"], [[ids]], always, lambda _: False) == EVERYBODY


@pytest.fixture
def long(monkeypatch):
    """Evidence of a journey of 26 patients and eight steps, with a finding about nobody; it is tried by halves."""
    monkeypatch.setattr(narrowing, "LONG", 1)
    people = [patient("long", label) for label in ascii_lowercase]
    held, _ids = evidence(*people, *steps("long", *TABLE[:8]))
    return held


@pytest.mark.parametrize("needed", [set(), {"a"}, {"q"}, {"z"}], ids=["nobody", "first", "one", "last"])
@pytest.mark.parametrize("step", [0, 3, 6])
def test_patients_and_steps_are_left_out_by_halves(long, needed, step):
    def needs(part):
        until = TABLE.index(part[0].until) if part[0].until else 7
        return needed <= set(part[0].labels) and until >= step

    tried = Tried(needs)
    assert smallest(long, ["long"], [[]], tried, always) == (
        JourneyPart("long", tuple(sorted(needed)), until=TABLE[step]),
    )
    assert len(tried) < 20


def test_two_who_are_needed_are_found_with_few_others(long):
    (part,) = smallest(long, ["long"], [[]], lambda part: {"b", "d"} <= set(part[0].labels), always)

    assert part == JourneyPart("long", tuple("abcdef"), until=TABLE[0])


def test_who_cannot_be_halved_away_stays_and_so_does_the_last_step(long):
    """A fault that needs somebody of either half, and all steps."""

    def needs(part):
        return {"a", "z"} <= set(part[0].labels) and not part[0].until

    assert smallest(long, ["long"], [[]], needs, always) == EVERYBODY


def test_a_smaller_part_that_is_not_fair_is_not_taken(long):
    held = JourneyPart("long", ())

    assert smallest(long, ["long"], [[]], always, lambda part: part == (held,)) == (held,)


def test_what_showed_before_is_made_smaller_or_stays_where_it_is_fair():
    held, ids = many(*steps("many", "First", "Second", "Last"), look("many", "D a", "First"))
    before = (JourneyPart("many", ("a", "b", "c"), until="Second"),)
    sooner = (JourneyPart("many", ("a",), until="First"),)

    def tried(needs, is_fair=always):
        return smallest(held, ["many"], [[ids]], needs, is_fair, before)

    assert tried(always) == sooner
    assert tried(lambda part: part == before) == before
    assert tried(lambda part: part == before, lambda part: part != before) == EVERYBODY
