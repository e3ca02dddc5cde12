"""Large observations are kept in parts, and read back whole; what repeats is kept once."""

import hashlib
import json
import tarfile

import pytest

from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence import events
from cpcs_harness.evidence.archive import ARCHIVE, FOLDER
from cpcs_harness.evidence.log import EVENTS, GENESIS, Log
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
    """Give the observations and their parts as the log holds them."""
    lines = [json.loads(line) for line in (folder / EVENTS).read_bytes().splitlines()]
    return [
        {"observation": line["data"]["observation"], "parts": line.get("parts", {}).get("observation")}
        for line in lines
    ]


def unpacked(folder):
    """Put a folder of bodies in the archive's place, as earlier harnesses wrote one; gives it."""
    with tarfile.open(folder / ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    (folder / ARCHIVE).unlink()
    return folder / FOLDER


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
    assert by_name["a large object"] == {"observation": None, "parts": by_name["a large object"]["parts"]}
    assert by_name["small"] == {"observation": SHOWN["small"], "parts": None}
    assert by_name["what looks like a part"] == {
        "observation": SHOWN["what looks like a part"],
        "parts": None,
    }


def test_what_a_reader_looks_for_in_an_exchange_is_in_the_log(tmp_path):
    log = Log(tmp_path)
    side = {"start": {"method": "GET", "target": "/a"}, "headers": [["Authorization", "x" * 600]]}
    data = {
        "request": side | {"body": {"sha256": "", "bytes": 0}},
        "response": {"body": {"bytes": 0, "sha256": ""}},
    }
    log.write("exchange", data)
    log.close()
    line = json.loads((tmp_path / EVENTS).read_bytes())

    assert line["data"]["request"] == data["request"] | {"headers": None}
    assert line["data"]["response"] == data["response"]
    assert list(line["parts"]["request"]) == ["headers"]
    assert Evidence.load(tmp_path).events[0]["data"] == data


def test_what_two_events_hold_is_kept_once(tmp_path):
    log = Log(tmp_path)
    for name in ("one", "two"):
        log.write("note", {"name": name, "patients": ROWS[:5]})
    log.close()

    assert len(list(unpacked(tmp_path).iterdir())) == 1
    assert [event["data"]["patients"] for event in Evidence.load(tmp_path).events] == [ROWS[:5]] * 2


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


def test_a_worklist_of_many_runs_does_not_fill_the_log(tmp_path):
    rows = [row(number) for number in range(8_000)]
    shown = [rows[: len(rows) - 10 + more] for more in range(10)]
    evidence = recorded(tmp_path, *({"referrals": held} for held in shown))

    assert (tmp_path / "events.ndjson").stat().st_size < 10 * 20_000
    assert evidence.of(events.Observation)[-1].data.observation["referrals"] == shown[-1]
    assert sum(body.stat().st_size for body in unpacked(tmp_path).iterdir()) < 3 * len(json.dumps(rows))


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
    harm(sorted(unpacked(tmp_path).iterdir())[0])

    with pytest.raises(UsageProblem, match="observation o1, in part: the body"):
        Evidence.load(tmp_path)


def altered(folder, data, parts):
    """Write one observation as whoever alters evidence might."""
    line = {"seq": 1, "at": "", "clock": "", "kind": "observation", "journey": None, "step": None}
    line |= {"data": data, "prev": GENESIS} | ({"parts": parts} if parts is not None else {})
    (folder / EVENTS).write_text(json.dumps(line) + "\n")


PLACES = [
    ({"a": 1}, {"a": "b" * 64}),
    ({}, {"a": "b" * 64}),
    ({"a": None}, ["a"]),
    (None, {"a": "b" * 64}),
    ({"a": None}, {"a": "../events.ndjson"}),
    ({"a": None}, {"a": {"b": "c" * 64}}),
    ({"a": None}, {"a": [["b"]]}),
    ({"a": {"b": 1}}, {"a": {"b": "c" * 64}}),
]


@pytest.mark.parametrize("is_of_earlier_harness", [False, True])
@pytest.mark.parametrize(("shown", "parts"), PLACES)
def test_parts_that_no_recorder_wrote_are_refused(tmp_path, shown, parts, is_of_earlier_harness):
    if is_of_earlier_harness:
        altered(tmp_path, {"observation": shown, "parts": parts}, None)
    else:
        altered(tmp_path, {"observation": shown}, {"observation": parts})

    with pytest.raises(UsageProblem, match="observation o1, in part"):
        Evidence.load(tmp_path)


@pytest.mark.parametrize("body", [b"not JSON", b'{"no": "list"}', b"[" * 100_000])
def test_a_part_that_is_not_what_it_should_be_is_refused(tmp_path, body):
    digest = hashlib.sha256(body).hexdigest()
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / digest).write_bytes(body)
    altered(tmp_path, {"observation": {"a": None}}, {"observation": {"a": [digest]}})

    with pytest.raises(UsageProblem, match="observation o1, in part"):
        Evidence.load(tmp_path)


def test_chunks_that_are_named_again_and_again_do_not_fill_the_memory(tmp_path):
    content = json.dumps(list(range(MOST))).encode()
    digest = hashlib.sha256(content).hexdigest()
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / digest).write_bytes(content)
    altered(tmp_path, {"observation": {"a": None}}, {"observation": {"a": [digest] * 2}})

    with pytest.raises(UsageProblem, match=f"more than {MOST} members"):
        Evidence.load(tmp_path)


def test_what_an_earlier_harness_wrote_is_read(tmp_path):
    content = json.dumps(ROWS[:2]).encode()
    digest = hashlib.sha256(content).hexdigest()
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / digest).write_bytes(content)
    altered(
        tmp_path,
        {"observation": {"rows": None, "all": None}, "parts": {"rows": [digest] * 2, "all": digest}},
        None,
    )

    (event,) = Evidence.load(tmp_path).events

    assert event["data"] == {"observation": {"rows": ROWS[:2] * 2, "all": ROWS[:2]}}
