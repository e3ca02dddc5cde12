"""Helpers that compare what came with what was due, and raise NotMet in one form: expected, received, at, to do."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from cpcs_harness.errors import NotMet
from cpcs_harness.judging.in_words import Words, difference, in_words, passage_like

NOTHING: tuple[Any, ...] = (None, "", "none", b"", [], (), {}, set())
NO_ANSWER = ("error", "failed", "unanswered")
"""What an outcome is where a service was asked, and no answer came in time."""
UNAVAILABLE = "unavailable"
"""The notice that says so."""


class Place(Protocol):
    """An exchange or an observation, as far as messages need it."""

    @property
    def id(self) -> str:
        """Its id, such as `e12`."""
        ...

    @property
    def where(self) -> str:
        """Its place in words."""
        ...


def expect(
    true: bool,
    expected: str,
    received: Any,
    at: Place,
    todo: str = "",
    timing: str | None = None,
    differs: str | None = None,
) -> None:
    """Raise NotMet unless something holds.

    What is not shown at all, and a message that got no answer, may be so for the harness's own lateness. What a message
    of the candidate's lacks is wrong in itself, unless `timing` says otherwise.
    """
    if not true:
        missing = is_unanswered(at) or (_is_observation(at) and _says_nothing(received))
        timing = timing or ("absent" if missing else None)
        raise NotMet(
            expected,
            in_words(received),
            at=at.where,
            todo=todo,
            exchanges=[at.id],
            timing=timing,
            difference=differs,
        )


def expect_equal(
    what: str, due: Any, received: Any, at: Place, todo: str = "", timing: str | None = None
) -> None:
    """Raise NotMet unless a value is the one that is due."""
    if due != received:
        differs = difference(due, received)
        expect(False, f"{what} to be {in_words(due)}", received, at, todo, timing, differs)


def expect_same(what: str, due: str | None, received: Any, at: Place, todo: str = "") -> None:
    """Raise NotMet unless two texts agree but for white space: screens wrap, words stay."""
    agreed = isinstance(received, str) and squeezed(received) == squeezed(due or "")
    differs = None if agreed else difference(due, received)
    expect(agreed, f"{what} to be {in_words(due)}", received, at, todo, differs=differs)


def expect_words(
    what: str, due: str, text: str, at: Place, todo: str = "", *, said: bool | None = None
) -> None:
    """Raise NotMet unless words stand in a text, or are `said` in it otherwise; tells of what is most like them."""
    if due in text if said is None else said:
        return
    like = passage_like(due, text)
    received = like or Words(f"no such words in {len(text)} characters")
    expect(False, f"{what}: {in_words(due)}", received, at, todo, differs=difference(due, like))


def expect_match(what: str, pattern: str, received: Any, at: Place, todo: str = "") -> None:
    """Raise NotMet unless a text matches a pattern as a whole."""
    matched = isinstance(received, str) and re.fullmatch(pattern, received) is not None
    expect(matched, f"{what} to match {pattern}", received, at, todo)


def expect_none(what: str, found: Sequence[Any], at: Place, todo: str = "") -> None:
    """Raise NotMet when there is anything of a kind that must not be; an exchange is told by where it is."""
    expect(not found, f"no {what}", list(found), at, todo)


def expect_all(what: str, missing: Sequence[Any], at: Place, todo: str = "") -> None:
    """Raise NotMet when anything of what is due is missing."""
    expect(not missing, what, Words(f"without {in_words(list(missing))}"), at, todo)


def expect_all_different(what: str, values: Iterable[tuple[Hashable, Place]], todo: str = "") -> None:
    """Raise NotMet, naming both places, when a value comes twice."""
    first: dict[Hashable, Place] = {}
    for value, place in values:
        if value in first:
            raise NotMet(
                f"{what} to be different each time",
                f"{in_words(value)} twice",
                at=f"{first[value].where}; and {place.where}",
                todo=todo,
                exchanges=[first[value].id, place.id],
                timing="repeated",
            )
        first[value] = place


def is_unanswered(at: Place) -> bool:
    """Say whether a place is a message to the candidate that got no answer."""
    return bool(getattr(at, "is_unanswered", False))


def _says_nothing(received: Any) -> bool:
    """Say whether what was shown is nothing, or that no answer came: as outcome, before its reason, or as a notice."""
    if isinstance(received, Mapping) and received:
        return received.get("outcome") in NO_ANSWER
    if isinstance(received, str) and received:
        return received in NOTHING or received.partition(" ")[0] in NO_ANSWER
    return received in NOTHING or (isinstance(received, (list, tuple, set)) and UNAVAILABLE in received)


def _is_observation(at: Place) -> bool:
    return at.id.startswith("o")


def squeezed(text: str) -> str:
    """Fold runs of white space, and trim."""
    return " ".join(text.split())
