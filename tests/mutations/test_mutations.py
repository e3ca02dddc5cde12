"""What the reference sent and showed in a recorded run, each thing of it put otherwise: it is noticed, or free.

Each thing (a value in JSON, a text or attribute in XML, a line or header of an e-mail, a part of an address) of each
kind of message and screen is changed in the evidence alone, and the checks that looked at it judge again. `named.yaml`
says where the things stand that criteria name: each is noticed. `free.yaml` has what may be otherwise, and why.
`make test-deep` tries all there is, and prints what nobody notices and is not free.
"""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.judgement import EVIDENCE
from mutations.judged import Judged
from mutations.listed import read
from mutations.mutation import mutations

pytestmark = pytest.mark.long(minutes=1)

HERE = Path(__file__).parent
FREE = read(HERE / "free.yaml")
NAMED = yaml.safe_load((HERE / "named.yaml").read_text(encoding="utf-8"))
KIND = "otherwise"
"""The way that the lists are about; `mutations.kinds` has more."""
STEADY = 0.95
"""Share of what is named that is noticed in any run: people and times differ, and so does what a place holds."""
FLOOR = 0.3
"""Share of all there is that is noticed: more is held each time that a criterion comes to hold what it did not."""


@pytest.fixture(scope="module")
def judged(assessed):
    """One good run of the reference service, judged."""
    return Judged(Evidence.load(assessed[1] / EVIDENCE))


@pytest.fixture(scope="module")
def every(judged):
    """All things that can be put otherwise."""
    return [mutation for mutation in mutations(judged) if mutation.kind == KIND]


def test_what_is_as_it_was_is_noticed_by_nobody(judged, every):
    first = {mutation.channel: mutation for mutation in reversed(every)}
    same = {name: [leaf.change(leaf.value) for leaf, _ in first[name].instances] for name in first}

    assert [name for name, views in same.items() if any(judged.noticed_by(view) for view in views)] == []


def test_what_criteria_name_is_noticed_when_it_is_otherwise(judged, every):
    named = {
        (channel, place) for held in NAMED.values() for channel, places in held.items() for place in places
    }
    due = [mutation for mutation in every if (mutation.channel, mutation.place) in named]
    missed = [mutation.name for mutation in due if not judged.noticed(mutation)]

    assert len(due) >= STEADY * len(named), "places are called otherwise now: write named.yaml anew"
    assert len(missed) <= (1 - STEADY) * len(due), missed


@pytest.mark.deep
def test_of_all_that_can_be_otherwise_a_share_is_noticed(judged, every):
    found = [(mutation, judged.noticed(mutation)) for mutation in every]
    found = [(mutation, by) for mutation, by in found if by is not None and not is_free(mutation)]

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
    for mutation, by in found:
        if not by:
            print(f"not noticed: {mutation.name}")


def test_whatever_is_free_has_its_reason():
    assert [listed.channel for listed in FREE if not listed.why.strip()] == []
