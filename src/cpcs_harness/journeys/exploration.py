"""Exploration: Hypothesis draws what to send, a journey tries it on the candidate, and the smallest failure is kept.

Hypothesis runs here, while the journey does, and never in a check. Each example is an attempt on the wire for a
patient of its own, so shrinking is bounded by a number of attempts. The property is a pure predicate over what was
recorded, which the check of the criterion uses too.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import threading
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.errors import HypothesisDeprecationWarning
from hypothesis.internal import charmap
from hypothesis.internal.conjecture import providers
from hypothesis.strategies import SearchStrategy

from cpcs_harness.evidence.events import Explored, SmallestFailure
from cpcs_harness.journeys.stage import Stage
from cpcs_harness.stalls import fair_now

SECONDS = 180.0
"""Of one exploration: a candidate that takes long over each attempt is tried with fewer."""


def _is_not_ours(_path: str) -> bool:
    return False


_FILES = tempfile.mkdtemp(prefix="cpcs-exploration-")
"""Where Hypothesis keeps its tables: it would make a folder wherever the harness is started."""
atexit.register(shutil.rmtree, _FILES, ignore_errors=True)
set_hypothesis_home_dir(_FILES)
# Hypothesis takes it for a strategy's doing when the state of `random` changes while it draws; other journeys' threads
# use that module meanwhile, for the boundaries and ids of e-mails.
warnings.filterwarnings("ignore", "Do not use the `random` module", HypothesisDeprecationWarning)
# Hypothesis draws constants that it finds in the sources of whichever of our modules are loaded when it first draws: an
# installed harness would try other referrals than a checkout, and every journey waits while the sources are parsed.
vars(providers)["is_local_module_file"] = _is_not_ours
_reading = threading.Lock()
"""While Hypothesis makes its table of all letters: explorations that begin at once would each make one."""


@dataclass(frozen=True)
class Attempt:
    """One example as it was tried: the exchange, and what was wrong (nothing, when all was well)."""

    exchange: str
    faults: tuple[str, ...]


Try = Callable[[int, Any], tuple[str, Sequence[str]]]
"""Tries an example under its number; gives the exchange, and what was wrong."""


class _Fails(Exception):
    """The property does not hold for an example."""


@dataclass
class _Budget:
    """Tries each drawn value once, and no more than so many; what was not tried counts as well."""

    attempt: Try
    left: int
    tried: dict[str, Attempt] = field(default_factory=dict)
    broken: Exception | None = None
    """What ended the exploration before its time: Hypothesis would take it for a failure of the property."""
    deadline: float = field(default_factory=lambda: fair_now() + SECONDS)

    def of(self, drawn: Any) -> Attempt | None:
        key = repr(drawn)
        if fair_now() > self.deadline:
            self.left = 0
        if key not in self.tried and self.left > 0:
            self.left -= 1
            try:
                self.tried[key] = self.once(drawn)
            except Exception as broken:  # noqa: BLE001 - raised again once Hypothesis has ended
                self.broken, self.left = broken, 0
        return self.tried.get(key)

    def once(self, drawn: Any) -> Attempt:
        number = len(self.tried) + 1
        exchange, faults = self.attempt(number, drawn)
        return Attempt(exchange, tuple(faults))


def explore(stage: Stage, strategy: SearchStrategy[Any], attempt: Try) -> None:
    """Try the examples, and record what came of it: how many, the smallest that failed, and whether it fails again."""
    budget = _Budget(attempt, stage.examples + stage.shrinking)
    smallest = _smallest_failure(stage, strategy, budget)
    if budget.broken is not None:
        raise budget.broken  # the check looks at the attempts that were recorded until then
    attempts, cut_short = len(budget.tried), fair_now() > budget.deadline
    failure = _tried_again(budget, *smallest) if smallest is not None else None
    stage.note(Explored(stage.examples, attempts + (failure is not None), cut_short, failure))


def _tried_again(budget: _Budget, drawn: Any, failed: Attempt) -> SmallestFailure:
    again = budget.once(drawn)
    return SmallestFailure(
        repr(drawn)[:2000], failed.exchange, failed.faults, again.exchange, bool(again.faults)
    )


def _smallest_failure(
    stage: Stage, strategy: SearchStrategy[Any], budget: _Budget
) -> tuple[Any, Attempt] | None:
    last: list[tuple[Any, Attempt]] = []

    @seed(f"{stage.seed}/{stage.issued.journey}")
    @settings(
        max_examples=stage.examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(strategy)
    def holds(drawn: Any) -> None:
        tried = budget.of(drawn)
        if tried is not None and tried.faults:
            last[:] = [(drawn, tried)]
            raise _Fails

    with _reading:
        charmap.charmap()
    try:
        holds()
    except _Fails:
        return last[0]
    return None
