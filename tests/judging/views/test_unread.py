"""What a check has read of what it was given: what it passed over, and calls of which it knows what was asked alone."""

from types import SimpleNamespace

import pytest

from cpcs_harness.evidence import events
from cpcs_harness.judging.views import EvidenceView, ExchangeView
from cpcs_harness.judging.views.screens import note_goes_by_run, noting, unnoted
from made_up import Bodies, at, message, observed

NOTHING = ([], [])


def called(seq, service="pds"):
    asked, answered = message({"method": "GET", "target": "/a"}), message({"status": 200})
    data = events.Exchange(
        service,
        "read",
        "http",
        "from-candidate",
        asked,
        answered,
        "published",
        "",
        "",
        "",
        {"fact": "f"},
        1.0,
    )
    return ExchangeView(Bodies(), at(seq, data))


ONE, OTHER, CLAIM = called(1), called(2), called(3, "mys")
SHOWN, LATER = observed(4, "worklist", {"referrals": []}), observed(5, "worklist", {}, reason="shut")
EVENTS = (ONE, OTHER, CLAIM, SHOWN, LATER)
KINDS = {call.id: ("one", call.service) for call in EVENTS[:3]} | {
    seen.id: ("one", seen.action) for seen in EVENTS[3:]
}


def unread(look):
    """Have a check look that was given all; gives what it passed over and asked alone."""
    view = EvidenceView(SimpleNamespace(kinds=KINDS), "p", ["one"], looked_at=[view.id for view in EVENTS])
    with noting() as read:
        look()
    return view.unread(read)


@pytest.mark.parametrize(
    ("look", "passed_over", "asked_alone"),
    [
        (lambda: ONE.response.status, [OTHER], []),
        (lambda: ONE.request.target, [OTHER], [ONE]),
        (lambda: ONE.facts["fact"], [OTHER], [ONE]),
        (lambda: (ONE.request.target, ONE.response.status), [OTHER], []),
        (lambda: SHOWN.shown, [LATER], []),
        (lambda: LATER.told, [SHOWN], []),
    ],
    ids=("answered", "asked", "known of it", "both", "shown", "told"),
)
def test_what_was_read_counts_and_others_of_its_kind_are_passed_over(look, passed_over, asked_alone):
    assert unread(look) == ([one.id for one in passed_over], [one.id for one in asked_alone])


@pytest.mark.parametrize(
    "look",
    [
        lambda: (len(EVENTS), ONE.seq, ONE.where, ONE.fault, ONE.is_unanswered, SHOWN.status, SHOWN.end),
        lambda: ONE.sorted_by("fact"),
    ],
    ids=("counted", "sorted"),
)
def test_of_what_nobody_read_all_was_counted(look):
    assert unread(look) == NOTHING


def test_what_was_read_once_and_kept_is_read_by_each_who_asks():
    def status(call):
        return call.response.status

    found = [unread(lambda: ONE.read(status)) for _ in range(2)]

    assert found == [([OTHER.id], [])] * 2


def test_what_is_put_together_for_all_is_read_by_nobody():
    def look():
        with unnoted():
            assert ONE.response.status == 200

    assert unread(look) == NOTHING


def test_whoever_goes_by_the_run_has_looked_at_all_that_it_says():
    assert unread(lambda: (note_goes_by_run(), ONE.request.target)) == NOTHING
