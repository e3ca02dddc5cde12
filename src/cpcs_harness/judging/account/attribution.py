"""Whose each call is, by what it says through all its encodings: its address and body, and never its headers."""

from __future__ import annotations

from collections.abc import Mapping

from cpcs_harness.judging.account.account import Account
from cpcs_harness.judging.account.told import HEADERS
from cpcs_harness.judging.views.run import RunView


def owners(run: RunView) -> Mapping[str, str | None]:
    """Give the journey of each call that belongs to another than was noted while the run went on, by the call's id.

    What names patients of several journeys belongs to none of them: the checks of the whole run judge it.
    """
    account = run.read(Account)
    moved: dict[str, str | None] = {}
    for call in run.calls:
        if call.direction == "from-candidate":
            people = account.told(call).people
            journeys = {
                subject.journey for subject, signs in people.items() if any(s.place != HEADERS for s in signs)
            }
            owner = next(iter(journeys)) if len(journeys) == 1 else None
            if journeys and owner != call.journey:
                moved[call.id] = owner
    return moved
