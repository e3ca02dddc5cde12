"""Carries proofs out in processes that are forked from this one, after it has loaded what they all need."""

from __future__ import annotations

import os
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import replace
from functools import cache, partial
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from cpcs_harness.assess import judge_criteria
from cpcs_harness.assessment import Assessment
from cpcs_harness.errors import Exit
from cpcs_harness.evidence.lateness import Lateness
from cpcs_harness.judging.directly import load_checks
from cpcs_harness.judging.judgement import Judgement
from cpcs_harness.judging.suite import Suite
from cpcs_harness.prove.known_bad import chosen
from cpcs_harness.prove.narrowing import smallest
from cpcs_harness.prove.pace import SECONDS, Pace
from cpcs_harness.prove.part import EVERYBODY, Part, parts
from cpcs_harness.prove.part import write as write_parts
from cpcs_harness.prove.proof import Proof, caught_in, findings_in
from cpcs_harness.prove.shown_in import FILE, enough, fewest, found_by, noted, shown_in, write
from cpcs_harness.prove.work import Work, right_in_parts, work_of
from cpcs_harness.run.calibration import calibrated
from cpcs_harness.run.candidate import environment_for_a_run
from cpcs_harness.run.fork_server import ForkServer
from cpcs_harness.run.garbage import keep_what_is_loaded
from cpcs_harness.run.memory import folder_in_memory
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import drawn, record
from cpcs_harness.run.suite import checked_catalogue
from cpcs_harness.run.throwaway import throwaway

TIMES_MORE = 3
"""How often a proof is made again at most: what else a machine does may keep the harness waiting then too."""
MOST_WORKERS = 16


def prove(
    names: Sequence[str] = (),
    workers: int | None = None,
    tell: Callable[[Proof], object] = lambda _: None,
    amqp: str = "",
    full: bool = False,
    most_workers: int | None = None,
    narrow: bool = False,
    right: bool = False,
) -> list[Proof]:
    """Run the named known-bad candidates: when none is named, all that catch something and have what they need.

    So many workers run at once; `enough_workers`, where it is not said. While processors are idle up to `most_workers`
    do. With `full` each candidate is run in every pathway, though one shows its fault, and every criterion is judged.
    With `narrow` it is tried, after each, which part of its journeys shows it as well, where the one that is noted does
    not. With `right` the reference service itself is run in each part of a journey that shows one of them: nothing is
    to be caught.
    """
    bads = chosen(names, amqp)
    with ForkServer() as server:  # it imports the reference while we load what workers need
        catalogue = installed_suite().catalogue
        before, short = shown_in(), parts()
        work = [work_of(bad, catalogue, full, before, short.get(bad.name, EVERYBODY)) for bad in bads]
        work = [replace(one, narrow=narrow) for one in work]
        work = right_in_parts(work) if right else work
        load_checks(installed_suite(), {criterion for one in work for criterion in one.criteria})
        environment_for_a_run(Asked().seed)
        drawn(catalogue.suites, Asked().seed)
        calibrated()  # workers that keep one another waiting are no slow machine
        pace = _pace(workers, most_workers)
        with ProcessPoolExecutor(min(pace.most, len(work)), get_context("fork"), _begin, (server,)) as pool:
            try:
                return _settled(work, _made(work, pace, pool, amqp, tell), pool, amqp, tell)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)  # else it would carry all the others out first
                raise


def _pace(workers: int | None, most: int | None) -> Pace:
    """Give how many run at once; where neither is said, twice as many where processors are idle, but not too many."""
    fewest = workers or enough_workers()
    return Pace(fewest, max(fewest, most or (fewest if workers else min(2 * fewest, MOST_WORKERS))))


def _made(
    work: Sequence[Work], pace: Pace, pool: ProcessPoolExecutor, amqp: str, tell: Callable[[Proof], object]
) -> list[Proof]:
    """Make all proofs, so many at once as the pace allows; those that are to be made again are not told."""
    # By name, not the longest first: those that only wait are spread among those that keep processors busy.
    left, running, made = deque(enumerate(work)), dict[Future[Proof], int](), dict[int, Proof]()
    while left or running:
        while left and len(running) < pace.at_once:
            place, task = left.popleft()
            running[pool.submit(_prove_one, task, amqp)] = place
        for done in wait(running, SECONDS, FIRST_COMPLETED).done:
            made[running.pop(done)] = proof = done.result()
            if not proof.is_to_be_made_again:
                tell(proof)
        pace.look()
    return [made[place] for place in range(len(work))]


def _settled(
    work: Sequence[Work],
    proofs: Sequence[Proof],
    pool: ProcessPoolExecutor,
    amqp: str,
    tell: Callable[[Proof], object],
) -> list[Proof]:
    """Give the proofs; those that may fail for the harness's lateness are made a few times more.

    At first together, since all others are done by then; what was late then too, each with no other beside it.
    """
    made = list(proofs)
    for time_more in range(TIMES_MORE):
        late = [place for place, proof in enumerate(made) if proof.is_to_be_made_again]
        for places in [late] if time_more == 0 else [[place] for place in late]:
            running = [pool.submit(_prove_one, work[place], amqp) for place in places]
            for place, done in zip(places, running, strict=True):
                made[place] = done.result()
                tell(made[place])
    return made


def note(proofs: Sequence[Proof], narrowed: bool = True) -> Path:
    """Write down which journeys showed each fault, and the part that did, where one was sought; gives the first."""
    catalogue = installed_suite().catalogue
    first = {bad.name: work_of(bad, catalogue, full=False).turns[0] for bad in chosen((), amqp="any")}
    write(noted(shown_in(), proofs, first))
    found = {proof.fault: proof.part for proof in proofs if proof.holds and narrowed}
    write_parts({name: part for name, part in {**parts(), **found}.items() if name in first})
    return FILE


def enough_workers() -> int:
    """Give two for each processor of this process: a proof waits as long as it works, and for deadlines longer."""
    told = hasattr(os, "sched_getaffinity")  # not on every system
    processors = len(os.sched_getaffinity(0)) if told else os.cpu_count() or 1
    return min(2 * processors, MOST_WORKERS)


@cache
def installed_suite() -> Suite:
    """The installed suite, read once; workers that are forked after that have it too."""
    return Suite.of(checked_catalogue())


_servers: list[ForkServer] = []
"""Where a worker, which is given nothing else when it is forked, finds the one server of all."""


def _begin(server: ForkServer) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    keep_what_is_loaded()  # what the workers share is not looked through by each, again and again
    _servers.append(server)
    tempfile.tempdir = folder_in_memory()  # each step of a proof would wait for the disk


def _end_with_parent() -> None:
    """End with the process that hands out work, however that ends: a worker waits for more of it for good."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(Exit.INTERRUPTED)  # what it had under way lies in folders that the next run removes


def _prove_one(work: Work, amqp: str) -> Proof:
    started = time.monotonic()
    try:
        proof = _tried(work, amqp)
    except Exception as broken:  # noqa: BLE001 - a proof that could not be made is told, with its fault's name
        proof = Proof(work.bad.name, work.bad.catches, (), f"{type(broken).__name__}: {broken}")
    return replace(proof, seconds=time.monotonic() - started)


def _tried(work: Work, amqp: str) -> Proof:
    """Make what is tried first by itself, where it is a part; then add whole journeys up until they show the fault."""
    none = proof = Proof(work.bad.name, work.bad.catches, ())
    turns: list[tuple[str, ...]] = []
    for journeys, part in work.attempts:
        assessment, late, few = _assess(work, journeys, amqp, part)
        made = replace(none, caught_by=caught_in(assessment), findings=findings_in(assessment), was_late=late)
        if part:
            if made.holds and work.narrow:
                part = _narrowed(work, journeys, assessment, amqp, part)
            if part and (made.holds or work.is_right):
                return replace(made, shown_in=journeys, part=part)
            continue  # what a part alone shows is due to whom it lacks
        turns.append(journeys)
        proof = proof.and_then(made)
        if proof.holds:
            shown = enough(few, turns)
            part = _narrowed(work, shown, assessment, amqp) if work.narrow else EVERYBODY
            return replace(proof, shown_in=shown, part=part)
    return proof


def _narrowed(
    work: Work, journeys: tuple[str, ...], assessment: Assessment, amqp: str, before: Part = EVERYBODY
) -> Part:
    """Give the smallest part of journeys that shows a fault as well, and catches nothing of who is right; or all.

    The assessment is of the part that showed it `before`, if there was one.
    """
    judged = Judgement.current
    if judged is None:
        return EVERYBODY

    def shows(part: Part) -> bool:
        return set(work.bad.catches) <= set(caught_in(_assess(work, journeys, amqp, part)[0]))

    found = [found_by(assessment, criterion) for criterion in work.bad.catches]
    is_fair = partial(_is_fair, work, journeys, amqp)
    return smallest(judged.evidence, journeys, found, shows, is_fair, before)


def _is_fair(work: Work, journeys: tuple[str, ...], amqp: str, part: Part) -> bool:
    """Say whether nothing is caught of who is right in a part of journeys."""
    return not caught_in(_assess(replace(work, is_right=True), journeys, amqp, part)[0])


def _assess(
    work: Work, journeys: tuple[str, ...], amqp: str, part: Part = EVERYBODY
) -> tuple[Assessment, bool, tuple[str, ...]]:
    """Assess a candidate by some journeys; says as well whether we were late, and which journeys show its fault."""
    suite, known_bad = installed_suite(), None if work.is_right else work.bad.name
    asked = Asked(gate="none", only=journeys, known_bad=known_bad, amqp=amqp, parts=part)
    with throwaway(work.bad.name) as folder:
        run = record(
            asked,
            None,
            folder,
            catalogue=suite.catalogue,
            start=_servers[-1].start,
            preflight=False,
            beside=False,
            judged_by=suite.judged_by,
        )
        assessment = judge_criteria(run, suite, work.criteria)
        return assessment, was_late(), shown_by(assessment, work)


def shown_by(assessment: Assessment, work: Work) -> tuple[str, ...]:
    """Name journeys, of the run that was judged last, in which each criterion that is due found something."""
    judged = Judgement.current
    return fewest(assessment, judged.views, work.bad.catches) if judged is not None else ()


def was_late() -> bool:
    """Say whether the harness itself was late in the run that was judged last."""
    judged = Judgement.current
    return judged is not None and bool(Lateness.of(judged.evidence).late)
