"""Runs known-bad candidates, and says which criterion caught which fault: the harness's own proof.

A known-bad candidate is the reference service with exactly one fault. Each fault names the criteria that must notice.
Only the journeys that these need are run, of one pathway first: about half of the faults begin with either, and where
one does not show, the other is run as well.
"""

from __future__ import annotations

import ast
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from cpcs_harness._content import ROOT
from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.catalogue.needs import journeys_needed
from cpcs_harness.errors import UsageProblem
from cpcs_harness.run.plan import Asked

CAUGHT = (Verdict.FAIL, Verdict.QUERY, Verdict.WARNING)
"""Verdicts that a fault is caught by: in query, where the rule is our own model; a warning, where it is a should."""


@dataclass(frozen=True)
class KnownBad:
    """One fault of the reference service, as its decorator and its docstring describe it."""

    name: str
    says: str
    catches: tuple[str, ...]
    condition: str = ""
    """What the fault needs to show: a second patient, a long text."""
    needs_broker: bool = False
    """It stands behind the 111 Adaptor, which publishes to a message broker."""


@dataclass(frozen=True)
class Proof:
    """What became of one known-bad candidate."""

    fault: str
    due: tuple[str, ...]
    caught_by: tuple[str, ...]
    error: str = ""

    @property
    def holds(self) -> bool:
        """Say whether every criterion that is to catch the fault did."""
        return not self.error and set(self.due) <= set(self.caught_by)


def known_bads(folder: Path | None = None) -> list[KnownBad]:
    """Read from the decorators in `reference/faulty/` which faults there are, by name, without running its files."""
    files = sorted((folder or ROOT / "reference" / "faulty").rglob("[!_]*.py"))
    return sorted((bad for path in files for bad in _bads_in(path)), key=lambda bad: bad.name)


def _bads_in(path: Path) -> Iterator[KnownBad]:
    for node in ast.parse(path.read_text(encoding="utf-8"), str(path)).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            for mark in _marks_of(node):
                said = {str(given.arg): ast.literal_eval(given.value) for given in mark.keywords}
                yield KnownBad(_name_of(node.name), ast.get_docstring(node) or "", **said)


def _marks_of(node: ast.ClassDef | ast.FunctionDef) -> list[ast.Call]:
    calls = [mark for mark in node.decorator_list if isinstance(mark, ast.Call)]
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "wrong"]


def _name_of(identifier: str) -> str:
    """Write a class's name in snake case, as `reference/faulty/_wrong.py` does; an HTTP status is a word."""
    return re.sub(r"(?<=[^_])(?=[A-Z]|(?<!\d)\d{3})", "_", identifier).lower()


def prove(
    names: Sequence[str] = (),
    workers: int = 2,
    tell: Callable[[Proof], None] | None = None,
    amqp: str = "",
    full: bool = False,
) -> list[Proof]:
    """Run the named known-bad candidates: when none is named, all that catch something and have what they need.

    With `full` each is run in every pathway, though one has shown it.
    """
    bads = _chosen(names, amqp)
    proofs: dict[str, Proof] = {}
    _warm()
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("fork")) as pool:
        running = [pool.submit(_prove_one, bad, amqp, full) for bad in bads]
        for done in as_completed(running):
            proof = done.result()
            proofs[proof.fault] = proof
            if tell is not None:
                tell(proof)
    return [proofs[bad.name] for bad in bads]


def _chosen(names: Sequence[str], amqp: str) -> list[KnownBad]:
    bads = {bad.name: bad for bad in known_bads() if bad.catches}
    names = names or [bad.name for bad in bads.values() if amqp or not bad.needs_broker]
    unknown = [name for name in names if name not in bads]
    if unknown:
        raise UsageProblem(
            f"no known-bad candidate is called {', '.join(unknown)}; there are {', '.join(bads)}"
        )
    stranded = [name for name in names if bads[name].needs_broker and not amqp]
    if stranded:
        raise UsageProblem(
            f"{', '.join(stranded)} stands behind the 111 Adaptor, which needs a broker: --amqp"
        )
    return [bads[name] for name in names]


def _warm() -> None:
    """Import what every worker needs, and make the environment, once: forked workers inherit both."""
    import cpcs_harness.assess
    import cpcs_harness.run.record  # noqa: F401
    from cpcs_harness.run.candidate import environment_for_a_run

    environment_for_a_run(Asked().seed)


def uncaught(proofs: Sequence[Proof]) -> list[str]:
    """Name the automated criteria that caught none of these, and are to catch none that was left out."""
    run = {proof.fault for proof in proofs}
    left_out = [bad for bad in known_bads() if bad.needs_broker and bad.name not in run]
    caught = {criterion for proof in proofs for criterion in proof.caught_by}
    caught |= {criterion for bad in left_out for criterion in bad.catches}
    criteria = load_catalogue().criteria.values()
    automated = [criterion.id for criterion in criteria if criterion.judged_by == "automated"]
    return [criterion for criterion in automated if criterion not in caught]


def _prove_one(bad: KnownBad, amqp: str, full: bool) -> Proof:
    caught: set[str] = set()
    try:
        for journeys in _turns(bad, full):
            caught |= set(caught_in(assess_known_bad(bad, amqp, journeys)))
            if set(bad.catches) <= caught:
                break
    except Exception as broken:  # noqa: BLE001 - a proof that could not be made is told, with its fault's name
        return Proof(bad.name, bad.catches, (), f"{type(broken).__name__}: {broken}")
    return Proof(bad.name, bad.catches, tuple(sorted(caught)))


def _turns(bad: KnownBad, full: bool) -> list[tuple[str, ...]]:
    """Give the journeys to run, together or pathway by pathway; which comes first follows from the fault's name."""
    from cpcs_harness.journeys.index import all_journeys

    needed, journeys = _needed(bad), all_journeys()
    if full:
        return [needed]
    pathways = list(load_catalogue().vocabulary.pathways)
    first = zlib.crc32(bad.name.encode()) % len(pathways)
    turns = [
        tuple(name for name in needed if journeys[name].pathway == pathway)
        for pathway in pathways[first:] + pathways[:first]
    ]
    return [turn for turn in turns if turn]


def _needed(bad: KnownBad) -> tuple[str, ...]:
    from cpcs_harness.journeys.index import all_journeys

    catalogue = load_catalogue()
    journeys = {name: journey.pathway for name, journey in all_journeys().items()}
    needed = {
        journey
        for criterion in bad.catches
        for pathway in catalogue.pathways_of(criterion)
        for journey in journeys_needed(catalogue, criterion, pathway, journeys)
    }
    return tuple(sorted(needed))


def caught_in(assessment: Assessment) -> tuple[str, ...]:
    """Name the criteria by which an assessment caught something."""
    automated = [criterion for _, criterion in assessment.criteria() if criterion.judged_by == "automated"]
    return tuple(sorted({criterion.id for criterion in automated if criterion.verdict in CAUGHT}))


def assess_known_bad(bad: KnownBad, amqp: str = "", journeys: tuple[str, ...] = ()) -> Assessment:
    """Assess one known-bad candidate on these journeys, or on all that its criteria need; gives the assessment."""
    from cpcs_harness.assess import judge
    from cpcs_harness.run.record import record

    with tempfile.TemporaryDirectory(prefix=f"cpcs-{bad.name}-") as folder:
        asked = Asked(gate="none", only=journeys or _needed(bad), known_bad=bad.name, amqp=amqp)
        record(asked, None, Path(folder))
        return judge(Path(folder), reports=False)
