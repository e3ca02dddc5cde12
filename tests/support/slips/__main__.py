"""Draws slips of the reference service and tries each: `make slips ARGS="--seed 7 --count 60"`."""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from math import sqrt
from multiprocessing import get_context
from pathlib import Path

from cpcs_harness._content import ROOT
from cpcs_harness.evidence.reference_build import REFERENCE, digest_of_reference, files_of_reference
from cpcs_harness.prove.workers import installed_suite
from cpcs_harness.run.candidate import environment_for_a_run
from cpcs_harness.run.plan import Asked
from rabbitmq import rabbitmq
from slips.carried import Carried
from slips.places import all_slips, drawn
from slips.slip import Slip
from slips.tried import Tried, journeys, traced, tried

FOLDER = Path("out/slips")
Z = 1.96
"""Of a normal distribution: 95 in 100 lie within so many deviations."""


def main() -> int:
    """Draw, try, and tell; 0 whatever comes of it, since what survives may be no fault."""
    options = _options()
    slips = [slip for slip in all_slips(ROOT) if slip.room.startswith(tuple(options.rooms))]
    chosen = drawn(ROOT, slips, options.count, random.Random(options.seed))
    options.carried.parent.mkdir(parents=True, exist_ok=True)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    installed_suite()
    environment_for_a_run(Asked().seed)
    with (
        tempfile.TemporaryDirectory() as folder,
        rabbitmq(Path(folder) / "broker") as broker,
        ProcessPoolExecutor(options.workers, get_context("fork")) as pool,
    ):
        carried = _carried(options.carried, pool, broker)
        done = [one for one in earlier(options.out) if one.slip in chosen]
        left = [slip for slip in chosen if slip not in {one.slip for one in done}]
        for each in as_completed([pool.submit(tried, slip, carried, broker) for slip in left]):
            done.append(each.result())
            _tell(done[-1], options.out)
    print(figure(done))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="slips", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="what is drawn follows from it")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument(
        "--rooms", nargs="*", default=[""], help="only these folders of reference/, by how they begin"
    )
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument(
        "--carried",
        type=Path,
        default=FOLDER / f"carried-{_builds()}.json",
        help="which journey carries out which lines",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=FOLDER / f"tried-{_builds()}.jsonl",
        help="a line is added for each slip; those that have one are not tried again",
    )
    return parser.parse_args()


def _builds() -> str:
    """Name the builds of the reference and of the harness: what is carried out, and noticed, is of these alone."""
    builds = digest_of_reference(files_of_reference(REFERENCE)), installed_suite().judged_by.digest
    return "-".join(build[:12] for build in builds)


def _carried(file: Path, pool: ProcessPoolExecutor, broker: str) -> Carried:
    found = json.loads(file.read_text()) if file.exists() else {}
    due = [name for name in journeys() if name not in found]
    for one in as_completed([pool.submit(traced, name, broker) for name in due]):
        name, found[name] = one.result()
        file.write_text(json.dumps(found))
    return found


def earlier(out: Path) -> list[Tried]:
    """Give what came of slips that could be tried before, be it by a run that was cut short."""
    lines = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
    rows = [json.loads(line) for line in lines]
    made = [Tried(**{**row, "slip": Slip(**row["slip"])}) for row in rows]
    return [one for one in made if not one.error]


def _tell(one: Tried, out: Path) -> None:
    source = (ROOT / one.slip.file).read_text(encoding="utf-8")
    place = f"{one.slip.file}:{one.slip.line} {one.slip.operator}"
    print(f"{place}, {one.journeys} journeys: {_came_to(one)} {one.error}", flush=True)
    print(one.slip.shown(source), flush=True)
    with out.open("a", encoding="utf-8") as told:
        told.write(json.dumps(asdict(one)) + "\n")


def _came_to(one: Tried) -> str:
    if one.caught:
        return f"caught by {', '.join(one.musts)}"
    if one.error:
        return "could not be tried:"
    if not one.let_through:
        return f"not let through: {', '.join(one.unshown)} not shown"
    if not one.journeys:
        return "SURVIVES: no journey carries it out"
    return f"SURVIVES ({', '.join(one.others) or 'nothing noticed'}{', LATE' if one.late else ''})"


def figure(done: Sequence[Tried]) -> str:
    """Give the shares, of those that could be tried."""
    could = [one for one in done if one.caught or not one.error]
    counts = {
        "caught by a must": sum(one.caught for one in could),
        "not let through, be it that a must was not shown": sum(not one.let_through for one in could),
    }
    told = [f"{len(done) - len(could)} could not be tried"] if len(could) < len(done) else []
    for what, count in counts.items() if could else ():
        low, high = interval(count, len(could))
        told.append(f"{count} of {len(could)} {what}: {count / len(could):.0%} ({low:.0%} to {high:.0%})")
    return "\n".join(told)


def interval(caught: int, count: int) -> tuple[float, float]:
    """Give Wilson's interval of a share, at 95 in 100."""
    share, spread = caught / count, Z * Z / count
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / count + spread / (4 * count)) / (1 + spread)
    return middle - half, middle + half


if __name__ == "__main__":
    sys.exit(main())
