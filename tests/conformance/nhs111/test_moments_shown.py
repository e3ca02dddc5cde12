"""Moments on screens: of what was done now to two minutes, of what was done before none that is still to come."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.nhs111 import test_moments_shown as shown
from cpcs_harness.errors import NotMet, NotShown
from made_up import observed

COMPLETED = "2026-07-03T11:59:30Z"


def judged(*seen):
    for one in seen:
        one.clock = "2026-07-03T12:00:00.000+00:00"
    journey = SimpleNamespace(seen=seen, looked_at=[])
    shown.test_each_moment_that_a_screen_shows_is_when_it_was_done(SimpleNamespace(each=lambda: [journey]))
    return journey.looked_at


@pytest.mark.parametrize("written", [COMPLETED, "2026-07-03T13:00:30+01:00", "2026-07-03T12:01:59Z"])
def test_now_in_any_offset_passes(written):
    done = observed(1, "complete", {"status": "completed", "completed": written})

    assert judged(done) == [done.id]


@pytest.mark.parametrize(
    "written", ["2026-07-03T13:00:00Z", "2026-07-03T11:00:00Z", "2026-13-03T12:00:00Z", "2026-07-03"]
)
def test_another_time_and_what_no_calendar_has_does_not(written):
    with pytest.raises(NotMet):
        judged(observed(1, "complete", {"completed": written}))


@pytest.mark.parametrize("written", ["2019-10-29T00:00:00Z", COMPLETED])
def test_of_what_was_done_before_any_time_that_has_been_passes(written):
    judged(observed(1, "read_audit", {"entries": [{"at": written}, {"event": "no moment"}]}))


@pytest.mark.parametrize("written", ["2026-07-03T12:10:00Z", "2026-07-03T25:00:00Z"])
def test_what_is_to_come_does_not(written):
    with pytest.raises(NotMet):
        judged(observed(1, "read_audit", {"entries": [{"at": COMPLETED}, {"at": written}]}))


@pytest.mark.parametrize(
    "seen",
    [
        [],
        [observed(1, "complete", {"completed": ""})],
        [observed(1, "complete", {"completed": "2019-10-29T00:00:00Z"}, status="refused")],
        [observed(1, "list_alerts", {"alerts": None})],
    ],
)
def test_a_blank_says_nothing(seen):
    with pytest.raises(NotShown):
        judged(*seen)
