"""Which screens a check has read, and that an empty one shows nothing."""

import pytest

from cpcs_harness.errors import NotShown
from cpcs_harness.judging.views.screens import noting, refuse_empty, says_nothing
from made_up import observed


def read_by(*looks):
    with noting() as read:
        for look in looks:
            look()
    return read.screens


def test_whoever_looks_at_a_screen_has_read_it_and_whoever_looks_at_its_moment_has_not():
    first, second = observed(1, "worklist", {"referrals": []}), observed(2, "notify_gp", {"notices": ["x"]})

    screens = read_by(lambda: first.shown, lambda: (second.seq, second.given, second.status))

    assert [screen.action for screen in screens.values()] == ["worklist"]


def test_what_was_read_once_and_kept_is_read_by_each_who_asks():
    seen = observed(1, "worklist", {"referrals": ["one"]})

    def rows(view):
        return view.shown["referrals"]

    first, second = read_by(lambda: seen.read(rows)), read_by(lambda: seen.read(rows))

    assert first == second
    assert list(second) == [seen.id]


def test_what_is_read_within_counts_for_whoever_asked():
    seen = observed(1, "worklist", {"referrals": ["one"]})

    with noting() as outer:
        inner = read_by(lambda: seen.shown)

    assert outer.screens == inner != {}


@pytest.mark.parametrize(
    "shown", [{}, {"referrals": []}, {"patient": {"given": "", "family": None}}, {"a": " "}]
)
def test_a_check_that_passes_by_an_empty_screen_has_shown_nothing(shown):
    seen = observed(1, "worklist", shown)

    with pytest.raises(NotShown, match="worklist showed nothing, once") as told:
        refuse_empty(read_by(lambda: seen.shown))
    assert told.value.exchanges == (seen.id,)


def test_one_screen_of_an_action_on_which_something_stands_is_enough():
    seen = [observed(1, "worklist", {}), observed(2, "worklist", {"referrals": ["one"]})]

    refuse_empty(read_by(*(lambda view=view: view.shown for view in seen)))


def test_each_action_has_to_show_something():
    seen = [observed(1, "worklist", {"referrals": ["one"]}), observed(2, "open_referral", {})]

    with pytest.raises(NotShown, match="open_referral"):
        refuse_empty(read_by(*(lambda view=view: view.shown for view in seen)))


@pytest.mark.parametrize(
    ("reason", "is_empty"), [("The patient has not agreed", False), (None, True), (" ", True)]
)
def test_whoever_does_not_do_as_asked_may_say_why_in_words_alone(reason, is_empty):
    seen = observed(1, "notify_gp", {}, status="refused", reason=reason)

    assert [screen.is_empty for screen in read_by(lambda: seen.shown).values()] == [is_empty]


@pytest.mark.parametrize("shown", [{"a": 0}, {"a": False}, {"a": [{"b": "c"}]}, "text"])
def test_a_number_a_truth_and_a_text_say_something(shown):
    assert not says_nothing(shown)
