"""What bad input gets: which, where, what to do; status 2; never a hang and never a traceback."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cpcs_harness.errors import Exit
from cpcs_harness.judging.known_bads import known_bads
from explore import times

pytestmark = pytest.mark.long(minutes=3)

IMPATIENT = {f"cpcs_harness._content.mocks.{name}.sender.SECONDS": 10.0 for name in ("nhs111", "nhs111_fhir")}
"""NHS 111 waits for an answer ten seconds, not sixty; the candidate that answers nothing answers neither within."""

ENOUGH = (
    "cks-guidance",
    "gp-mail",
    "gp-referral-keyed",
    "gp-referral-mailbox",
    "gp-survives-restart-mi",
    "gp-trouble-mi",
    "gp-urgent-medicine-refused",
    "minor-illness-product-recommended",
    "minor-illness-second-patient",
    "month-exported-mi",
    "pharmacist-enrolled-mi",
    "scr-links-mi",
    "untrusted-mail-server",
)
"""Journeys of minor illness by which half of its essential requirements are met; deep, all of its journeys are run."""


def essentials_met(folder):
    assessment = json.loads((folder / "assessment.json").read_text())
    essential = [one for one in assessment["requirements"] if one["level"] == "essential"]
    return essential, [one["id"] for one in essential if one["verdict"] in ("met", "met_on_model")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--only", "no-such-journey"], "no journey is called 'no-such-journey'", id="journey"),
        pytest.param(
            ["--only", "urgent-medicine-supplied", "--pathway", "minor-illness"],
            "is not a journey of minor-illness",
            id="journey of another pathway",
        ),
        pytest.param(["--pathway", "dentistry"], "--pathway dentistry is not declared", id="pathway"),
        pytest.param(["--gate", "golden"], "golden", id="gate"),
        pytest.param(["--candidate", "nowhere.toml"], "nowhere.toml", id="no declaration"),
        pytest.param(["--fault", "claims_twise"], "Did you mean 'claims_twice'?", id="fault"),
        pytest.param(
            ["--candidate", "c.toml", "--fault", "claims_twice"], "--fault", id="fault of a candidate"
        ),
        pytest.param(["--as-of", "yesterday"], "yesterday", id="date"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_in_words(cpcs, tmp_path, arguments, said):
    done = cpcs("assess", *arguments, cwd=tmp_path)

    assert done.returncode == Exit.USAGE, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [("assess", "--fault"), ("reference", "--config", "none.json", "--fault"), ("prove",)],
    ids=lambda c: c[0],
)
def test_a_fault_that_there_is_not_is_refused_in_one_line_with_the_nearest(cpcs, tmp_path, command):
    done = cpcs(*command, "claims\ntwise", cwd=tmp_path)

    assert done.returncode == Exit.USAGE, done.stderr
    assert done.stderr == (
        "cpcs: no known-bad candidate is called 'claims\\ntwise'. Did you mean 'claims_twice'? "
        "`cpcs coverage` names those there are.\n"
    )


def test_every_mistake_of_a_declaration_is_told_at_once_with_its_line(cpcs, declare, tmp_path):
    path = declare("http://127.0.0.1:9")
    text = path.read_text().replace('version = "1"', "versoin = 1").replace('"itk-2.2"', '"itk-9"', 1)
    path.write_text(text.replace("http://127.0.0.1:9/itk", "ftp://127.0.0.1/itk"))

    done = cpcs("assess", "--candidate", path, cwd=tmp_path)

    assert done.returncode == Exit.USAGE
    for words in ("candidate.toml:3", "versoin", "version", "itk-9", "http or https"):
        assert words in done.stderr
    assert "secret-token" not in done.stderr


def test_a_candidate_that_is_not_there_is_named(cpcs, declare, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"

    done = cpcs("assess", "--candidate", declare(address), cwd=tmp_path)

    assert done.returncode == Exit.USAGE
    assert address in done.stderr
    assert "Start the candidate" in done.stderr


def test_a_port_that_is_taken_is_named(cpcs, declare, tmp_path, yes_man):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = cpcs(
            "assess", "--anyway", "--candidate", declare(yes_man, ports=f"pds = {port}"), cwd=tmp_path
        )

    assert done.returncode == Exit.USAGE
    assert f"pds cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "[mocks]" in done.stderr


def test_a_candidate_that_is_not_the_declared_one_is_not_judged(cpcs, declare, tmp_path, yes_man):
    done = cpcs("assess", "--candidate", declare(yes_man), cwd=tmp_path)

    assert done.returncode == Exit.USAGE
    assert "the candidate says 'None', and 'A candidate' is declared" in done.stderr
    assert "--anyway" in done.stderr
    assert not (tmp_path / "out" / "assessment.json").exists()


def test_a_candidate_that_says_200_to_everything_meets_no_essential_requirement(
    cpcs, declare, tmp_path, yes_man
):
    done = cpcs("assess", "--anyway", "--candidate", declare(yes_man), cwd=tmp_path)

    essential, met = essentials_met(tmp_path / "out")
    assert done.returncode == Exit.NOT_MET, done.stderr
    assert essential
    assert met == []


def test_a_candidate_that_answers_nothing_meets_no_essential_requirement(cpcs, declare, tmp_path, mute):
    done = cpcs("assess", "--anyway", "--candidate", declare(mute), cwd=tmp_path, constants=IMPATIENT)

    essential, met = essentials_met(tmp_path / "out")
    assert done.returncode == Exit.NOT_MET, done.stderr
    assert met == []
    judged = [one for one in essential if not one["untested"]]
    # A report that was sent and got no answer is a failure that was seen; of the rest nothing is.
    assert {one["verdict"] for one in judged} <= {"not_met", "not_shown", "awaiting"}
    failed = {one["id"] for one in judged if one["verdict"] == "not_met"}
    assert failed <= {"MI-N111-E", "UM-N111-E"}
    assert "candidate" in {one["blame"] for one in judged}


@pytest.mark.parametrize(
    "pathway", ["minor-illness", pytest.param("urgent-medicines", marks=pytest.mark.deep)]
)
def test_one_pathway_alone_can_be_assessed(cpcs, tmp_path, pathway):
    some = [] if times() > 1 else [f"--only={journey}" for journey in ENOUGH]
    done = cpcs("assess", "--pathway", pathway, *some, cwd=tmp_path)

    essential, met = essentials_met(tmp_path / "out")
    assert done.returncode == Exit.NOT_MET, done.stderr
    assert len(met) >= 6
    assert {one["pathway"] for one in essential} == {pathway}


def test_of_one_pathway_alone_some_journeys_can_be_asked_for(cpcs, tmp_path):
    journey, pathway = "urgent-medicine-supplied", "urgent-medicines"
    done = cpcs("assess", "--pathway", pathway, "--only", journey, cwd=tmp_path)

    essential, _ = essentials_met(tmp_path / "out")
    assessment = json.loads((tmp_path / "out" / "assessment.json").read_text())
    assert done.returncode == Exit.NOT_MET, done.stderr
    assert {one["pathway"] for one in essential} == {pathway}
    assert {one["id"]: one["status"] for one in assessment["journeys"]} == {journey: "finished"}


@pytest.mark.parametrize("fault", ["says_200_to_everything", "echoes"])
def test_known_bad_candidates_that_do_nothing_meet_no_essential_requirement(cpcs, tmp_path, fault):
    done = cpcs("assess", "--fault", fault, cwd=tmp_path)

    _, met = essentials_met(tmp_path / "out")
    assert done.returncode == Exit.NOT_MET, done.stderr
    assert met == []


def started(tmp_path):
    """Start an assessment; gives the process once its journeys are running."""
    held = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # what is ignored here would be ignored there
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "cpcs_harness", "assess"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
        )
    finally:
        signal.signal(signal.SIGINT, held)
    said = []
    for line in process.stderr:
        said.append(line)
        if "journeys in" in line:
            return process
    raise AssertionError(f"no journey was run; it said {said}")


@pytest.mark.parametrize(
    ("sign", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -9)]
)
def test_what_was_recorded_before_a_stop_can_be_judged(cpcs, tmp_path, sign, status):
    process = started(tmp_path)
    process.send_signal(sign)
    _, said = process.communicate(timeout=300)

    assert process.returncode == status, said
    assert "Traceback" not in said
    done = cpcs("judge", "out", cwd=tmp_path)
    assert done.returncode == Exit.NOT_MET, done.stderr
    assessment = json.loads((tmp_path / "out" / "assessment.json").read_text())
    assert assessment["finished"] is None
    assert not assessment["outcome"]["met"]
    assert any("cut off" in limit for limit in assessment["limits"])


def test_the_reference_ends_with_the_harness_even_when_that_is_killed(tmp_path):
    process = started(tmp_path)
    reference = children_of(process.pid)
    process.kill()
    process.communicate(timeout=300)

    assert reference
    assert all(gone_within(pid, seconds=20) for pid in reference)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_the_workers_of_proofs_end_with_their_command(tmp_path, sign):
    faults = [bad.name for bad in known_bads() if bad.catches == ("PDS-61",)]
    command = [sys.executable, "-m", "cpcs_harness", "prove", "--workers", "2", *faults]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    first = process.stdout.readline()
    workers = children_of(process.pid)
    process.send_signal(sign)
    process.communicate(timeout=300)

    assert "caught" in first
    assert len(workers) >= 2
    assert all(gone_within(pid, seconds=20) for pid in workers)


def children_of(pid):
    """Give the processes that a process has started, and those that they have."""
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return [*children, *(inner for child in children for inner in children_of(child))]


def gone_within(pid, seconds):
    """Wait until a process that is not ours has ended."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)
