"""In which journeys faults showed themselves: read from a run, written down, and fair to who is right."""

from types import SimpleNamespace

import pytest

from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.evidence.attempts import planned
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.judgement import EVIDENCE
from cpcs_harness.judging.known_bads import known_bads
from cpcs_harness.prove.proof import Proof
from cpcs_harness.prove.shown_in import enough, fewest, noted, shown_in, write
from cpcs_harness.prove.work import work_of
from cpcs_harness.prove.workers import installed_suite
from mutations.judged import Judged, verdict

SHOWN = shown_in()


def run_of(**journeys):
    """Give a run of calls, by journey: those before the semicolon are calls, those after it what was seen."""
    calls, seen = [], []
    for journey, ids in journeys.items():
        told = [one.split() for one in ids.partition(";")[::2]]
        calls += [SimpleNamespace(id=id, journey=journey) for id in told[0]]
        seen += [SimpleNamespace(id=id, journey=f"{journey}/2") for id in told[1]]
    return SimpleNamespace(calls=calls, seen=seen)


def assessment(**found):
    """Give an assessment in which criteria fail, each with what it points at; one that points at nothing passes."""
    criteria = [
        SimpleNamespace(
            id=id,
            verdict=Verdict.FAIL if at else Verdict.PASS,
            checks=[
                SimpleNamespace(finding=SimpleNamespace(exchanges=at.split())),
                SimpleNamespace(finding=None),
            ],
        )
        for id, at in found.items()
    ]
    return SimpleNamespace(criteria=lambda: [(None, one) for one in criteria])


RUN = run_of(long="e1 e2 e3; o4", short="e5; o6", other="e7; o8 o9", run="e11")


@pytest.mark.parametrize(
    ("found", "few"),
    [
        ({"A": "e1"}, ("long",)),
        ({"A": "e1 o6 o8"}, ("short",)),
        ({"A": "e1", "B": "e2 e5"}, ("long",)),
        ({"A": "e1", "B": "o9"}, ("long", "other")),
        ({"A": "e1", "B": ""}, ()),
        ({"A": "e10"}, ()),
        ({"A": "e11"}, ()),
        ({"B": "e1"}, ()),
    ],
    ids=[
        "one",
        "the shortest",
        "one for both",
        "one for each",
        "one finds nothing",
        "of no journey",
        "of the whole run",
        "another's",
    ],
)
def test_a_journey_for_each_criterion_that_found_something(found, few):
    assert fewest(assessment(**found), RUN, [*found, "A"]) == few


def test_what_is_enough_is_the_few_in_which_it_was_found():
    assert enough(("a",), [("a", "b")]) == ("a",)
    assert enough(("a",), [("c",), ("a", "b")]) == ("a",)


def test_what_showed_nothing_by_itself_is_not_enough():
    assert enough(("a",), [("a",), ("a", "b")]) == ("a", "b")


def test_what_was_found_in_several_turns_takes_them_all():
    assert enough((), [("c",), ("a", "c")]) == ("a", "c")


def test_only_what_would_not_be_run_first_anyway_is_noted(tmp_path):
    first = {"usual": ("a", "b"), "few": ("a", "b"), "missed": ("a", "b"), "left": ("a", "b"), "back": ("a",)}
    before = {"gone": ("a",), "left": ("b",), "missed": ("b",), "back": ("b",)}
    proofs = [
        Proof("usual", ("A",), ("A",), shown_in=("a", "b")),
        Proof("few", ("A",), ("A",), shown_in=("a",)),
        Proof("missed", ("A",), (), shown_in=()),
        Proof("back", ("A",), ("A",), shown_in=("a",)),
    ]

    write(noted(before, proofs, first), tmp_path / "shown_in.json")

    assert shown_in(tmp_path / "shown_in.json") == {"few": ("a",), "left": ("b",), "missed": ("b",)}
    assert shown_in(tmp_path / "none.json") == {}


def test_what_is_shipped_names_faults_and_journeys_that_their_criteria_need():
    bads, catalogue = {bad.name: bad for bad in known_bads()}, installed_suite().catalogue
    needed = {
        fault: {name for turn in work_of(bads[fault], catalogue, full=False).turns for name in turn}
        for fault in SHOWN
        if fault in bads
    }

    assert SHOWN
    wrong = [fault for fault, names in SHOWN.items() if not set(names) <= needed.get(fault, set())]
    assert wrong == [], (
        "take these out of reference/faulty/shown_in.json, or write it anew: cpcs prove --write"
    )


@pytest.mark.long
def test_in_these_journeys_alone_who_is_right_is_caught_by_none_of_their_criteria(assessed):
    judged = Judged(Evidence.load(assessed[1] / EVIDENCE))
    due = {
        (names, criterion)
        for bad in known_bads()
        for names in [SHOWN.get(bad.name)]
        if names
        for criterion in bad.catches
    }
    runs = {names: only(judged.run, names) for names, _ in due}
    looked, failing = set(), []
    for names, criterion in sorted(due):
        for turn in (
            turn for turn in judged.turns if turn.criterion == criterion and set(turn.needed) & set(names)
        ):
            looked.add((names, criterion))
            if {verdict(turn.check, judged.view(turn, run)) for run in runs[names]} == {"fail"}:
                failing.append((criterion, turn.pathway, names))

    assert failing == []
    assert looked == due


def only(run, names):
    """Give the run as if these journeys alone had been planned: what the others sent and showed is known, and is not.

    Neither is quite such a run: lists that were seen in these journeys have rows of the others.
    """
    known = run._anew()
    for held in ("_calls", "_seen", "_artefacts", "issued", "ended"):
        whole = getattr(run, held)
        setattr(known, held, {name: one for name, one in whole.items() if not name or planned(name) in names})
    unknown = known._anew()
    unknown.calls, unknown.seen = (
        [view for view in views if view.journey is None or planned(view.journey) in names]
        for views in (run.calls, run.seen)
    )
    return known, unknown
