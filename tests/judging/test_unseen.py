"""What was not shown of one thing hides no fault of another."""

import pytest

from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.judging import Unseen, through


def looked_at(kinds):
    """Go through things of some kinds, and give those that came to an end."""
    done = []
    for (number, kind), each in through(enumerate(kinds)):
        with each:
            if kind is not None:
                raise kind(f"thing {number}", "another") if kind is NotMet else kind(f"thing {number}")
            done.append(number)
    return done


def test_all_is_gone_through_where_everything_is_shown():
    assert looked_at([None, None]) == [0, 1]


def test_a_fault_of_a_later_thing_is_told_and_not_what_an_earlier_one_does_not_show():
    with pytest.raises(NotMet, match="thing 1"):
        looked_at([NotShown, NotMet])


def test_what_was_not_shown_first_is_told_at_the_end():
    with pytest.raises(NotShown, match="thing 1"):
        looked_at([None, NotShown, None, NotShown])


def test_what_breaks_is_not_held_back():
    with pytest.raises(ZeroDivisionError):
        looked_at([NotShown, ZeroDivisionError])


def test_what_was_held_back_is_told_when_it_is_asked_for():
    unseen = Unseen()
    with unseen:
        raise NotShown("one", blame="harness")
    with pytest.raises(NotShown, match="one") as told:
        unseen.tell()
    assert told.value.blame == "harness"
