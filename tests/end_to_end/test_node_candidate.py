"""A candidate that is not ours in anything but its folder: written from the published pages, in another language.

It does lawful things otherwise than the reference. What it fails is the harness's to explain.
"""

import json
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from external_candidate import NODE_CANDIDATE as EXAMPLE
from ports import free_ports

NODE = shutil.which("node")
pytestmark = [pytest.mark.long, pytest.mark.skipif(NODE is None, reason="missing: node")]

OWN = {"N111-22", "SUP-08", "SUP-09"}
"""What it does not do, knowingly.

A wsa:To of somebody else is taken; nothing is said of another supply of the day, nor is it kept who collected.
"""
LEFT = {
    "PDS-48",  # without _history nobody is found by a former name
    *("ACC-07", "ACC-22", "OWN-07"),  # it asks RTEC nothing
    *("SUP-03", "SUP-04", "SUP-05"),  # it has two products, and none that is limited
}
LEFT_CELLS = ("RTC",)
"""What it does not have, of cells that no option declares: exemptions are declared to it."""


def is_left(pathway, id):
    """Say whether a criterion is of something that it does not have; practices hear of minor illnesses by NHSmail."""
    over_mesh = id.startswith("GPM") and pathway == "minor-illness"
    return id in LEFT or id.startswith(LEFT_CELLS) or over_mesh


HURRIED = (
    "pds-trouble-mi",
    "pds-tokens-mi",
    "pds-hangs-um",
    "nhs111-repeats-and-versions-um",
    "urgent-medicine-supplied",
)
"""Journeys that rest on time."""
HOGS = 4
GOOD = ("pass", "declared")
DEADLINE = 60
"""Seconds for each thing to be up."""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The declaration in a folder of its own, with ports that are free; several test runs share a machine."""
    folder = tmp_path_factory.mktemp("node")
    written = (EXAMPLE / "candidate.toml").read_text(encoding="utf-8")
    (folder / "candidate.toml").write_text(on_free_ports(written), encoding="utf-8")
    return folder


def on_free_ports(written):
    ports = sorted(set(re.findall(r"\b88\d\d\b", written)))
    free = dict(zip(ports, map(str, free_ports(len(ports))), strict=True))
    return re.sub(r"\b88\d\d\b", lambda found: free[found[0]], written)


def until(what, there):
    """Wait until something is there; gives it."""
    deadline, pause = time.monotonic() + DEADLINE, threading.Event()
    while time.monotonic() < deadline:
        found = there()
        if found:
            return found
        pause.wait(0.1)
    pytest.fail(f"{what} was not there after {DEADLINE} s")


@contextmanager
def running(*command, cwd, log):
    """Run something until the block is left; ended by SIGTERM, since what a shell starts behind it has no Ctrl-C."""
    with log.open("w") as out:
        process = subprocess.Popen(list(map(str, command)), cwd=cwd, stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(DEADLINE)


@pytest.fixture(scope="module")
def provision(home):
    """What `cpcs mocks` writes for it to be provisioned with."""
    mocks = (sys.executable, "-m", "cpcs_harness", "mocks", "--candidate", "candidate.toml")
    with running(*mocks, cwd=home, log=home / "mocks.log"):
        until("provision.json", lambda: whole(home / "provision.json"))
    return home / "provision.json"


def whole(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


@pytest.fixture(scope="module")
def candidate(home, provision):
    """The candidate, running as its page says."""
    declared = (home / "candidate.toml").read_text(encoding="utf-8")
    port = re.search(r"127\.0\.0\.1:(\d+)/control", declared)[1]
    token = re.search(r'token = "([^"]+)"', declared)[1]
    given = ("--provision", provision, "--port", port, "--token", token, "--data", home / "data")
    with running(NODE, EXAMPLE / "main.mjs", *given, cwd=home, log=home / "node.log"):
        until("the candidate", lambda: healthy(port))
        yield home / "candidate.toml"


def healthy(port):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).status == 200
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="module")
def assessed(cpcs, home, candidate):
    """The finished command, and the assessment."""
    done = cpcs("assess", "--candidate", candidate, "--gate", "none", cwd=home)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{(home / 'node.log').read_text()}"
    return done, json.loads((home / "out" / "assessment.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def criteria(assessed):
    return by_id(assessed[1])


def by_id(assessment):
    """Give the criteria, by pathway and id."""
    return {
        (requirement["pathway"], found["id"]): found
        for requirement in (*assessment["requirements"], *assessment["context"])
        for found in requirement["criteria"]
        if found["verdict"] != "not_applicable"  # for a higher cell it may not be
    }


def told(criteria, verdicts):
    return {
        name: [check["message"] for check in found["checks"] if check["verdict"] != "pass"]
        for name, found in criteria.items()
        if found["verdict"] in verdicts
    }


def not_its_own(found):
    """Give what is failing and is not known to be its own doing, by pathway and id of the criterion."""
    failing = told(found, ("fail", "query", "error", "warning"))
    return {key: said for key, said in failing.items() if key[1] not in OWN}


def test_it_fails_nothing_that_is_not_its_own(criteria):
    assert not_its_own(criteria) == {}


def test_nothing_that_it_declares_is_left_unshown_by_its_fault(criteria):
    unshown = told(criteria, ("not_shown",))
    blamed = {key: said for key, said in unshown.items() if criteria[key]["blame"] == "candidate"}

    assert {key: said for key, said in blamed.items() if not is_left(*key)} == {}


@pytest.mark.parametrize(
    ("pathway", "judged"),
    [
        (
            "minor-illness",
            {
                "N111-01",
                "N111-07",
                "N111-28",
                "PDS-10",
                "PDS-30",
                "GPN-03",
                "GPR-05",
                "SITE-01",
                "CKI-01",
                "SEM-01",
                "GPN-09",
                "MYR-02",
                "DAT-07",
                "SWI-03",
            },
        ),
        (
            "urgent-medicines",
            {
                "N111-21",
                "N111O-03",
                "PDS-15",
                "PDS-57",
                "GPM-02",
                "GPM-11",
                "DMD-02",
                "BSA-05",
                "DOS-07",
                "DOS-10",
                "ONW-01",
                "ONW-12",
                "ONF-02",
                "SEM-02",
                "GPM-15",
                "GPM-20",
                "GPM-28",
                "MYR-07",
                "DAT-04",
                "SWI-05",
            },
        ),
    ],
)
def test_what_it_declares_is_judged(pathway, judged, criteria):
    passed = {id for (of, id), found in criteria.items() if of == pathway and found["verdict"] in GOOD}

    assert judged <= passed
    assert len(passed) > 90


@pytest.fixture
def hogs():
    """As much other work on the machine as has no end."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(HOGS)]
    yield
    for process in busy:
        process.kill()
        process.wait(DEADLINE)


@pytest.mark.deep
def test_starved_it_fails_nothing_that_is_not_its_own(cpcs, home, candidate, hogs):
    only = [part for name in HURRIED for part in ("--only", name)]
    done = cpcs("assess", "--candidate", candidate, "--gate", "none", "--out", "starved", *only, cwd=home)

    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    found = by_id(json.loads((home / "starved" / "assessment.json").read_text(encoding="utf-8")))
    assert not_its_own(found) == {}


def test_every_journey_that_its_declaration_leads_to_comes_to_its_end(assessed):
    others = [journey for journey in assessed[1]["journeys"] if journey["status"] != "finished"]
    # Its clock cannot be moved, which is no more than an offer: journeys at another time are not driven.
    assert [journey for journey in others if "set_clock ended cannot" not in journey["reason"]] == []


def test_nothing_of_its_traffic_is_matched_with_no_journey(assessed):
    assert assessed[1]["unmatched"] == []


def test_it_is_small_and_needs_nothing_but_node():
    files = [path.read_text(encoding="utf-8") for path in EXAMPLE.rglob("*.mjs")]
    imported = {name for text in files for name in re.findall(r"from '([^'.][^']*)'", text)}

    assert sum(text.count("\n") for text in files) <= 3500
    assert {name for name in imported if not name.startswith("node:")} == set()
