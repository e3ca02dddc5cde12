"""What one thing of a journey does not show hides no fault of the others: journeys are looked at one by one anyway."""

from pathlib import Path

import pytest

from cpcs_harness._content import ROOT
from not_shown import Checks

SUITES = ROOT / "conformance"
PATHS = sorted(path for path in SUITES.rglob("*.py") if "journeys" not in path.parts)
HERE = SUITES / "pds" / "made_up.py"
HEAD = "from .._shared.lookups import done, issued_to, steps\n"


@pytest.fixture(scope="module")
def checks():
    return Checks({path: path.read_text(encoding="utf-8") for path in PATHS})


def hiding(source):
    shared = SUITES / "_shared" / "lookups.py"
    return Checks({HERE: HEAD + source, shared: shared.read_text(encoding="utf-8")}).hiding(HERE)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(SUITES)))
def test_no_loop_of_a_check_stops_at_what_is_not_shown(path: Path, checks):
    assert checks.hiding(path) == [], "look at each within `through` or `Unseen`"


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
