"""Slips of the reference service: what the operators write, where they look, how they are drawn and put in."""

import ast
import json
import random
import subprocess
import sys
from dataclasses import asdict
from itertools import pairwise

import pytest

from cpcs_harness._content import ROOT
from slips.__main__ import earlier, figure, interval
from slips.carried import carry_out
from slips.operators import OPERATORS
from slips.overlay import overlay
from slips.places import all_slips, drawn, is_another, slips_in
from slips.slip import Slip
from slips.tried import FIRST, NEXT, Tried, tried, turns

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


def test_all_are_drawn_where_there_are_fewer(tmp_path):
    source = "one = 1 + 1\nother = 'completed'\n"
    (tmp_path / "a.py").write_text(source)
    slips = slips_in("a.py", source)

    assert set(drawn(tmp_path, slips, 60, random.Random(5))) == {
        slip for slip in slips if is_another(slip, source)
    }
    assert drawn(tmp_path, [], 60, random.Random(5)) == []


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
    names = [f"journey-{number}" for number in range(NEXT + 1)]
    carried = {name: {slip.file: [slip.line]} for name in names} | {"another": {}}

    found = list(turns(slip, carried))

    assert [len(turn) for turn in found] == [FIRST, NEXT, NEXT + 1]
    assert sorted(found[-1]) == sorted(names)
    assert all(before == after[: len(before)] for before, after in pairwise(found))


@pytest.mark.parametrize(("count", "due"), [(0, []), (1, [1]), (FIRST, [FIRST]), (NEXT, [FIRST, NEXT])])
def test_no_journeys_are_run_twice_for_nothing(every, count, due):
    slip = every[0]
    carried = {f"journey-{number}": {slip.file: [slip.line]} for number in range(count)}

    assert [len(turn) for turn in turns(slip, carried)] == due


def test_what_takes_several_journeys_to_notice_is_noticed(every, monkeypatch):
    names = {f"journey-{number}": {every[0].file: [every[0].line]} for number in range(NEXT + 5)}
    *_, all_together = turns(every[0], names)
    first, last = all_together[0], all_together[-1]

    def noticed(slip, journeys, broker):
        together = {first, last} <= set(journeys)
        return Tried(slip, len(journeys), musts={"BSA-12": "claimed twice"} if together else {})

    monkeypatch.setattr("slips.tried._noticed", noticed)

    assert tried(every[0], names, broker="").caught


def test_what_no_journey_carries_out_survives_untried(every):
    made = tried(every[0], {"one": {}, "other": {}}, broker="")

    assert (made.journeys, made.let_through) == (0, True)


def test_what_is_done_as_a_file_of_tables_is_imported_everybody_carries_out():
    carried = {"one": {"b.py": [1]}, "other": {}}

    assert carry_out("a.py", 1, 'KINDS = {"a": 1}\n', carried) == ["one", "other"]
    assert carry_out("a.py", 2, "def read():\n    return 1\n", carried) == []


@pytest.fixture
def machine(monkeypatch):
    """A harness that notices what the test says, of a slip and of none, by how many journeys are run."""

    def noticing(*answers, without=()):
        left = list(answers)

        def noticed(slip, journeys, broker):
            if slip is None:
                return Tried(None, len(journeys), unshown=dict.fromkeys(without, ""))
            return Tried(slip, len(journeys), **left.pop(0))

        monkeypatch.setattr("slips.tried._noticed", noticed)
        return left

    return noticing


@pytest.fixture
def in_five(every):
    """Journeys that carry the first slip out: two turns of them."""
    return {f"journey-{number}": {every[0].file: [every[0].line]} for number in range(FIRST + 3)}


def test_what_a_few_journeys_do_not_show_keeps_none_from_a_must(every, in_five, machine):
    machine({"unshown": {"PDS-05": "nobody asked"}}, {"musts": {"PDS-06": "asked twice"}})

    made = tried(every[0], in_five, broker="")

    assert (made.journeys, made.caught) == (5, True)


@pytest.mark.parametrize(
    ("together", "without", "let_through"),
    [({}, (), True), ({"PDS-05": ""}, (), False), ({"PDS-05": ""}, ("PDS-05",), True)],
    ids=["shown by all together", "shown by none", "not shown without the slip either"],
)
def test_what_is_not_shown_is_what_all_journeys_together_do_not_show(
    every, in_five, machine, together, without, let_through
):
    machine({"unshown": {"PDS-05": ""}}, {"unshown": together}, without=without)

    assert tried(every[0], in_five, broker="").let_through is let_through


def test_where_the_harness_was_late_it_is_tried_once_more(every, in_five, machine):
    left = machine({"late": True}, {"musts": {"PDS-06": "asked twice"}}, {})

    assert tried(every[0], in_five, broker="").caught
    assert left == [{}]


def test_what_could_not_be_tried_is_of_no_share(every):
    done = [
        Tried(every[0], 2, {"PDS-05": ""}),
        Tried(every[0], 2),
        Tried(every[0], 0, error="it did not start"),
    ]

    told = figure(done).splitlines()

    assert told[0] == "1 could not be tried"
    assert told[1].startswith("1 of 2 caught by a must: 50%")
    assert figure([]) == ""


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


def test_what_was_tried_before_is_not_tried_again(every, tmp_path):
    out = tmp_path / "tried.jsonl"
    made = [Tried(every[0], 2, musts={"N111-01": "it is gone"}), Tried(every[1], 1, error="no broker")]
    out.write_text("".join(json.dumps(asdict(one)) + "\n" for one in made))

    assert earlier(out) == made[:1]
    assert earlier(tmp_path / "none.jsonl") == []
