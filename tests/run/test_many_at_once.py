"""Twenty candidates at once in one process, each with a nation of its own: nobody hears anything of the others.

All of them are the same pharmacies, with the same mailboxes and user names; people and passwords are their own.
"""

import json
import tarfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.run.fork_server import ForkServer
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record
from cpcs_harness.run.suite import checked_catalogue

pytestmark = pytest.mark.long

MANY = 20
JOURNEY = "urgent-medicine-supplied"


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The evidence of each run, and everything in it as text."""
    folder, catalogue = tmp_path_factory.mktemp("runs"), checked_catalogue()

    def recorded(seed):
        asked = Asked(gate="none", only=(JOURNEY,), seed=seed)
        out = record(asked, None, folder / str(seed), catalogue=catalogue, start=server.start, beside=False)
        return Evidence.load(out / "evidence")

    with ForkServer() as server, ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(recorded, range(1, MANY + 1)))


def written(evidence):
    """Give all that a run wrote, as one text."""
    files = [path.read_bytes() for path in evidence.folder.rglob("*.ndjson")]
    with tarfile.open(evidence.folder / "bodies.tar.gz") as archive:
        files += [kept.read() for member in archive if (kept := archive.extractfile(member))]
    return "\n".join(file.decode("utf-8", "replace") for file in files)


def issued(evidence):
    """Give all that was issued: twice, where twenty at once kept the journey waiting."""
    return [event["data"] for event in evidence.of_kind("issued")]


def test_every_run_was_recorded_to_its_end(runs):
    """A journey that stopped because twenty at once are slow is no cross-talk; each of them was referred to, though."""
    assert all(evidence.finished for evidence in runs)
    for evidence in runs:
        sent = [event["data"]["operation"] for event in evidence.of_kind("exchange")]
        assert "send_report" in sent


def test_every_call_belongs_to_the_run_that_recorded_it(runs):
    unmatched = [
        event for evidence in runs for event in evidence.of_kind("exchange") if "unmatched" in event["data"]
    ]

    assert unmatched == []


def patient(evidence):
    return {given["person"]["nhs_number"] for given in issued(evidence)}


def passwords(evidence):
    (event,) = evidence.of_kind("environment")
    return {event["data"]["api_key"], *(place["email_password"] for place in event["data"]["premises"])}


def tokens(evidence):
    answers = [
        json.loads(evidence.body(event["data"]["response"]["body"]))
        for event in evidence.of_kind("exchange")
        if event["data"]["service"] == "oauth" and event["data"]["response"]["start"].get("status") == 200
    ]
    return {answer["access_token"] for answer in answers}


def mailbox(evidence):
    """The addresses of the mock practice, which a candidate writes to."""
    return {given["person"]["practice"]["email"] for given in issued(evidence)}


@pytest.mark.parametrize("marks_of", [patient, passwords, tokens, mailbox])
def test_nobody_has_anything_of_anybody_elses(runs, marks_of):
    marks = [marks_of(evidence) for evidence in runs]
    assert sum(map(len, marks)) == len(set().union(*marks)), "two runs were given the same"
    assert any(marks)

    everybodys = set().union(*marks)
    for own, evidence in zip(marks, runs, strict=True):
        text = written(evidence)
        assert {mark for mark in everybodys if mark in text} == own
