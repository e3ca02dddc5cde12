"""Times proofs: every eighth, how long one takes, and which part of it takes how much processor time.

All are known from every eighth, so that it ends within three minutes; `--every 1` proves all.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from _figures import Figure, options, tell
from _reference import counted

from cpcs_harness.assess import judge_criteria
from cpcs_harness.prove.known_bad import chosen
from cpcs_harness.prove.shown_in import shown_in
from cpcs_harness.prove.work import work_of
from cpcs_harness.prove.workers import enough_workers, installed_suite, prove
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record

SAMPLE = (
    "claims_twice",
    "drops_nested_sections",
    "guesses_practice_email_addresses",
    "keeps_the_first_role",
    "links_to_the_retired_scra",
    "redeems_codes_twice",
    "searches_in_kilometres",
    "shows_two_sections_of_online_reports",
    "signs_in_people_without_a_role",
    "treats_too_many_matches_as_none",
    "truncates_referral_emails",
)
"""One or two of each component, of those that wait for no deadline."""


ALONE = 3
"""How many are proved in a process of their own."""
EVERY, FURTHER = 8, 5
"""Proofs that are made side by side: every eighth by name; and by themselves: every fifth of those."""


def parts(names: Sequence[str]) -> dict[str, list[float]]:
    """Carry the proofs out one by one; gives the processor seconds of each, by part."""
    suite = installed_suite()
    spent: dict[str, list[float]] = {"recording": [], "judging": [], "the reference": []}
    with counted(spent["the reference"]) as start:
        for bad in chosen(names, ""):
            work = work_of(bad, suite.catalogue, False, shown_in())
            asked = Asked(gate="none", only=work.turns[0], known_bad=bad.name)
            with tempfile.TemporaryDirectory() as folder:
                began = time.process_time()
                run = record(asked, None, Path(folder), catalogue=suite.catalogue, start=start)
                recorded = time.process_time()
                judge_criteria(run, suite, work.criteria)
                spent["recording"].append(recorded - began)
                spent["judging"].append(time.process_time() - recorded)
    return spent


def figures(faults: Sequence[str], workers: int, count: int) -> Iterator[Figure]:
    """Prove some known-bad candidates at once; gives what they took, what one did, and by that `count` of them."""
    installed_suite()
    began = time.perf_counter()
    proofs = prove(faults, workers)
    took = time.perf_counter() - began
    if missed := [proof.fault for proof in proofs if not proof.holds]:
        print(f"NOT CAUGHT: {', '.join(missed)}")
    of = "known-bad candidates"
    if len(proofs) < count:
        yield Figure("`cpcs prove`", "s", [took], size=len(proofs), of=of)
    name = "`cpcs prove`, all" if len(proofs) >= count else "`cpcs prove`, all, at that pace"
    whole = took * count / len(proofs)
    yield Figure(name, "s", [whole], 300, before="12 to 18 min", size=count, of=of)
    yield Figure("one proof among them", "s", [proof.seconds for proof in proofs])


def of_one(faults: Sequence[str]) -> Iterator[Figure]:
    """Give what one proof takes that has the machine to itself, also of those that wait."""
    proofs = prove(faults, 1)
    yield Figure("one proof, with nothing beside it", "s", [proof.seconds for proof in proofs], 1)


def of_parts(faults: Sequence[str]) -> Iterator[Figure]:
    """Give the parts of a proof, and what it costs in a process of its own that proves nothing else."""
    spent = parts(faults)
    whole = [sum(times) for times in zip(*spent.values(), strict=True)]
    yield Figure("processor time of a proof", "s", whole, before="5 to 6 s")
    few = whole[:: len(faults) // ALONE or 1]
    alone = [_alone(fault) for fault in faults[:: len(faults) // ALONE or 1]]
    yield Figure("of some of them", "s", few, None, "`cpcs prove` of each alone", alone)
    for part, seconds in spent.items():
        yield Figure(f"of it, {part}", "s", seconds)


def _alone(fault: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "cpcs_harness", "prove", fault]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(command, cwd=folder, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Prove every so many-th of those that need no broker, and a sample of them part by part."""
    parser = options(__doc__)
    parser.add_argument("faults", nargs="*", metavar="FAULT", help="only these")
    parser.add_argument("--workers", type=int, default=enough_workers())
    parser.add_argument("--every", type=int, default=EVERY, help="prove each so many-th of all")
    asked = parser.parse_args()
    named = SAMPLE[:1] if asked.smallest else asked.faults
    known = named or [bad.name for bad in chosen((), "")]
    some = named or known[:: asked.every]
    by_itself = named or known[:: asked.every * FURTHER]
    found = figures(some, asked.workers, len(known))
    tell(asked, chain(found, of_one(by_itself), of_parts(named or SAMPLE)))


if __name__ == "__main__":
    main()
