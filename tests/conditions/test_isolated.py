"""Conditions that go with a failure: in every failing case, and in no passing one."""

import pytest

from cpcs_harness.conditions.isolated import Isolated, isolated
from cpcs_harness.conditions.model import Condition

A, B, C, D = (Condition(letter, "so") for letter in "abcd")
X, Y, Z = (Condition("several", letter) for letter in "xyz")
NOT_ISOLATED = Isolated()


def cases(*written):
    return [frozenset(case) for case in written]


@pytest.mark.parametrize(
    ("failing", "passing", "found"),
    [
        (cases({A, B}, {A, C}), cases({B, C}), Isolated((A,))),
        (cases({A, B}, {A, B, C}), cases({C}), Isolated((A, B))),
        (cases({A, B}, {A, B, C}), cases({A, C}, {B, D}), Isolated((), ((A, B),))),
        (cases({A, B, C}), cases({A}, {B}, {C}), Isolated((), ((A, B), (A, C), (B, C)))),
        (cases({A, X}, {A, Y}), cases({A, Z}, {Z}), Isolated((), (), ((X, Y),))),
        (cases({A, X}, {A}), cases({A, Z}), NOT_ISOLATED),
        (cases({A}, {B}), cases({C}), NOT_ISOLATED),
        (cases({A, B}), cases({A, B, C}), NOT_ISOLATED),
        (cases({A}, {A}), [], NOT_ISOLATED),
        ([], cases({A}), NOT_ISOLATED),
    ],
    ids=[
        "one",
        "two",
        "pair",
        "pairs",
        "several of one",
        "several, and one without",
        "two causes",
        "nothing of its own",
        "nothing passes",
        "nothing fails",
    ],
)
def test_all_that_every_failing_case_has_and_no_passing_one_is_given(failing, passing, found):
    assert isolated(failing, passing) == found
