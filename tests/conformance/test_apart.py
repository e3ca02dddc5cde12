"""What one thing of a journey does not show hides no fault of the others: journeys are looked at one by one anyway."""

from pathlib import Path

import pytest

from cpcs_harness._content import ROOT
from not_shown import Checks

SUITES = ROOT / "conformance"
PATHS = sorted(path for path in SUITES.rglob("*.py") if "journeys" not in path.parts)
HERE = SUITES / "pds" / "made_up.py"
HEAD = "from .._shared.lookups import done, issued_to, steps\n"


TOGETHER = {
    "cis2/test_healthcare_worker_access.py": {"_expect_ended": "the tokens of one session"},
    "claims/test_changes.py": {
        "_expect_mended": "a claim and the one before it, held against each other",
        "test_a_claim_says_in_the_end_what_was_supplied": "the parts of one claim",
    },
    "claims/test_claims.py": {
        "test_each_completed_consultation_is_claimed_once": "the claims of one consultation, which are counted",
        "test_what_is_claimed_is_what_was_supplied": "what was recommended in the whole journey",
    },
    "data_reporting/_exports.py": {
        "exports_of": "the pages of one month's exports, which DAT-11 reads one by one"
    },
    "data_reporting/_treated.py": {"exports": "as above"},
    "dos/test_trouble.py": {
        "test_troubles_are_told_apart_and_the_next_search_works": "words of all kinds of trouble"
    },
    "enrolment/test_amended.py": {
        "test_what_is_completed_is_not_recorded_over_in_silence": "what was completed in the whole journey"
    },
    "gp_referral/test_acknowledgements.py": {
        "test_a_repeat_is_answered_as_a_duplicate_and_makes_one_referral": "whether anything was sent again"
    },
    "nhs111_online/test_requests.py": {
        "test_cases_with_the_same_short_id_are_kept_apart": "two referrals that must not be one"
    },
    "onward_referral/_left_behind.py": {"expect_claim": "the claims of one patient, which are counted"},
    "pds/test_errors_and_retries.py": {
        "test_there_is_time_between_two_tries": "the mean of all pauses",
        "test_the_time_between_tries_grows": "the sum of all pauses",
    },
    "pds/_alerts.py": {"expect_alert": "an alert about either of two"},
    "supply/_cases.py": {"cases": "what is written in a file of ours"},
    "supply/_recorded.py": {"items_of": "the items of one supply", "items": "the supplies of one patient"},
}
"""By file, functions that gather things to judge all of them together, and what these are."""


@pytest.fixture(scope="module")
def checks():
    return Checks({path: path.read_text(encoding="utf-8") for path in PATHS})


def read(source):
    shared = SUITES / "_shared" / "lookups.py"
    return Checks({HERE: HEAD + source, shared: shared.read_text(encoding="utf-8")})


def hiding(source):
    return read(source).hiding(HERE)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(SUITES)))
def test_no_loop_of_a_check_stops_at_what_is_not_shown(path: Path, checks):
    assert checks.hiding(path) == [], "look at each within `through` or `Unseen`"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(SUITES)))
def test_no_check_gathers_before_it_judges_one_by_one(path: Path, checks):
    together = TOGETHER.get(path.relative_to(SUITES).as_posix(), {})

    found = {name for name, _ in checks.gathering(path)}

    assert sorted(found - set(together)) == [], "look at each within `through` or `Unseen`"
    assert sorted(set(together) - found) == [], "no more in need of being listed here"


JUDGED = "\n  expect(x, 'x', x, x)"
STOPS = {
    "by itself": "for x in xs:\n  if not x: raise NotShown('x')" + JUDGED,
    "by a helper of another file": "for x in xs:\n  done(journey, x, 'complete')" + JUDGED,
    "by a helper of a helper": "for x in xs:\n  own(x)"
    + JUDGED
    + "\ndef own(x):\n  return steps(journey, x)[-1]",
    "by a view": "for x in xs:\n  x.journey.exchanges('mys', 'submit_claim')" + JUDGED,
    "by a property": "for x in xs:\n  expect(x.last, 'x', x, x)\nclass X:\n  @property\n"
    "  def last(self):\n    return steps(self.journey, self.label)[-1]",
    "in an inner loop": "for x in xs:\n  for y in done(journey, x, 'complete'):\n    expect(y, 'y', y, y)",
    "where it hands things on": "def own():\n  for x in xs:\n    yield done(journey, x, 'complete')",
}
GOES_ON = {
    "apart": "for x, apart in through(xs):\n  with apart:\n    done(journey, x, 'complete')" + JUDGED,
    "by journeys": "for x in evidence.each():\n  done(x, 'a', 'complete')" + JUDGED,
    "none is enough": "for x in xs:\n  x.journey.exchanges('mys', 'submit_claim', at_least=0)" + JUDGED,
    "nothing judged": "for x in xs:\n  found.append(done(journey, x, 'complete'))",
    "what the harness did not come to": "for x in xs:\n  issued_to(journey, x)" + JUDGED,
}


@pytest.mark.parametrize("source", STOPS.values(), ids=STOPS)
def test_a_loop_that_stops_is_seen(source):
    assert len(hiding(source)) == 1


@pytest.mark.parametrize("source", GOES_ON.values(), ids=GOES_ON)
def test_a_loop_that_goes_on_is_not_seen(source):
    assert hiding(source) == []


GATHERS = {
    "a list": "def own():\n  found = [done(journey, x, 'complete') for x in xs]\n  expect(found, 'x', x, x)",
    "a test": "def own():\n  expect([x for x in xs if done(journey, x, 'complete')], 'x', x, x)",
    "within a loop": "def own():\n  for x in (done(journey, y, 'complete') for y in ys):\n    expect(x, 'x', x, x)",
    "a dictionary": "def own():\n  found = {x: done(journey, x, 'complete') for x in xs}\n  expect(found, 'x', x, x)",
}
GATHERS_NOTHING = {
    "of each journey": "def own():\n  expect([y for j in evidence.each() for y in steps(j, 'a')], 'x', x, x)",
    "journeys": "def own():\n  expect([done(j, 'a', 'complete') for j in evidence.each()], 'x', x, x)",
    "the things themselves": "def own():\n  expect([y for y in done(journey, 'a', 'complete')], 'x', x, x)",
    "nothing judged": "def own():\n  return [done(journey, x, 'complete') for x in xs]",
    "none is enough": "def own():\n  expect([x.journey.exchanges('mys', at_least=0) for x in xs], 'x', x, x)",
}


@pytest.mark.parametrize("source", GATHERS.values(), ids=GATHERS)
def test_a_comprehension_that_stops_is_seen(source):
    assert [name for name, _ in read(source).gathering(HERE)] == ["own"]


@pytest.mark.parametrize("source", GATHERS_NOTHING.values(), ids=GATHERS_NOTHING)
def test_a_comprehension_that_goes_on_is_not_seen(source):
    assert read(source).gathering(HERE) == []
