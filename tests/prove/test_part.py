"""The part of its journeys in which a fault shows itself: read from a run, written down, and fair to who is right."""

import json

import pytest

from by_turns import due_today
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.known_bads import KnownBad, known_bads
from cpcs_harness.prove.part import EVERYBODY, part_of, parts, write
from cpcs_harness.prove.shown_in import shown_in
from cpcs_harness.prove.work import Work, right_in_parts, work_of
from cpcs_harness.prove.workers import installed_suite, prove

SHIPPED = parts()


def patient(journey, label):
    held = {"person": {"nhs_number": f"999 {label}"}, "report": {"document_id": f"D {label}"}}
    return "issued_also", journey, {**held, "gp_referral": {}, "label": label, "pharmacist": "Cerys"}


def evidence(*events):
    written = [
        {"seq": number, "kind": kind, "journey": journey, "data": data}
        for number, (kind, journey, data) in enumerate(events, 1)
    ]
    return Evidence(None, written, _by_id={f"{one['kind'][0]}{one['seq']}": one for one in written})


def call(journey, rule):
    return "exchange", journey, {"rule": rule}


def look(journey, about):
    return "observation", journey, {"about": about}


FIVE = [patient("many/2", label) for label in "abcde"] + [patient("few", label) for label in "fg"]


@pytest.mark.parametrize(
    ("event", "part"),
    [
        (call("many/2", "NHS number 999 c"), (("many", ("c",)),)),
        (look("many/2", "D d"), (("many", ("d",)),)),
        (call("many/2", "GPhC number Cerys"), (("many", ()),)),
        (look("many/2", ""), (("many", ()),)),
        (call("few", "NHS number 999 f"), (("many", ()),)),
        (call("other", "NHS number 999 a"), (("many", ()),)),
    ],
    ids=[
        "by its rule",
        "by its document",
        "of nobody alone",
        "about nothing",
        "of few",
        "of another journey",
    ],
)
def test_a_part_is_of_those_whom_findings_are_about(event, part):
    held = evidence(*FIVE, event)

    assert part_of(held, ["many", "few"], [f"{event[0][0]}8", "e99"]) == part


def test_where_too_few_would_be_left_out_everybody_stays():
    looks = [look("many", f"D {label}") for label in "abc"]

    assert part_of(evidence(*FIVE, *looks), ["many"], ["o8", "o9", "o10"]) == EVERYBODY
    assert part_of(evidence(*FIVE, *looks), ["few"], ["o8"]) == EVERYBODY


def test_what_is_written_is_read(tmp_path):
    file = tmp_path / "parts.json"

    write({"b": (("many", ("d, e", "é")),), "a": (("many", ()),), "whole": EVERYBODY}, file)

    assert parts(file) == {"a": (("many", ()),), "b": (("many", ("d, e", "é")),)}
    assert list(json.loads(file.read_text())) == ["a", "b"]
    assert parts(tmp_path / "none.json") == {}


def test_a_part_is_tried_before_all_else_and_only_of_journeys_that_come_first():
    catalogue, bad = installed_suite().catalogue, KnownBad("a", "It is bad.", ("PDS-06",))
    first, second = work_of(bad, catalogue, full=False).turns
    part = ((first[0], ("x",)),)

    assert work_of(bad, catalogue, False, None, part).attempts == [(first, part), (first, ()), (second, ())]
    assert work_of(bad, catalogue, False, None, ((second[0], ("x",)),)).attempts == [
        (first, ()),
        (second, ()),
    ]


def test_who_is_right_is_run_once_in_each_part_and_in_nothing_else():
    one, other, third = (KnownBad(name, "It is bad.", (criterion,)) for name, criterion in ("aA", "bB", "cC"))
    part, turns = (("j", ("x",)),), (("j",), ("k",))
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
    names = [name for name in sorted(SHIPPED) if name in {bad.name for bad in known_bads()}]

    found = prove(due_today(names), right=True)

    assert found
    assert [
        (proof.fault, proof.part, proof.caught_by, proof.error)
        for proof in found
        if proof.caught_by or proof.error
    ] == []
