"""What was ruled on a run: which rulings decide, and what is said of the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cpcs_harness.assessment.requirement import OURSELVES, RulingRecord
from cpcs_harness.judging.rulings import Party, RuledRun, Ruling

_RANK = tuple(Party)


class Ruled:
    """The rulings that lie with a run or were handed in by whoever judges it, held against that run."""

    def __init__(self, rulings: Sequence[Ruling] = (), run: RuledRun | None = None) -> None:
        self._run = run
        self._others = [ruling for ruling in rulings if run is None or not run.concerns(ruling)]
        self._of: dict[str, list[tuple[Ruling, str]]] = defaultdict(list)
        for ruling in sorted(rulings, key=lambda ruling: _RANK.index(ruling.party)):
            if run is not None and run.concerns(ruling):
                self._of[ruling.criterion].append((ruling, run.why_not(ruling)))

    def deciding(self, criterion: str, pathway: str) -> list[Ruling]:
        """Give the rulings that decide a criterion in a pathway, an assurer's first."""
        return [ruling for ruling, why_not in self._in(criterion, pathway) if not why_not]

    def unheard(self, criterion: str, pathway: str) -> str:
        """Say who confirmed a criterion to no effect, and why it has none; empty where nobody did."""
        for ruling, why_not in self._in(criterion, pathway):
            if why_not and ruling.ruling == "confirmed":
                return f"{ruling.by}, {ruling.role} ({ruling.whose}) has confirmed it, and {why_not}"
        return ""

    def records(self, criterion: str, pathway: str) -> tuple[RulingRecord, ...]:
        """Give what an assessment says of each ruling on this candidate."""
        return tuple(_record(ruling, why_not) for ruling, why_not in self._in(criterion, pathway))

    def limits(self) -> list[str]:
        """Say whose the rulings are, what binds them, and which decide nothing."""
        pairs = sorted({(_whose(ruling), why) for found in self._of.values() for ruling, why in found})
        said = [
            f"Rulings in this run are those of {whose}{_bound_by(whose)}." for whose, why in pairs if not why
        ]
        said += [f"Rulings of {whose} decide nothing here: {why}." for whose, why in pairs if why]
        return said + sorted(set(self._elsewhere()))

    def _elsewhere(self) -> Iterator[str]:
        for ruling in self._others:
            if self._run is not None and self._run.known_bad:
                yield "Rulings lie with this run, which is of a known-bad candidate: they decide nothing."
            elif ruling.party == Party.PROJECT:
                yield (
                    "Rulings lie with this run that are on the project's reference service (digest "
                    f"{ruling.reference[:12]}) alone: of another candidate they confirm nothing."
                )
            else:
                yield f"Rulings of {_whose(ruling)} are on another candidate, {ruling.candidate}: they decide nothing."

    def _in(self, criterion: str, pathway: str) -> Iterator[tuple[Ruling, str]]:
        return (pair for pair in self._of.get(criterion, ()) if pair[0].pathway in (None, pathway))


def _whose(ruling: Ruling) -> str:
    ours = ruling.party == Party.PROJECT
    return ruling.whose if ours else f"{ruling.whose} ({ruling.party}, as the file says)"


def _bound_by(whose: str) -> str:
    """Say that nothing binds rulings to anybody; the project's are those that the harness carries."""
    return "" if whose == OURSELVES else ": no signature binds them, and who wrote them cannot be told"


def _record(ruling: Ruling, why_not: str) -> RulingRecord:
    return RulingRecord(
        ruling.ruling,
        ruling.by,
        ruling.role,
        ruling.at,
        ruling.note,
        ruling.whose,
        ruling.exchanges,
        ruling.reference or None,
        not why_not,
        str(ruling.party),
        ruling.build or None,
        ruling.run or None,
        why_not or None,
    )
