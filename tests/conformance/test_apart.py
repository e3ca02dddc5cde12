"""What one thing of a journey does not show hides no fault of the others: journeys are looked at one by one anyway."""

import ast
from pathlib import Path

import pytest

from cpcs_harness._content import ROOT

SUITES = ROOT / "conformance"
CHECKS = sorted(path for path in SUITES.rglob("*.py") if "journeys" not in path.parts)
JOURNEYS = ("each", "journeys")
"""What gives journeys, which the plugin has judged each by itself where all together do not show enough."""


def names_in(nodes):
    return {node.id for top in nodes for node in ast.walk(top) if isinstance(node, ast.Name)}


def raises_not_shown(node):
    return any(isinstance(inner, ast.Raise) and "NotShown" in names_in([inner]) for inner in ast.walk(node))


def goes_through_journeys(loop):
    over = loop.iter.func if isinstance(loop.iter, ast.Call) else loop.iter
    return isinstance(over, ast.Attribute) and over.attr in JOURNEYS


def hiding(source):
    """Give the lines of loops that say what is not shown between what they expect of one thing and of the next."""
    loops = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.For)]
    bare = [[node for node in loop.body if not isinstance(node, ast.With)] for loop in loops]
    return [
        loop.lineno
        for loop, body in zip(loops, bare, strict=True)
        if not goes_through_journeys(loop)
        and any(map(raises_not_shown, body))
        and any(name.startswith("expect") for name in names_in(body))
    ]


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: str(path.relative_to(SUITES)))
def test_no_loop_of_a_check_stops_at_what_is_not_shown(path: Path):
    assert hiding(path.read_text(encoding="utf-8")) == [], "look at each within `through` or `Unseen`"


def test_a_loop_that_stops_is_seen():
    body = "if not x: raise NotShown('x')\n {0}expect(x, 'x', x, x)"
    assert hiding("for x in xs:\n " + body.format("")) == [1]
    assert hiding("for x in evidence.each():\n " + body.format("")) == []
    assert hiding("for x, apart in through(xs):\n with apart:\n  " + body.format(" ")) == []
