"""The log can be believed: what was altered, cut or added is seen, and told with its line."""

import hashlib
import json
import os
import signal
import threading
from pathlib import Path

import pytest

from cpcs_harness.errors import HarnessError, UsageProblem
from cpcs_harness.evidence.bodies import Bodies
from cpcs_harness.evidence.guard import Guard
from cpcs_harness.evidence.line_writer import LineWriter
from cpcs_harness.evidence.log import EVENTS, Log
from cpcs_harness.evidence.log_file import Body, LogFile
from cpcs_harness.evidence.reader import Evidence


@pytest.fixture(params=[False, True], ids=["in a thread", "in a process"])
def beside(request):
    """Where the log is written."""
    return request.param


@pytest.fixture
def run(tmp_path):
    """A finished run of four events."""
    log = Log(tmp_path)
    log.write("plan", {"seed": 1})
    log.write("note", {"service": "pds"}, journey="one", step="a step")
    log.finish()
    return tmp_path


def lines(folder):
    return (folder / EVENTS).read_bytes().splitlines(keepends=True)


def test_a_run_is_read_back_as_it_was_written(run):
    evidence = Evidence.load(run)

    assert [event["kind"] for event in evidence.events] == ["plan", "note", "finished"]
    assert evidence.finished
    assert evidence.event("n2")["step"] == "a step"


@pytest.mark.parametrize(
    ("alter", "line"),
    [
        pytest.param(lambda ls: [ls[0].replace(b'"seed":1', b'"seed":2'), *ls[1:]], 2, id="a value changed"),
        pytest.param(lambda ls: [ls[0], *ls[2:]], 2, id="an event taken out"),
        pytest.param(lambda ls: [ls[0], ls[0], *ls[1:]], 2, id="an event put in"),
        pytest.param(lambda ls: [ls[1], ls[0], ls[2]], 1, id="two events swapped"),
        pytest.param(lambda ls: [ls[0], b"not json\n", ls[2]], 2, id="not JSON"),
        pytest.param(lambda ls: [ls[0], b"[]\n", ls[2]], 2, id="not an event"),
    ],
)
def test_an_altered_log_is_refused_with_its_line(run, alter, line):
    (run / EVENTS).write_bytes(b"".join(alter(lines(run))))

    with pytest.raises(UsageProblem, match=f"{EVENTS}:{line} "):
        Evidence.load(run)


def test_lines_after_the_end_are_refused(run):
    last = lines(run)[-1]
    extra = json.loads(last) | {"seq": 4, "kind": "note"}
    extra["prev"] = hashlib.sha256(last.rstrip(b"\n")).hexdigest()
    with (run / EVENTS).open("ab") as file:
        file.write(json.dumps(extra).encode() + b"\n")

    with pytest.raises(UsageProblem, match="goes on after its last event"):
        Evidence.load(run)


def test_a_torn_last_line_is_cut_and_said(run):
    whole = b"".join(lines(run))
    (run / EVENTS).write_bytes(whole[:-20])

    evidence = Evidence.load(run)

    assert evidence.torn
    assert [event["kind"] for event in evidence.events] == ["plan", "note"]
    assert not evidence.finished


def test_no_evidence_says_where_it_was_looked_for(tmp_path):
    with pytest.raises(UsageProblem, match=r"events\.ndjson is not there"):
        Evidence.load(tmp_path)


def test_many_threads_write_one_chain(tmp_path, beside):
    log = Log(tmp_path, beside=beside)
    log.write("plan", {})
    threads = [
        threading.Thread(target=lambda: [log.write("note", {"n": n}) for n in range(50)]) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.finish()

    assert len(Evidence.load(tmp_path).events) == 8 * 50 + 2


def test_what_cannot_be_written_leaves_no_gap(tmp_path, beside):
    log = Log(tmp_path, beside=beside)
    log.write("plan", {})
    with pytest.raises(TypeError):
        log.write("note", {"unwritable": object()})
    log.write("note", {"half a character": "\ud800"})
    log.finish()

    assert [event["seq"] for event in Evidence.load(tmp_path).events] == [1, 2, 3]


def test_what_is_altered_after_it_was_written_was_not_written_so(tmp_path):
    log = Log(tmp_path)
    note = {"n": 1}
    log.write("note", note)
    note["n"] = 2
    log.finish()

    assert Evidence.load(tmp_path).event("n1")["data"] == {"n": 1}


def test_what_was_written_before_a_sync_outlives_the_process(tmp_path, beside):
    child = os.fork()
    if child == 0:
        log = Log(tmp_path, beside=beside)
        for n in range(100):
            log.keep(b"body %d" % n)
            log.write("note", {"n": n, "large": [n] * 1000})
        log.sync()
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)

    evidence = Evidence.load(tmp_path)
    assert [event["data"]["n"] for event in evidence.events] == list(range(100))
    assert evidence.events[99]["data"]["large"] == [99] * 1000
    assert Bodies(tmp_path).named(hashlib.sha256(b"body 99").hexdigest()) == b"body 99"


def test_a_kill_at_any_moment_leaves_no_event_without_its_parts(tmp_path, beside):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 2)  # a process that writes the log has it too, until it ends
        log = Log(tmp_path, beside=beside)
        for n in range(10_000):
            log.write("note", {"n": n, "large": [n] * 1000})
            if n == 0:
                log.sync()
            os.write(writing, b".")
    for _ in range(200):
        os.read(reading, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(writing)
    while os.read(reading, 10_000):
        pass
    os.close(reading)

    events = Evidence.load(tmp_path).events
    assert events
    assert [event["data"]["large"][0] for event in events] == list(range(len(events)))


def test_nobody_has_to_ask_for_a_line_to_be_written(tmp_path, beside):
    log = Log(tmp_path, beside=beside)
    log.write("plan", {})
    while not ((tmp_path / EVENTS).is_file() and (tmp_path / EVENTS).stat().st_size):
        pass
    log.close()


def test_syncs_of_many_threads_lose_nothing(tmp_path, beside):
    log = Log(tmp_path, beside=beside)
    found = []

    def step(n):
        seq = log.write("note", {"n": n})
        log.sync()
        found.append(len((tmp_path / EVENTS).read_bytes().splitlines()) >= seq)

    threads = [threading.Thread(target=step, args=[n]) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.finish()

    assert found == [True] * 20


def test_a_disk_that_cannot_be_written_to_is_told(tmp_path):
    sink = LogFile(tmp_path, Guard())
    full = Path("/dev/full").open("wb", buffering=0)  # noqa: SIM115 - the writer closes it
    sink._archive._file, file = full, sink._archive._file
    file.close()
    writer = LineWriter("the log", sink)
    writer.put(Body("0" * 64, b"more than there is room for"))

    for again in (writer.flush, writer.sync, lambda: writer.put(Body("1" * 64, b"more")), writer.close):
        with pytest.raises(HarnessError, match="the log cannot be written: No space left on device"):
            again()


def test_nothing_more_is_taken_once_it_is_closed(tmp_path, beside):
    log = Log(tmp_path, beside=beside)
    log.write("plan", {})
    log.close()
    log.close()
    log.sync()

    with pytest.raises(HarnessError, match="the log is closed"):
        log.write("note", {})
    assert len(Evidence.load(tmp_path).events) == 1


def test_that_the_process_which_writes_has_ended_is_told(tmp_path):
    log = Log(tmp_path, beside=True)
    log.write("plan", {})
    log.sync()
    os.kill(log.process, signal.SIGKILL)
    log.write("note", {})

    with pytest.raises(HarnessError, match=r"cannot be written: the process that writes it ended \(-9\)"):
        log.sync()
    with pytest.raises(HarnessError, match="cannot be written"):
        log.close()
    assert len(Evidence.load(tmp_path).events) == 1


def test_a_process_that_cannot_write_says_why(tmp_path):
    (tmp_path / EVENTS).touch()
    log = Log(tmp_path, beside=True)
    log.write("plan", {})

    with pytest.raises(HarnessError, match="cannot be written: File exists"):
        log.close()


def test_the_process_that_writes_gives_way_to_no_other_work(tmp_path):
    """Each step's sync waits for it: nicer, it is starved where a machine has other work, and every step with it."""
    log = Log(tmp_path, beside=True)
    log.write("plan", {})
    log.flush()
    own, its = os.getpriority(os.PRIO_PROCESS, 0), os.getpriority(os.PRIO_PROCESS, log.process)
    log.close()

    assert its == own
