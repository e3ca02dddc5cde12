"""Slips of the reference service: what the operators write, where they look, how they are drawn and put in."""

import ast
import random
import subprocess
import sys

import pytest

from cpcs_harness._content import ROOT
from slips.__main__ import interval
from slips.carried import carry_out
from slips.operators import OPERATORS
from slips.overlay import overlay
from slips.places import all_slips, drawn, is_another, slips_in
from slips.slip import Slip
from slips.tried import FIRST, NEXT, tried, turns

WAYS = [
    ("left out", "note(person)", "pass"),
    ("left out", "kept.name = person", "pass"),
    ("left out", "send(to=one, of=other)", "send(of=other)"),
    ("left out", "{'a': 1, 'b': 2}", "{'a': 1}"),
    ("left out", "[one, other]", "[other]"),
    ("swapped", "send(one, other, of=this)", "send(other, one, of=this)"),
    ("swapped", "one - other", "other - one"),
    ("swapped", "one if there else other", "other if there else one"),
    ("first of several", "[name for name in names]", "[name for name in list(names)[:1]]"),
    ("first of several", "names[0]", "names[-1]"),
    ("off by one", "names[2:]", "names[3:]"),
    ("off by one", "count < 3", "count <= 3"),
    ("wrong unit", "timedelta(minutes=5)", "timedelta(seconds=5)"),
    ("wrong zone", "moment.astimezone(UTC)", "moment.astimezone(london())"),
    ("wrong zone", "moment.astimezone(UTC)", "moment"),
    ("stale", "kept.name = person", "kept.name = getattr(kept, 'name', None) or person"),
    ("stale", "kept['name'] = person", "kept.setdefault('name', person)"),
    ("wrong party", "header.sender", "header.recipient"),
    ("condition negated", "[name for name in names if name]", "[name for name in names if not name]"),
    ("condition negated", "one and other", "(one or other)"),
    ("condition negated", "one and other", "other"),
    ("misspelt", "state = 'completed'", "state = 'complete'"),
]


def test_each_operator_has_an_example_here():
    assert {operator for operator, _, _ in WAYS} == set(OPERATORS)


@pytest.mark.parametrize(("operator", "source", "otherwise"), WAYS)
def test_an_operator_writes_a_place_otherwise(operator, source, otherwise):
    found = [slip.put_into(source) for slip in slips_in("a.py", source) if slip.operator == operator]

    assert otherwise in found


@pytest.mark.parametrize(
    "source",
    [
        '"""What a module says."""',
        "import this",
        "name: str",
        "def read(name: list[0]) -> Kept: ...",
        "said = 'words for people, who may be told otherwise'",
    ],
)
def test_what_does_nothing_is_no_place(source):
    assert [slip.put_into(source) for slip in slips_in("a.py", source)] == []


def test_a_place_is_told_in_characters_where_a_line_has_others_than_ascii():
    source = "one = 'é', 'completed'\n"

    assert "one = 'é', 'complete'\n" in [slip.put_into(source) for slip in slips_in("a.py", source)]


def test_what_is_no_python_or_means_the_same_is_no_slip():
    source = "one = 1 + 1\n"
    swapped = next(slip for slip in slips_in("a.py", source) if slip.operator == "swapped")

    assert not is_another(swapped, source)


@pytest.fixture(scope="module")
def every():
    return all_slips(ROOT)


def test_what_is_drawn_is_python_comes_again_and_is_of_many_rooms(every):
    chosen, again = (drawn(ROOT, every, 60, random.Random(5)) for _ in range(2))

    assert chosen == again
    assert len(set(chosen)) == 60
    assert len({slip.room for slip in chosen}) > 15
    assert not [slip for slip in chosen if slip.file.startswith("reference/faulty/")]
    for slip in chosen:
        ast.parse(slip.put_into((ROOT / slip.file).read_text(encoding="utf-8")))


def test_only_its_own_file_is_another(every, tmp_path):
    slip = next(slip for slip in every if slip.file == "reference/outbound/gp/email.py")
    place = overlay(ROOT, slip, tmp_path / "with-a-slip")
    said = subprocess.run(
        [sys.executable, "-P", "-c", "import reference.outbound.gp.email as one; print(one.__file__)"],
        env={"PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.strip() == str(place / slip.file)
    others = {file.relative_to(ROOT) for file in (ROOT / "reference").rglob("*.py")}
    laid = {file: place / file for file in others}
    differ = [file for file, other in laid.items() if other.read_bytes() != (ROOT / file).read_bytes()]
    assert [file.as_posix() for file in differ] == [slip.file]


SOURCE = """\
KINDS = {"a": 1}


def read(name):
    if name in KINDS:
        return send(
            name,
            to="one",
        )
    return ""
"""


@pytest.mark.parametrize(
    ("line", "due"),
    [
        (1, ["all", "first", "header", "last"]),
        (5, ["all", "header"]),
        (7, ["all", "first"]),
        (8, ["all", "first"]),
    ],
    ids=["imported", "the head of a statement", "its own line was not seen", "a later line of a statement"],
)
def test_who_carries_a_line_out_carries_its_statement_out(line, due):
    seen = {"all": [5, 6, 7, 8, 10], "first": [6], "header": [5], "last": [10]}
    carried = {name: {"a.py": lines} for name, lines in seen.items()} | {"another": {"b.py": [line]}}

    assert carry_out("a.py", line, SOURCE, carried) == due


def test_journeys_that_carry_a_line_out_are_run_a_few_at_a_time(every):
    slip = every[0]
    names = [f"journey-{number}" for number in range(FIRST + NEXT + 1)]
    carried = {name: {slip.file: [slip.line]} for name in names} | {"another": {}}

    found = list(turns(slip, carried))

    assert [len(turn) for turn in found] == [FIRST, NEXT, 1]
    assert sorted(name for turn in found for name in turn) == sorted(names)


def test_what_no_journey_carries_out_survives_untried(every):
    made = tried(every[0], {"one": {}, "other": {}}, broker="")

    assert (made.journeys, made.let_through) == (0, True)


def test_an_interval_is_wilsons():
    assert [round(bound, 3) for bound in interval(57, 60)] == [0.863, 0.983]


REPORT = "reference/outbound/reports/month_report.py"


@pytest.fixture(scope="module")
def carried(every):
    """One journey is held to carry all of the report out."""
    return {"month-reported-um": {REPORT: [slip.line for slip in every if slip.file == REPORT]}}


@pytest.mark.long(minutes=1)
def test_a_must_catches_what_is_sent_and_wrong(every, carried):
    slip = next(slip for slip in every if slip.file == REPORT and slip.operator == "first of several")

    made = tried(slip, carried, broker="")

    assert (made.error, made.journeys) == ("", 1)
    assert "MYR-08" in made.musts


@pytest.mark.long(minutes=1)
def test_nothing_catches_what_means_the_same(carried):
    slip = Slip(REPORT, carried["month-reported-um"][REPORT][0], "left out", 0, 0, "# the same\n")

    made = tried(slip, carried, broker="")

    assert made.let_through, (made.musts, made.unshown)
    assert not made.error
