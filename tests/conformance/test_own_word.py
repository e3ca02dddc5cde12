"""What each criterion stands on is the weakest that its checks read, and an empty screen shows nothing."""

import importlib
import inspect
from dataclasses import replace
from functools import cache

import pytest

from cpcs_harness._content import ROOT
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from cpcs_harness.evidence.events import Event, Observation
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.judging.judgement import EVIDENCE, Judgement
from cpcs_harness.judging.views.screens import noting, refuse_empty

pytestmark = pytest.mark.long

EMPTIED = (
    *("worklist", "open_referral", "find_patient", "notify_gp", "find_pharmacies"),
    *("track_prescriptions", "view_summary_care_record", "submit_claims", "view_outbox"),
)
"""Nine kinds of screen, of those that most checks look at."""


class WithEmptyScreens(Evidence):
    """Evidence in which nothing stood on some screens."""

    def of(self, kind):
        """Give the events of a kind, screens and what was said beside them emptied."""
        found = super().of(kind)
        return [self._emptied(event) for event in found] if kind is Observation else found

    def _emptied(self, event: Event):
        if event.data.action not in EMPTIED:
            return event
        return replace(event, data=replace(event.data, observation={}, reason=None, shown=None))


@cache
def all_checks():
    """Give every check of the suites, with the criterion it judges."""
    found = []
    for path in sorted((ROOT / "conformance").rglob("test_*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        module = importlib.import_module(f"cpcs_harness._content.{name}")
        for _, check in inspect.getmembers(module, inspect.isfunction):
            marks = [mark for mark in getattr(check, "pytestmark", []) if mark.name == "criterion"]
            found += [(mark.args[0], check) for mark in marks]
    return found


@pytest.fixture(scope="module")
def judged(assessed):
    """Judge a good run of the reference, its evidence of a class; gives (criterion, verdict, screens) of each check."""
    catalogue = load_catalogue()

    @cache
    def judged(kind):
        evidence = kind.load(assessed[1] / EVIDENCE)
        judgement = Judgement(assessed[1], evidence, catalogue, lambda _folder: all_journeys())
        return [
            (id, *_outcome(check, judgement.view(id, pathway, mode)))
            for id, check in all_checks()
            for pathway in judgement.pathways_of(id)
            for mode in catalogue.modes_of(id, pathway)
        ]

    return judged


def _outcome(check, view):
    with noting() as read:
        try:
            check(view)
            refuse_empty(read.screens)
        except NotMet:
            return "fail", read.screens
        except NotShown:
            return "not shown", read.screens
        except NotApplicable:
            return ("not shown" if is_refused(read.screens) else "not applicable"), read.screens
    return "pass", read.screens


def is_refused(screens):
    try:
        refuse_empty(screens)
    except NotShown:
        return True
    return False


def test_what_stands_on_the_wire_reads_no_screen(judged):
    criteria = load_catalogue().criteria
    read = {id for id, _, screens in judged(Evidence) if screens}

    assert sorted(id for id in read if criteria[id].stands_on == "wire") == [], (
        "write stands_on: self-reported, or have the check look at the wire alone"
    )


def test_what_stands_on_the_wire_is_not_most_of_what_is_said(judged):
    """Or else the test above would pass where nothing is noted."""
    criteria = load_catalogue().criteria
    read = {id for id, verdict, screens in judged(Evidence) if screens and verdict == "pass"}

    assert len([id for id in read if criteria[id].stands_on == "self-reported"]) > 150


def test_no_self_reported_must_passes_by_screens_that_are_empty(judged):
    musts = {
        id
        for id, criterion in load_catalogue().criteria.items()
        if criterion.strength == "must" and criterion.stands_on == "self-reported"
    }
    read = {
        id
        for id, verdict, screens in judged(Evidence)
        if verdict == "pass" and {screen.action for screen in screens.values()} & set(EMPTIED)
    }
    by_criterion = {}
    for id, verdict, _ in judged(WithEmptyScreens):
        by_criterion.setdefault(id, set()).add(verdict)

    assert len(read & musts) > 100
    passed = [id for id in sorted(read & musts) if by_criterion[id] <= {"pass", "not applicable"}]
    assert passed == []
