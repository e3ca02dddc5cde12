"""The part of its journeys in which a fault shows itself: written down, and fair to who is right."""

import json
from collections import defaultdict

import pytest

from by_turns import due_today
from cpcs_harness.journeys.part import JourneyPart
from cpcs_harness.judging.known_bads import KnownBad, known_bads
from cpcs_harness.prove.part import EVERYBODY, parts, write
from cpcs_harness.prove.shown_in import shown_in
from cpcs_harness.prove.work import Work, right_in_parts, work_of
from cpcs_harness.prove.workers import installed_suite, prove

SHIPPED = parts()


def test_what_is_written_is_read(tmp_path):
    file = tmp_path / "parts.json"

    found = {
        "b": (JourneyPart("many", ("d, e", "é"), until="The last"),),
        "a": (JourneyPart("many", ()), JourneyPart("table", ("f",), steps=("One", "Nine"))),
    }

    write({**found, "whole": EVERYBODY}, file)

    assert parts(file) == found
    assert list(json.loads(file.read_text())) == ["a", "b"]
    assert parts(tmp_path / "none.json") == {}


def test_a_part_is_tried_before_all_else_and_only_of_journeys_that_come_first():
    catalogue, bad = installed_suite().catalogue, KnownBad("a", "It is bad.", ("PDS-06",))
    first, second = work_of(bad, catalogue, full=False).turns
    part = (JourneyPart(first[0], ("x",)),)

    assert work_of(bad, catalogue, False, None, part).attempts == [(first, part), (first, ()), (second, ())]
    elsewhere = (JourneyPart(second[0], ("x",)),)
    assert work_of(bad, catalogue, False, None, elsewhere).attempts == [(first, ()), (second, ())]


def test_who_is_right_is_run_once_in_each_part_and_in_nothing_else():
    one, other, third = (KnownBad(name, "It is bad.", (criterion,)) for name, criterion in ("aA", "bB", "cC"))
    part, turns = (JourneyPart("j", ("x",)),), (("j",), ("k",))
    works = [Work(one, turns, ("A",), part), Work(other, turns, ("B",), part), Work(third, turns, ("C",))]

    (right,) = right_in_parts(works)

    assert (right.criteria, right.attempts, right.is_right) == (("A", "B"), [(("j",), part)], True)


def test_what_is_shipped_is_of_faults_that_there_are_and_run_before_all_else():
    bads, before = {bad.name: bad for bad in known_bads()}, shown_in()
    catalogue = installed_suite().catalogue
    stale = [
        fault
        for fault, part in SHIPPED.items()
        if fault not in bads or not work_of(bads[fault], catalogue, False, before, part).part
    ]

    assert SHIPPED
    assert stale == [], "take these out of reference/faulty/parts.json, or write it anew: cpcs prove --write"


def test_none_of_them_needs_a_broker():
    """Which the proof of who is right has not: such a known-bad is proved by whole journeys."""
    assert {bad.name for bad in known_bads() if bad.needs_broker} & set(SHIPPED) == set()


@pytest.mark.long
def test_in_these_parts_nothing_is_caught_of_who_is_right():
    """A third of them a day; all in `make test-deep`."""
    faults, known = defaultdict(list), {bad.name for bad in known_bads()}
    for name, part in SHIPPED.items():
        faults[part] += [name] if name in known else []

    found = prove([name for part in due_today(faults) for name in faults[part]], right=True)

    assert found
    assert [
        (proof.fault, proof.part, proof.caught_by, proof.error)
        for proof in found
        if proof.caught_by or proof.error
    ] == []
