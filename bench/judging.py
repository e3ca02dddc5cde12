"""Times reading, verifying and judging runs that were made long by repeating exchanges of a recorded one.

The peer is the least that it could take: for verifying, to parse and hash each line once, to unpack the archive of
bodies and to hash it; for judging, to parse each body too, as JSON or XML.
"""

import contextlib
import gzip
import hashlib
import json
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from _figures import Figure, options, tell
from _recorded import add_run, recorded
from lxml import etree

from cpcs_harness.assess import installed_journeys, judge_opened
from cpcs_harness.evidence.archive import ARCHIVE
from cpcs_harness.evidence.bodies import Bodies
from cpcs_harness.evidence.log import EVENTS, Log
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.judgement import EVIDENCE, Judgement

SIZES = (1_000, 3_000, 10_000)
GOALS = {10_000: {"verifying": 1, "judging": 6}}
BEFORE = {10_000: "some 20 s"}
SIDES = ("request", "response")
PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "recover": True}


def resize(source: Path, target: Path, exchanges: int) -> None:
    """Write a run again with so many exchanges: the first ones, or each repeated as often as is due."""
    evidence = Evidence.load(source)
    times, rest = divmod(exchanges, len(evidence.of_kind("exchange")))
    log, written = Log(target), 0
    for event in evidence.events[:-1]:
        count = 1
        if event["kind"] == "exchange":
            count, written = times + (written < rest), written + 1
        for reference in references(event):
            log.keep(evidence.body(reference))
        for _ in range(count):
            log.write(event["kind"], event["data"], journey=event["journey"], step=event["step"])
    log.finish()


def references(event: dict) -> list[dict]:
    """Give what an event refers to bodies by."""
    if event["kind"] == "exchange":
        return [event["data"][side]["body"] for side in SIDES]
    return [event["data"]["content"]] if event["kind"] == "artefact" else []


def hash_once(folder: Path) -> list[dict]:
    """Parse and hash each line of a log once, unpack the archive of bodies, and hash it."""
    lines = (folder / EVENTS).read_bytes().splitlines()
    for line in lines:
        hashlib.sha256(line).hexdigest()
    hashlib.sha256(gzip.decompress((folder / ARCHIVE).read_bytes())).hexdigest()
    return [json.loads(line) for line in lines]


def parse_once(folder: Path) -> None:
    """Do that, and parse the bodies of each exchange by their media."""
    events, bodies = hash_once(folder), Bodies(folder)
    for event in events:
        for side in SIDES if event["kind"] == "exchange" else ():
            reference = event["data"][side]["body"]
            if reference["bytes"]:
                parse(bodies.named(reference["sha256"]), reference.get("media", ""))


def parse(body: bytes, media: str) -> None:
    """Parse JSON or XML; some are hostile on purpose."""
    with contextlib.suppress(ValueError, etree.XMLSyntaxError):
        if "json" in media:
            json.loads(body)
        elif "xml" in media:
            etree.fromstring(body, etree.XMLParser(**PARSER))


def judge_again(folder: Path) -> None:
    """Judge a run as `cpcs judge` does, and write no report."""
    judge_opened(Judgement.of(folder, installed_journeys), reports=False, recorded=False)


def seconds(call: Callable[[Path], object], folder: Path) -> float:
    """Time one call."""
    began = time.perf_counter()
    call(folder)
    return time.perf_counter() - began


def figures(source: Path, sizes: tuple[int, ...], rounds: int) -> Iterator[Figure]:
    """Time each size, ours and its peer turn about, and each judging in a process that remembers none."""
    for size in sizes:
        with (
            tempfile.TemporaryDirectory() as name,
            ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), max_tasks_per_child=1) as processes,
        ):
            folder = Path(name)
            evidence = folder / EVIDENCE
            resize(source / EVIDENCE, evidence, size)
            timed = [
                {
                    "hashing": seconds(hash_once, evidence),
                    "verifying": seconds(Evidence.load, evidence),
                    "parsing": seconds(parse_once, evidence),
                    "judging": processes.submit(seconds, judge_again, folder).result(),
                }
                for _ in range(rounds)
            ]
        yield figure("verifying", "hashing", "to parse each line and hash all once", size, timed)
        yield figure("judging", "parsing", "to do that and parse each body", size, timed)


def figure(own: str, peer: str, said: str, size: int, timed: list[dict[str, float]]) -> Figure:
    """Put one of the two together."""
    name = "judging again, with verifying" if own == "judging" else own
    before = BEFORE.get(size, "") if own == "judging" else ""
    values, peers = ([one[which] for one in timed] for which in (own, peer))
    goal = GOALS.get(size, {}).get(own)
    return Figure(name, "s", values, goal, said, peers, before=before, size=size, of="exchanges")


def main() -> None:
    """Take a run or record one, and time it at three sizes."""
    parser = options(__doc__)
    add_run(parser)
    parser.add_argument("--exchanges", type=int, nargs="*", default=SIZES)
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    sizes, rounds = ((20,), 1) if asked.smallest else (tuple(asked.exchanges), asked.rounds)
    with recorded(asked) as run:
        tell(asked, figures(run, sizes, rounds))


if __name__ == "__main__":
    main()
