"""Whose practice an address or a mailbox is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.judging.account import Subject
from cpcs_harness.judging.views import RunView


def journeys_of_practices(run: RunView) -> Mapping[str, set[str]]:
    """Give the journeys whose patients a practice has, by its e-mail address and by its mailbox."""
    found: dict[str, set[str]] = defaultdict(set)
    for journey, issued in _issued(run):
        practice = issued["person"]["practice"]
        found[practice["email"].lower()].add(journey)
        found[practice["mailbox"].upper()].add(journey)
    return found


def is_another_practices(
    place: str, subjects: Mapping[Subject, Any], practices: Mapping[str, set[str]]
) -> bool:
    """Say whether an address or mailbox is that of a practice, and of none of these patients' journeys."""
    of = practices.get(place, set())
    return bool(of) and not of & {subject.journey for subject in subjects}


def _issued(run: RunView) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for journey, issued in run.issued.items():
        yield journey or "", issued
        for other in run.also.get(journey, {}).values():
            yield journey or "", other
