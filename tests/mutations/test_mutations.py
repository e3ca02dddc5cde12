"""What the reference sent and showed in a run, each thing of it cut, changed and added to: it is noticed, or free.

Each thing (a value in JSON, a text or attribute in XML, a line or header of an e-mail, a part of an address) of each
kind of message and screen is changed in the evidence alone, and the checks that looked at it judge again.
`named.yaml` says what the texts of criteria name, `added.yaml` what is put beside: each is noticed, none forgiven; a
third of it is tried each day. `free.yaml` has what may be otherwise, and why. `make test-deep` tries all there is,
named or not, and prints what nobody notices and is not free.
"""

from collections import Counter
from pathlib import Path

import pytest

from by_turns import due_today
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.cases import under
from cpcs_harness.judging.judgement import EVIDENCE
from cpcs_harness.judging.things.conditions import RecordedConditions
from mutations.added import additions
from mutations.judged import Judged
from mutations.listed import read
from mutations.mutation import mutations
from mutations.named import named_in, read_named

pytestmark = pytest.mark.long(minutes=2)

HERE = Path(__file__).parent
FREE = read(HERE / "free.yaml")
NAMED = read_named(HERE / "named.yaml")
ADDED = additions(HERE / "added.yaml")
SAME = "otherwise"
HUNDREDS = 800
"""Mutations of what is named that a run gives at least."""
FLOOR = 0.4
"""Share of all there is that is noticed: of 314 that were drawn by lot it was 0.48, so of all at least this."""


@pytest.fixture(scope="module")
def judged(assessed):
    """One good run of the reference service, judged."""
    return Judged(Evidence.load(assessed[1] / EVIDENCE))


@pytest.fixture(scope="module")
def every(judged):
    """All mutations."""
    return list(mutations(judged, ADDED))


@pytest.fixture(scope="module")
def due(every):
    """Those of what is named, each with what names it; without what is free."""
    return [(mutation, naming) for mutation, naming in named_in(NAMED, every) if not is_free(mutation)]


def test_no_report_by_itself_fails_where_all_together_pass(judged):
    recorded = RecordedConditions(judged.evidence)
    found = [(turn, under(judged.view(turn), turn.check, recorded)) for turn in judged.turns]

    assert [
        f"{turn.criterion}, {turn.pathway}: {said}" for turn, said in found if said and said.failing
    ] == []
    assert sum(1 for _, said in found if said) > 300


def test_what_is_as_it_was_is_noticed_by_nobody(judged, every):
    first = {mutation.channel: mutation for mutation in reversed(every) if mutation.kind == SAME}
    same = {name: [leaf.change(leaf.value) for leaf, _ in first[name].instances[:2]] for name in first}

    assert [name for name, views in same.items() if any(judged.noticed_by(view) for view in views)] == []


def test_each_thing_that_criteria_name_stands_in_the_run(every):
    found = {one for _, naming in named_in(NAMED, every) for one in naming}

    assert [one for one in NAMED if one not in found] == []


def test_what_criteria_name_is_noticed_when_it_is_cut_changed_or_added_to(judged, due):
    """A third of it a day."""
    missed = [
        mutation.name
        for mutation, naming in due_today(due, lambda pair: pair[0].name)
        if judged.noticed(mutation, {one.criterion for one in naming}) == ""
    ]

    assert missed == []
    assert len(due) >= HUNDREDS


@pytest.mark.deep
def test_of_all_that_can_be_otherwise_a_share_is_noticed(judged, every):
    found = [(mutation, judged.noticed(mutation)) for mutation in every if not is_free(mutation)]
    found = [(mutation, by) for mutation, by in found if by is not None]

    tell(found)
    assert sum(bool(by) for _, by in found) >= FLOOR * len(found)


def is_free(mutation):
    """Say whether a thing may be otherwise."""
    return any(listed.has(mutation.channel, mutation.place, mutation.kind) for listed in FREE)


def tell(found):
    """Print the share that was noticed, by channel, and what was not; `pytest -rP` shows it."""
    counted = Counter((mutation.channel, bool(by)) for mutation, by in found)
    for channel in sorted({channel for channel, _ in counted}):
        noticed, missed = counted[channel, True], counted[channel, False]
        print(f"{channel}: {noticed} of {noticed + missed} noticed")
    print(f"in all: {sum(bool(by) for _, by in found)} of {len(found)} noticed")
    for mutation, by in found:
        if not by:
            print(f"not noticed: {mutation.name}")


def test_whatever_is_free_has_its_reason():
    assert [listed.channel for listed in FREE if not listed.why.strip()] == []
