"""What a candidate had been told before it was asked for something, by the times at which it was answered and asked."""

import pytest

from cpcs_harness._content.conformance._shared.told_before import may_go_by, sent_after, told_before, was_told
from made_up import SeenCall, moment_at, observed

SEEN = observed(20, "look", {}, lasted=2)
SENDING = observed(10, "send", {}, lasted=4)


def call(seq, lasted=0.0, **kept):
    ended = moment_at(seq).timestamp()
    held = {"fault": "", "gone": False} | kept
    return SeenCall(id=f"e{seq}", seq=seq, began=ended - lasted, ended=ended, **held)


@pytest.mark.parametrize(
    ("found", "told"),
    [(call(16), True), (call(17), True), (call(18), False), (call(19), False), (call(20.5), False)],
)
def test_what_came_by_itself_is_noted_a_moment_later(found, told):
    assert bool(told_before([found], SEEN)) == told


def test_what_an_action_was_answered_is_known_when_it_ends():
    asked_at_once = observed(11, "look", {}, lasted=0.5)

    assert told_before([call(9.9)], asked_at_once, [SENDING])
    assert told_before([call(9.9)], SENDING, [SENDING])
    assert not told_before([call(9.9)], asked_at_once)


def test_what_was_under_way_when_an_action_began_or_ended_is_not_its_own():
    asked_at_once = observed(11, "look", {}, lasted=0.5)

    assert not told_before([call(10.2, lasted=1)], asked_at_once, [SENDING])
    assert not told_before([call(9.9, lasted=5)], asked_at_once, [SENDING])


def test_a_later_action_tells_nothing_of_an_earlier_screen():
    later = observed(30, "send", {}, lasted=15)

    assert not told_before([call(19)], SEEN, [later])


def test_a_screen_goes_by_the_last_that_was_told_or_by_what_came_since():
    first, last, meanwhile, later = call(10), call(12), call(19), call(25)

    assert may_go_by([first, last, meanwhile, later], SEEN) == [last, meanwhile]


def test_who_had_been_told_nothing_may_go_by_nothing():
    assert may_go_by([call(19)], SEEN) == []


def test_what_was_heard_last_is_held_only_where_every_answer_that_may_be_the_last_said_so():
    taken, refused, meanwhile = call(10), call(12), call(19)

    assert was_told(taken.__eq__, [taken], SEEN)
    assert not was_told(taken.__eq__, [taken, refused], SEEN)
    assert not was_told(taken.__eq__, [taken, meanwhile], SEEN)
    assert not was_told(meanwhile.__eq__, [meanwhile], SEEN)


@pytest.mark.parametrize("kept", [{"fault": "answer lost"}, {"gone": True}])
def test_an_answer_that_was_kept_from_it_told_nothing(kept):
    assert not was_told(lambda _: True, [call(10, **kept)], SEEN)


def test_what_was_on_its_way_when_something_ended_was_not_sent_after_it():
    before, on_its_way, after = call(19), call(21, lasted=1.5), call(22, lasted=1)

    assert sent_after([before, on_its_way, after], SEEN) == [after]
