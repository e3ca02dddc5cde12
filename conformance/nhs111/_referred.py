"""Everybody who was referred in a run, by whatever way: what their rows on a worklist may go by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging.account.values import leaves
from cpcs_harness.judging.views import RunView

from .._shared.screen import digits
from .._shared.text import plain_name, plain_reference

NHS_NUMBER = 10
"""Digits of one."""


def known_marks(run: RunView) -> frozenset[str]:
    """Give what anybody of a run was referred, keyed in or handed over under: references, ids, numbers and names.

    Whatever text the harness issued, sent or gave an action, and what an earlier run of the environment left.
    """
    texts = set(leaves([*_issued(run), *_sent(run), *_given(run), list(run.earlier)]))
    numbers = (number for number in map(digits, texts) if len(number) >= NHS_NUMBER)
    return frozenset({plain_reference(text) for text in texts} - {""}) | frozenset(numbers)


def known_names(run: RunView) -> frozenset[frozenset[str]]:
    """Give the names of everybody of a run, each as the set of its words."""
    people = [issued["person"] for issued in _issued(run)]
    people += [call["report"]["person"] for call in _sent(run) if isinstance(call.get("report"), Mapping)]
    return frozenset(
        frozenset(plain_name(f"{person['given']} {person['family']}").split()) for person in people
    )


def _issued(run: RunView) -> list[Mapping[str, Any]]:
    return [*run.issued.values(), *(one for also in run.also.values() for one in also.values())]


def _sent(run: RunView) -> list[Mapping[str, Any]]:
    return [call.facts for call in run.calls if call.direction == "to-candidate"]


def _given(run: RunView) -> list[Mapping[str, Any]]:
    return [seen.given for seen in run.seen]
