"""Large observations are kept in parts, and read back whole; what repeats is kept once."""

import json

import pytest

from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence import events
from cpcs_harness.evidence.log import EVENTS, Log
from cpcs_harness.evidence.parts import LARGE, MOST
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register


def row(number, status="new"):
    return {"referral": str(number), "status": status, "text": f"patient {number} " * 20}


ROWS = [row(number) for number in range(80)]
TEXT = "é" * LARGE
SHOWN = {
    "rows of a worklist": {"referrals": ROWS, "as_of": "2026-01-01"},
    "a long text": {"title": "Summary", "text": TEXT, "links": []},
    "a large object": {"patient": {str(number): row(number) for number in range(80)}},
    "many small members": {"numbers": list(range(LARGE))},
    "more members than bodies": {"names": ["x" * 100] * (MOST + 1)},
    "small": {"referrals": ROWS[:2], "more": None},
    "what looks like a part": {"referrals": None, "parts": {"referrals": ["a" * 64]}},
    "half a surrogate pair": {"text": "\ud800" + TEXT},
    "nothing": {},
}


def recorded(folder, *shown):
    """Record observations, and read them back; gives the evidence."""
    recorder = Recorder(folder, Register())
    for one in shown:
        observed = events.Observation("worklist", {}, None, "", {}, "done", None, None, one)
        recorder.write(observed, journey="one", step="a step")
    recorder.log.close()
    return Evidence.load(folder)


def written(folder):
    """Give the data of the events as the log holds it."""
    return [json.loads(line)["data"] for line in (folder / EVENTS).read_bytes().splitlines()]


@pytest.mark.parametrize("name", SHOWN)
def test_what_was_shown_is_read_back_whole_in_its_order(tmp_path, name):
    due = json.loads(json.dumps(SHOWN[name]).replace("\\ud800", "?"))
    evidence = recorded(tmp_path, SHOWN[name])

    (event,) = evidence.of(events.Observation)
    assert event.data.observation == due
    assert list(event.data.observation) == list(due)
    assert evidence.events[0]["data"]["observation"] == due
    assert "parts" not in evidence.events[0]["data"]


def test_what_is_large_is_not_in_the_log_and_what_is_small_is(tmp_path):
    recorded(tmp_path, *SHOWN.values())
    by_name = dict(zip(SHOWN, written(tmp_path), strict=True))

    assert by_name["rows of a worklist"]["observation"] == {"referrals": None, "as_of": "2026-01-01"}
    assert 1 < len(by_name["rows of a worklist"]["parts"]["referrals"]) < len(ROWS)
    assert isinstance(by_name["many small members"]["parts"]["numbers"], str)
    assert isinstance(by_name["more members than bodies"]["parts"]["names"], str)
    assert by_name["small"]["observation"] == SHOWN["small"]
    assert "parts" not in by_name["small"]
    assert "parts" not in by_name["what looks like a part"]


@pytest.mark.parametrize("place", [0, 40, 79])
@pytest.mark.parametrize(
    "change",
    [
        lambda rows, place: [*rows[:place], row(place, "closed"), *rows[place + 1 :]],
        lambda rows, place: [*rows[:place], *rows[place + 1 :]],
        lambda rows, place: [*rows[:place], row("new"), *rows[place:]],
    ],
    ids=["changed", "gone", "new"],
)
def test_rows_that_are_shown_again_are_kept_once(tmp_path, change, place):
    later = change(ROWS, place)
    evidence = recorded(tmp_path, {"referrals": ROWS}, {"referrals": later}, {"referrals": later})
    first, second, third = written(tmp_path)
    runs = set(first["parts"]["referrals"])

    assert len(set(second["parts"]["referrals"]) - runs) <= 2
    assert third["parts"] == second["parts"]
    shown = [event.data.observation["referrals"] for event in evidence.of(events.Observation)]
    assert shown == [ROWS, later, later]


def test_what_observations_have_in_common_is_read_once(tmp_path):
    evidence = recorded(tmp_path, {"referrals": ROWS}, {"referrals": ROWS})
    first, second = (event.data.observation["referrals"] for event in evidence.of(events.Observation))

    assert first is not second
    assert all(one is other for one, other in zip(first, second, strict=True))


@pytest.mark.parametrize(
    "harm",
    [lambda path: path.write_bytes(b"{}"), lambda path: path.unlink()],
    ids=["altered", "gone"],
)
def test_a_part_that_is_another_is_seen(tmp_path, harm):
    recorded(tmp_path, {"referrals": ROWS})
    harm(sorted((tmp_path / "bodies").iterdir())[0])

    with pytest.raises(UsageProblem, match="observation o1, in part: the body"):
        Evidence.load(tmp_path)


@pytest.mark.parametrize(
    "data",
    [
        {"observation": {"a": 1}, "parts": {"a": "b" * 64}},
        {"observation": {}, "parts": {"a": "b" * 64}},
        {"observation": {"a": None}, "parts": ["a"]},
        {"observation": None, "parts": {"a": "b" * 64}},
        {"observation": {"a": None}, "parts": {"a": "../events.ndjson"}},
    ],
)
def test_parts_that_no_recorder_wrote_are_refused(tmp_path, data):
    log = Log(tmp_path)
    log.write("observation", data)
    log.close()

    with pytest.raises(UsageProblem, match="observation o1, in part"):
        Evidence.load(tmp_path)


@pytest.mark.parametrize("body", [b"not JSON", b'{"no": "list"}', b"[" * 100_000])
def test_a_part_that_is_not_what_it_should_be_is_refused(tmp_path, body):
    recorder = Recorder(tmp_path, Register())
    digest = recorder.bodies.keep(body, "").sha256
    recorder.log.write("observation", {"observation": {"a": None}, "parts": {"a": [digest]}})
    recorder.log.close()

    with pytest.raises(UsageProblem, match="observation o1, in part"):
        Evidence.load(tmp_path)
