"""Times proofs: how many a minute, how long one takes, and which part of it takes how much processor time."""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from cpcs_harness.assess import judge_criteria
from cpcs_harness.prove.known_bad import chosen
from cpcs_harness.prove.work import work_of
from cpcs_harness.prove.workers import enough_workers, installed_suite, prove
from cpcs_harness.run.fork_server import ForkedProcess, ForkServer
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record

SAMPLE = (
    "acknowledges_before_storing",
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
"""One or two of each component."""


class Measured:
    """A forked service whose processor time is noted before it ends."""

    def __init__(self, running: ForkedProcess, spent: list[float]) -> None:
        self.running, self.spent = running, spent
        self.ended = running.ended

    def close(self) -> None:
        """Note what it has used, and end it."""
        self.spent.append(processor_seconds(self.running.process))
        self.running.close()


def processor_seconds(process: int) -> float:
    """Give the processor time that a process has used; 0 where the system does not tell it."""
    told = Path(f"/proc/{process}/stat")
    if not told.is_file():
        return 0.0
    fields = told.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def parts(names: Sequence[str]) -> dict[str, list[float]]:
    """Carry the proofs out one by one; gives the processor seconds of each, by part."""
    suite = installed_suite()
    spent: dict[str, list[float]] = {"recording": [], "judging": [], "the reference": []}
    with ForkServer() as server:

        def start(arguments: Sequence[str], folder: Path) -> Measured:
            return Measured(server.start(arguments, folder), spent["the reference"])

        for bad in chosen(names, ""):
            work = work_of(bad, suite.catalogue, full=False)
            asked = Asked(gate="none", only=work.turns[0], known_bad=bad.name)
            with tempfile.TemporaryDirectory() as folder:
                began = time.process_time()
                run = record(asked, None, Path(folder), catalogue=suite.catalogue, start=start)
                recorded = time.process_time()
                judge_criteria(run, suite, work.criteria)
                spent["recording"].append(recorded - began)
                spent["judging"].append(time.process_time() - recorded)
    return spent


def main() -> None:
    """Run them, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("faults", nargs="*", default=SAMPLE, metavar="FAULT", help="a sample of 12, or these")
    parser.add_argument("--workers", type=int, default=enough_workers())
    asked = parser.parse_args()
    installed_suite()
    began = time.perf_counter()
    proofs = prove(asked.faults, asked.workers)
    took = time.perf_counter() - began
    held, seconds = sum(proof.holds for proof in proofs), sorted(proof.seconds for proof in proofs)
    print(
        f"{held} of {len(proofs)} proofs hold; {len(proofs) / took * 60:.0f} a minute with {asked.workers} workers; "
        f"one takes {statistics.median(seconds):.2f} s ({seconds[0]:.2f} to {seconds[-1]:.2f})"
    )
    medians = {part: statistics.median(each) for part, each in parts(asked.faults).items()}
    told = ", ".join(f"{part} {seconds:.2f} s" for part, seconds in medians.items())
    print(f"processor time of a proof, medians: {told}")


if __name__ == "__main__":
    main()
