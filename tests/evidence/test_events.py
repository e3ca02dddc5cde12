"""Each kind of event is read as it was written; what a harness does not know stays as it is."""

import json

import pytest

from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence import events
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.log import EVENTS, Log
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.formats.dmd.concept import Concept
from cpcs_harness.records import as_json
from made_up import DECLARED, plan

BODY = events.BodyReference("a" * 64, 3, "text/plain")
CUT = events.BodyReference("a" * 64, 3, "text/plain", cut_from=4)
MESSAGE = events.Message({"method": "GET", "target": "/"}, (("Accept", "*/*"), ("Accept", "a")), BODY)


def exchange(**more):
    usual = {
        "service": "pds", "operation": "read", "protocol": "http", "direction": "from-candidate",
        "request": MESSAGE, "response": MESSAGE, "certainty": Certainty.MODELLED, "source": "s",
        "rule": "", "fault": "", "facts": {"user_id": None}, "elapsed_ms": 1.5,
    }  # fmt: skip
    return events.Exchange(**usual | more)


RECORDS = [
    plan(journeys=[{"id": "j", "pathway": "p", "sitting": 1, "title": "J"}], not_planned=[]),
    events.Environment({"premises": [{"ods": "FA101"}]}),
    events.EarlierRuns(2, ("9991410546",)),
    events.About({"name": "n", "build": None}),
    events.Sitting(1, "real"),
    events.Issued({"pathway": "p", "label": "", "person": {"given": "A"}}),
    events.IssuedAlso({"pathway": "p", "label": "sedge"}),
    events.Step("a step"),
    events.Held("sedge", "demographics", {"nhs_number": "9990000018"}),
    events.FaultPlanned("slow", "pds", "read", "9990000018"),
    events.Steered("tokens_last", "555", {"seconds": 3}),
    events.Pause(0.5),
    events.Restarted(True, "another start id"),
    exchange(),
    exchange(unmatched="nothing in it belongs to a journey", request=events.Message({}, (), CUT)),
    events.Observation("worklist", {"role": "x"}, None, "", {}, "done", None, None, {"referrals": []}, 3.2),
    events.Artefact("papers[0]", "o3", False, BODY),
    events.Artefact("papers[0]", "o3", True, BODY, "it is too large"),
    events.Explored(25, 26, False, events.SmallestFailure("'x'", "e1", ("too long",), "e2", True)),
    events.Explored(25, 25, False, None),
    events.SchemasJudged("p" * 64, "e1", (), ("PACK x: y",)),
    events.Served({"pds": 3, "nhs111": 1}),
    events.DmdRead("3070721", "d" * 64, 4, (Concept("20", "AMP", "Ventolin", invalid=True),)),
    events.JourneyEnded("finished", None, None),
    events.JourneyEnded("stopped", "broke", "harness", "Traceback"),
    events.Connection("pds", "bytes", 1, "\x00Ann Lee"),
    events.ConnectionsRefused("pds", 256),
    events.AnswerUnread("pds", 9),
    events.QueueWatched("encounter-report"),
    events.Preflight((events.Looked("clock", False, "it is 3 h off", "pace", "candidate.toml"),), False),
    events.Answered("e4", 1.5, 2.5, False),
    events.Stall("process", 3.5),
    events.Calibrated(0.4, 0.93, 1.2, 1.0),
    events.Finished(3, "h" * 64),
]


@pytest.mark.parametrize("record", RECORDS, ids=range(len(RECORDS)))
def test_a_record_is_read_as_it_was_written(record):
    line = {"seq": 4, "at": "t", "clock": "c", "kind": record.kind, "journey": "j", "step": "s", "prev": ""}
    written = json.loads(json.dumps(line | {"data": record.as_json()}))

    read = events.read(written)

    assert read == events.Event(4, "t", "c", "j", "s", record)
    assert read.id == f"{record.kind[0]}4"
    assert json.loads(json.dumps(read.data.as_json())) == written["data"]


def test_every_kind_is_tried():
    assert {record.kind for record in RECORDS} == set(events.KINDS)


def test_what_is_not_said_is_not_written():
    assert "unmatched" not in exchange().as_json()
    assert "cut_from" not in exchange().as_json()["request"]["body"]
    assert "traceback" not in events.JourneyEnded("finished", None, None).as_json()


@pytest.fixture
def log(tmp_path):
    log = Log(tmp_path)
    yield log
    log.close()


def test_an_unknown_kind_survives_reading(log, tmp_path):
    log.write("seen_by_satellite", {"height": 12}, journey="one")
    log.flush()

    (event,) = Evidence.load(tmp_path).of_journey("one")

    assert event.data == events.Unknown("seen_by_satellite", {"height": 12})
    assert event.id == "s1"


def test_a_line_that_is_not_what_its_kind_asks_for_is_named(log, tmp_path):
    log.write("step", {"name": "a step"})
    log.write("step", {"title": "a step"})
    log.flush()
    evidence = Evidence.load(tmp_path)

    with pytest.raises(UsageProblem, match=r"events\.ndjson:2 is no event of kind step: name is missing"):
        evidence.of(events.Step)
    assert len(evidence.of_kind("step")) == 2


def test_a_plan_that_lacks_something_is_refused(log, tmp_path):
    log.write("plan", {"seed": 1})
    log.flush()

    with pytest.raises(UsageProblem, match=r"events\.ndjson:1 is no event of kind plan: \w+ is missing"):
        _ = Evidence.load(tmp_path).plan


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"harness": None}, "harness is null"),
        ({"as_of": "soon"}, "soon"),
        ({"declaration": {}}, "name is missing"),
        ({"declaration": DECLARED | {"options": []}}, "options is list"),
        ({"declaration": DECLARED | {"options": {"A": [{}]}}}, "options is dict"),
        ({"declaration": DECLARED | {"declared": [{}]}}, "criterion is missing"),
    ],
)
def test_a_plan_that_was_damaged_is_refused_with_its_key(log, tmp_path, change, message):
    log.write("plan", plan().as_json() | change)
    log.flush()

    with pytest.raises(UsageProblem, match=f"{EVENTS}:1 is no event of kind plan: .*{message}"):
        _ = Evidence.load(tmp_path).plan


@pytest.mark.parametrize(
    "event", [exchange(), exchange(unmatched="why", facts={"seen": (Certainty.MODELLED,)})]
)
def test_an_exchange_writes_itself_as_every_record_is_written(event):
    assert list(event.as_json().items()) == list(as_json(event).items())
