"""Every way in which a run can end other than well, and what each one means.

A run reads what it was asked to do (`UsageProblem` when that is wrong), meets the world (`UsageProblem`
again when a port is taken or a candidate does not start), and judges. A check that finds the candidate
wrong raises `NotMet`; one that lacks the evidence raises `NotShown`; anything else that escapes from a
check, and `HarnessError`, is our own fault and is never blamed on the candidate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum


class Exit(IntEnum):
    """The exit statuses of every command; when two apply, the higher wins."""

    MET = 0
    NOT_MET = 1
    USAGE = 2
    HARNESS = 3
    INTERRUPTED = 130


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a file that somebody wrote, with the place where it stands."""

    file: str
    line: int
    id: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        subject = f" ({self.id})" if self.id else ""
        return f"{place}{subject} {self.message}"


class UsageProblem(Exception):
    """What was asked for, or how the world is configured, is wrong; nothing was judged (status 2)."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(sorted(problems))

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  {problem}" for problem in self.problems)])


class HarnessError(Exception):
    """The harness broke; no verdict may rest on it (status 3)."""


class OwnConnectionError(HarnessError):
    """The harness did not get through to a service of its own: it may have been too slow for itself."""


@dataclass(frozen=True)
class Under:
    """Under which conditions a check fails, where it judged each of several cases by itself, such as reports."""

    cases: int
    """How many cases by themselves came to pass or fail."""
    failing: int
    conditions: int
    """How many conditions these cases have between them."""
    failing_conditions: int
    """How many of these conditions some failing case has."""
    values: tuple[str, ...] = ()
    """The conditions that every failing case has, and no passing one; of one dimension, it may be one of several."""
    pairs: tuple[str, ...] = ()
    """Where there is no such condition: the pairs of conditions of which that is true."""
    of: str = "reports"
    """What the cases are: reports; looks, as at what a service answered; or patients, by all that passed of them."""

    def __str__(self) -> str:
        if not self.failing:
            return f"several {self.of} together: none of {self.cases} fails by itself"
        if self.failing == self.cases:
            return f"every condition: each of {self.cases} {self.of} fails by itself"
        some = (
            f"{self.failing} of {self.cases} {self.of}, which have {self.failing_conditions} of the "
            f"{self.conditions} conditions that were judged"
        )
        if not (told := self.values or self.pairs):
            return f"{some}; not isolated: these, and no others, share no condition and no two conditions"
        if len(told) > MOST_TOLD:
            return (
                f"{some}; too few to tell which of {len(told)} that these, and no others, have it goes with"
            )
        return f"{some}; these, and no others, have “{'”, “'.join(told)}”"


MOST_TOLD = 6
"""How many conditions or pairs a message names: where there are more, few reports fail, and chance has it so."""


@dataclass(frozen=True)
class Finding:
    """What a check found wrong, as data: every report makes words of its own of it."""

    expected: str
    received: str
    at: str = ""
    """The place in words: journey, step, exchange."""
    todo: str = ""
    exchanges: tuple[str, ...] = ()
    """Ids of the events that it rests on."""
    timing: str | None = field(default=None, metadata={"left out where it is None": True})
    """late | order | repeated | absent: what the harness's own lateness may have brought about; None for what is
    wrong in itself, such as content or a recipient."""
    difference: str | None = field(default=None, metadata={"left out where it is None": True})
    """Where what was expected and what came differ, where that is not seen at a glance."""
    under: Under | None = field(default=None, metadata={"left out where it is None": True})
    """Under which conditions it fails, where that was worked out."""

    def __str__(self) -> str:
        lines = [f"expected {self.expected}", f"received {self.received}"]
        lines += [f"differs  {self.difference}"] if self.difference else []
        lines += [f"under    {self.under}"] if self.under else []
        lines += [f"at       {self.at}"] if self.at else []
        lines += [f"to do    {self.todo}"] if self.todo else []
        return "\n".join(lines)


class NotMet(Exception):
    """The candidate is wrong: what was expected, what came, on which exchanges, and what to do.

    `rests_on_answer`: what the candidate did is wrong only if the mock's answer was right. `timing`: see Finding.
    """

    def __init__(
        self,
        expected: str,
        received: str,
        *,
        at: str = "",
        todo: str = "",
        exchanges: Sequence[str] = (),
        blame: str = "candidate",
        rests_on_answer: bool = False,
        timing: str | None = None,
        difference: str | None = None,
    ) -> None:
        self.finding = Finding(expected, received, at, todo, tuple(exchanges), timing, difference)
        self.rests_on_answer = rests_on_answer
        self.blame = blame
        super().__init__(str(self.finding))

    def __str__(self) -> str:
        return str(self.finding)


class NotShown(Exception):
    """The evidence that a check needs is not there; nothing is said of the candidate's conformance."""

    def __init__(self, reason: str, *, blame: str = "candidate", exchanges: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.blame = blame
        self.exchanges = tuple(exchanges)


class NotApplicable(Exception):
    """What a check looks at is only there for who does what no rule makes anybody do; who does not has not broken it.

    The reason names what that is. Only a check that has seen the occasion for it may say so.
    """
