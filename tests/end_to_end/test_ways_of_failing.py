"""What each operation of a national service does when it fails, in a whole run: in every way, or it is said why not.

Whoever asks has to tell a failure from an absence, whatever form it takes. What is driven, and what is left and why,
stands in ways_of_failing.yaml.
"""

from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from cpcs_harness.evidence.events import Exchange
from cpcs_harness.evidence.reader import Evidence

pytestmark = pytest.mark.long

TABLE = yaml.safe_load(Path(__file__).with_name("ways_of_failing.yaml").read_text(encoding="utf-8"))
WAYS = {"refusing", "failing", "silent", "unreadable"}
EXPLORED = "exploration"
"""Stands in the names of journeys that draw what fails."""


def way(exchange):
    """Give in which way an operation failed, by a fault or for what was asked; none where it did not."""
    start = exchange.response.start
    status, code = int(start.get("status") or 0), int(start.get("code") or 0)
    if 400 <= status < 500 or code >= 500:
        return {"refusing"}
    if status >= 500 or code >= 400:  # of SMTP's codes the fourth hundred pass
        return {"failing"}
    if code or not exchange.fault:  # mail that was taken, though late, has not failed
        return set()
    return {"unreadable"} if status else {"silent"}


@pytest.fixture(scope="module")
def asked(assessed):
    """The operations that the candidate asked, each with the ways in which journeys had it fail."""
    found = defaultdict(set)
    for event in Evidence.load(assessed[1] / "evidence").of(Exchange):
        exchange = event.data
        if exchange.direction == "from-candidate" and EXPLORED not in str(event.journey):
            found[f"{exchange.service} {exchange.operation}"] |= way(exchange)
    return found


def test_each_operation_fails_in_the_ways_that_are_said_to_be_driven(asked):
    driven = {name: set(ways) for name, ways in TABLE["driven"].items()}

    assert {name: ways for name, ways in asked.items() if ways} == driven


def test_of_each_way_that_is_not_driven_it_is_said_why(asked):
    left = [(name, way) for reason in TABLE["left"] for name, ways in reason["of"].items() for way in ways]
    due = {(name, way) for name, ways in asked.items() for way in WAYS - ways}

    assert len(left) == len(set(left))
    assert set(left) == due
    assert all(reason["why"] for reason in TABLE["left"])
