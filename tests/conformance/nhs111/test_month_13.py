"""What may be shown as the time of a document that was written in month 13."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.nhs111.test_documents import _made_up

REPORT = {"created": "2026-11-29T09:30:00+00:00"}


def faults(shown):
    call = SimpleNamespace(clock="2026-11-30T10:00:00+00:00")
    return _made_up(call)(REPORT, {"created": shown})


@pytest.mark.parametrize(
    "shown",
    ["", None, "20261329093000+0000", "2026-13-29T09:30:00+00:00", "unreadable: month 13", "2026-11-30"],
)
def test_nothing_what_was_sent_and_when_it_came_in_are_not_made_up(shown):
    assert faults(shown) == []


@pytest.mark.parametrize(
    "shown", ["2027-01-29T09:30:00+00:00", "2027-01-29", "2026-01-29T09:30", "2026-12-29T09:30"]
)
def test_another_month_is(shown):
    assert faults(shown) == [f"month 13 was sent, and {shown} is shown"]
