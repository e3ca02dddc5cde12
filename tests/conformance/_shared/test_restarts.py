"""What was shown before a restart is compared with what was shown after it: of one thing, at one pharmacy."""

import pytest

from cpcs_harness._content.conformance._shared.restarts import around, expect_kept, rows_of
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.judging.views import JourneyView
from made_up import observed


@pytest.fixture
def looks_of():
    """Makes the looks around a restart at lists of these rows."""

    def looks_of(before, after, restart=20):
        seen = [
            observed(10, "list_claims", {"claims": before}),
            observed(restart, "restart", {}),
            observed(30, "list_claims", {"claims": after}),
            observed(40, "list_claims", {"claims": []}),
        ]
        return around(JourneyView("j", "p", {}, {"reason": None}, [], seen), "list_claims")

    return looks_of


def check(looks):
    (found,) = looks
    lists = [rows_of(seen, "claims", ("referral", "status")) for seen in found]
    expect_kept("claim", found, *lists)


ONE, OTHER = {"referral": "1", "status": "accepted"}, {"referral": "2", "status": "rejected"}


def test_the_same_in_another_order_and_more_will_do(looks_of):
    check(looks_of([ONE, OTHER], [{"referral": "3", "status": "accepted"}, OTHER, ONE | {"message": "more"}]))


@pytest.mark.parametrize("after", [[ONE], [], [ONE, OTHER | {"status": "accepted"}], [OTHER, OTHER]])
def test_one_that_lacks_or_has_changed_is_lost(looks_of, after):
    with pytest.raises(NotMet, match="before the restart"):
        check(looks_of([ONE, OTHER], after))


def test_the_same_twice_is_to_be_there_twice(looks_of):
    with pytest.raises(NotMet):
        check(looks_of([ONE, ONE], [ONE]))


def test_what_may_be_a_page_shows_nothing(looks_of):
    rows = [{"referral": str(number), "status": "accepted"} for number in range(11)]

    with pytest.raises(NotShown, match="may be a page"):
        check(looks_of(rows[:10], rows[1:]))


def test_without_a_look_on_both_sides_nothing_is_shown(looks_of):
    with pytest.raises(NotShown, match="both before and after"):
        looks_of([ONE], [ONE], restart=5)
