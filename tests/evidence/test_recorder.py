"""What is recorded is screened and kept, at once or where the log is written; either way it is as it was said."""

import threading
from types import SimpleNamespace

import pytest

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence import recorder as recorders
from cpcs_harness.evidence import register as registers
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.numbers.masked import MASK
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import SMALL, Exchange, Recorder, Side
from cpcs_harness.evidence.register import Register

REAL = "4010232137"
WRITTEN = f'{{"patient": "/Patient/{REAL}"}}'.encode()


@pytest.fixture(params=[False, True], ids=["in a thread", "in a process"])
def recorder(tmp_path, request):
    recorder = Recorder(tmp_path, Register(), beside=request.param)
    yield recorder
    recorder.log.close()


def exchange(body=b"", facts=None, start=None):
    said = Side(start or {"method": "POST", "target": "/x"}, [("Content-Type", "application/json")], body)
    answer = Side({"status": 200})
    return Exchange(
        "pds",
        "read",
        "http",
        "from-candidate",
        said,
        answer,
        Certainty.PUBLISHED,
        "",
        "one",
        facts=facts or {},
    )


def recorded(recorder):
    recorder.log.flush()
    evidence = Evidence.load(recorder.log.path.parent)
    (event,) = evidence.of_kind("exchange")
    return event["data"], evidence.body(event["data"]["request"]["body"])


@pytest.mark.parametrize("size", [0, SMALL])
def test_a_number_that_may_be_real_is_masked_in_small_bodies_and_large_ones(recorder, size):
    recorder.exchange(exchange(WRITTEN + b" " * size))

    _, body = recorded(recorder)
    assert body.strip() == WRITTEN.replace(REAL.encode(), MASK.encode())
    assert recorder.guard.findings == ["one"]


def test_a_number_that_may_be_real_is_masked_in_targets(recorder):
    recorder.exchange(exchange(start={"method": "GET", "target": f"/Patient/{REAL}"}))

    data, _ = recorded(recorder)
    assert data["request"]["start"] == {"method": "GET", "target": f"/Patient/{MASK}"}


def test_facts_are_as_they_were_when_they_were_recorded(recorder):
    facts = {"matched": [1]}
    recorder.exchange(exchange(facts=facts))
    facts["matched"].append(2)

    data, _ = recorded(recorder)
    assert data["facts"] == {"matched": [1]}


def test_what_waits_with_bodies_to_be_written_is_bounded(recorder, monkeypatch):
    monkeypatch.setattr(recorders, "BEHIND", 0)
    threads = []
    monkeypatch.setattr(
        recorder.guard, "report", lambda _found, _journey: threads.append(threading.current_thread())
    )

    recorder.exchange(exchange(WRITTEN))

    assert set(threads) == {threading.current_thread()}


@pytest.mark.parametrize("recorder", [False], indirect=True)
def test_what_breaks_while_it_is_written_is_told_to_who_writes_next(recorder, monkeypatch):
    def breaks(_found, _journey):
        raise RuntimeError("no screening today")

    monkeypatch.setattr(recorder.guard, "report", breaks)
    recorder.exchange(exchange(WRITTEN))

    with pytest.raises(HarnessError, match="cannot be written: no screening today"):
        recorder.log.flush()
    with pytest.raises(HarnessError):
        recorder.log.close()


@pytest.mark.parametrize("linked", [False, True])
def test_what_was_nobodys_is_looked_at_again_where_a_mark_came_up_meanwhile(recorder, linked):
    said = exchange(b"case 17")._replace(journey=None, nobodys_by=recorder.register.count)
    if linked:
        recorder.register.link("case", "case 17", "one")
    recorder.exchange(said)
    recorder.log.flush()

    (event,) = Evidence.load(recorder.log.path.parent).of_kind("exchange")
    assert event["journey"] == ("one" if linked else None)


@pytest.mark.parametrize(
    ("elapsed_ms", "step"), [(0, "the next"), (1900, "the next"), (2100, "the one"), (9000, "the one")]
)
def test_an_exchange_is_of_the_step_in_which_it_was_asked(recorder, monkeypatch, elapsed_ms, step):
    clock = SimpleNamespace()
    monkeypatch.setattr(registers, "time", clock)  # the register's alone: the log's threads keep theirs
    for name, now in (("the one", 100.0), ("the next", 103.0)):
        clock.monotonic = lambda now=now: now
        recorder.register.begin_step("one", name)
    clock.monotonic = lambda: 105.0

    recorder.exchange(exchange()._replace(elapsed_ms=elapsed_ms))

    recorder.log.flush()
    (event,) = Evidence.load(recorder.log.path.parent).of_kind("exchange")
    assert event["step"] == step
