"""The main job: the reference service assessed by one command, and judged again from its records."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from importlib.resources import files
from xml.etree import ElementTree

import jsonschema
import pytest

from cpcs_harness._content import ROOT
from cpcs_harness.assessment.conditions import ConditionsRecord
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.drivers.description import takes_referral
from cpcs_harness.evidence.events import Exchange, Served
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.contradictions import contradictions_in
from cpcs_harness.judging.suite import Suite
from cpcs_harness.records import from_json
from cpcs_harness.reference_rulings.refresh import Build
from drawn_report import drawn_text
from forgery import forge

pytestmark = pytest.mark.long

RULED = Build.of(load_catalogue()).is_ruled_on
"""Where reference/ has changed since, one test says so (tests/reference/test_rulings.py), and these need no rulings."""
STATUS = 0 if RULED else 1

JUDGED = {"pass", "confirmed", "not_applicable"}
SENT = ("send_report", "send_referral")
"""Operations by which patients are referred."""


def test_it_says_plainly_what_is_met_not_met_and_not_yet_shown(assessed):
    done, _ = assessed

    assert done.returncode == STATUS, done.stderr
    assert "Traceback" not in done.stderr
    met = "met" if RULED else "not met"
    for words in (
        "met:",
        "not met:",
        "not yet shown:",
        f"The essential gate is {met} (exit status {STATUS})",
    ):
        assert words in done.stdout


@pytest.mark.skipif(not RULED, reason="reference/ has changed since it was ruled on: see cpcs rulings")
def test_the_reference_meets_every_cell_of_the_toolkit(assessed, assessment):
    verdicts = Counter(one["verdict"] for one in assessment["requirements"])

    assert set(verdicts) <= {"met", "met_on_model"}, verdicts
    confirmed = {
        criterion["id"]
        for requirement in assessment["requirements"] + assessment["context"]
        for criterion in requirement["criteria"]
        if criterion["verdict"] == "confirmed"
    }
    said = f"{len(confirmed)} criteria are confirmed by the project itself, on its own reference service, and not by"
    assert said in " ".join(assessed[0].stdout.split())
    assert said in (assessed[1] / "summary.md").read_text()
    assert "Confirmed by the project itself" in drawn_text((assessed[1] / "report.html").read_text())


@pytest.mark.skipif(not RULED, reason="reference/ has changed since it was ruled on: see cpcs rulings")
def test_the_pages_say_of_a_run_what_it_says_of_itself(assessed, assessment):
    readme, tutorial, how_to = (
        " ".join((ROOT / page).read_text(encoding="utf-8").split())
        for page in (
            "README.md",
            "docs/tutorial/first-assessment.md",
            "docs/how-to/assess-your-own-system.md",
        )
    )
    issued, referred = set(), set()
    for event in Evidence.load(assessed[1] / "evidence").events:
        if "/" in (event["journey"] or ""):
            continue  # a second attempt, which only a machine that was late has
        if event["kind"] in ("issued", "issued_also"):
            issued.add((event["journey"], event["data"].get("label")))
        elif event["kind"] == "exchange" and event["data"]["operation"] in SENT:
            referred.add(event["data"]["rule"])

    assert assessment["outcome"]["sentence"] in readme
    assert f"Some {round(len(issued), -2):,} patients were made up" in tutorial
    assert f"some {round(len(referred), -2):,} made-up patients" in how_to


def test_every_condition_is_tried_and_judged_and_no_criterion_loses_one(assessment):
    tried = from_json(ConditionsRecord, assessment["conditions"])

    assert {id: tried.named(numbers) for id, numbers in tried.lost.items()} == {}
    assert (tried.named(tried.never_tried), tried.named(tried.never_judged), tried.never_met) == ("", "", 0)


def test_the_assessment_is_what_its_schema_says(assessment):
    schema = json.loads(files("cpcs_harness").joinpath("assessment.schema.json").read_text())

    jsonschema.Draft202012Validator(schema).validate(assessment)


def test_the_reference_service_fails_nothing(assessment):
    verdicts = Counter(one["verdict"] for one in assessment["requirements"])

    assert verdicts["not_met"] == verdicts["query"] == verdicts["error"] == 0
    assert assessment["unmatched"] == []


def test_nothing_is_met_whose_musts_were_not_all_judged(assessment):
    for requirement in assessment["requirements"]:
        musts = [one for one in requirement["criteria"] if one["strength"] == "must"]
        replaced = "which replaces it" in requirement["reason"]  # its successor has musts of its own
        if requirement["verdict"] in ("met", "met_on_model") and not replaced:
            assert musts
            assert {one["verdict"] for one in musts} <= JUDGED, requirement["id"]


def test_every_requirement_of_the_toolkit_is_there_and_the_untested_are_in_the_limits(assessment):
    assert len(assessment["requirements"]) == 44
    untested = [one for one in assessment["requirements"] if one["untested"]]
    assert all(one["verdict"] == "not_shown" for one in untested)
    assert all(any(one["id"] in limit for limit in assessment["limits"]) for one in untested)


def test_every_automated_criterion_of_a_tested_requirement_was_judged(assessment):
    automated = [
        one
        for requirement in assessment["requirements"]
        for one in requirement["criteria"]
        if one["judged_by"] == "automated" and one["verdict"] != "not_applicable"
    ]

    assert automated
    for one in automated:
        assert one["checks"], one["id"]
        for check in one["checks"]:
            assert check["verdict"] == "pass", check["message"]
            assert check["looked_at"], f"{check['nodeid']} passed without looking at anything"


def test_the_journeys_of_a_sitting_run_at_the_same_time(assessed):
    log = assessed[1] / "evidence" / "events.ndjson"
    events = [json.loads(line) for line in log.read_text().splitlines()]
    first = [event["journey"] for event in events if event["kind"] == "step"][:8]

    assert len(set(first)) > 1


def test_the_reports_are_written(assessed):
    folder = assessed[1]
    suites = ElementTree.parse(folder / "junit.xml").getroot()

    assert len(suites.findall(".//testsuite")) == 57  # the cells, and what is judged beyond them
    written = list((folder / "allure-results").iterdir())
    beside = [path.name for path in written if not path.name.endswith("-result.json")]
    assert beside == ["environment.properties"]  # nothing has failed, so nothing is attached
    allure = [json.loads(path.read_text()) for path in written if path.name not in beside]
    assert {"epic", "feature", "story", "tag"} <= {label["name"] for one in allure for label in one["labels"]}
    assert (
        "<script" in (folder / "report.html").read_text()
        or "<details" in (folder / "report.html").read_text()
    )
    assert "not yet shown" in (folder / "summary.md").read_text().casefold()


def test_judging_again_gives_the_same_bytes(assessed, cpcs, tmp_path):
    before = (assessed[1] / "assessment.json").read_bytes()
    folder = shutil.copytree(assessed[1], tmp_path / "again")
    (folder / "assessment.json").unlink()

    done = cpcs("judge", folder, cwd=folder)

    assert done.returncode == STATUS, done.stderr
    assert (folder / "assessment.json").read_bytes() == before


def test_pytest_itself_judges_a_recorded_run(assessed):
    command = [sys.executable, "-m", "pytest", "-q", f"--cpcs-run={assessed[1]}", "conformance"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)

    assert done.returncode == STATUS, done.stdout + done.stderr
    assert " passed" in done.stdout
    assert " failed" not in done.stdout


@pytest.mark.parametrize("what", ["events", "body"])
def test_altered_evidence_is_not_judged(assessed, cpcs, tmp_path, what):
    copy = shutil.copytree(assessed[1], tmp_path / "copy")
    if what == "events":
        log = copy / "evidence" / "events.ndjson"
        log.write_bytes(log.read_bytes().replace(b'"status":"done"', b'"status":"gone"', 1))
    else:
        archive = copy / "evidence" / "bodies.tar.gz"
        content = bytearray(archive.read_bytes())
        content[len(content) // 2] ^= 1
        archive.write_bytes(content)

    done = cpcs("judge", copy, cwd=tmp_path)

    assert done.returncode == 2
    assert "altered" in done.stderr
    assert "Traceback" not in done.stderr


def test_evidence_that_was_altered_and_rehashed_meets_no_gate(assessed, cpcs, tmp_path):
    def of_somebody_else(events):
        served = next(event for event in events if event["kind"] == "served")
        served["data"]["exchanges"]["pds"] += 1
        issued = next(event for event in events if event["kind"] == "issued")
        issued["data"]["person"]["given"] = "Wilhelmina"

    (tmp_path / "copy").mkdir()
    copy = shutil.copytree(assessed[1] / "evidence", tmp_path / "copy" / "evidence").parent
    forge(copy / "evidence", of_somebody_else)

    done = cpcs("judge", copy, cwd=tmp_path)
    outcome = json.loads((copy / "assessment.json").read_text())

    assert done.returncode == 2
    assert "The evidence contradicts itself" in outcome["outcome"]["sentence"]
    told = [limit for limit in outcome["limits"] if limit.startswith("The evidence contradicts itself: ")]
    assert len(told) == 2  # a patient, and a count
    assert "(person.given) was issued otherwise than seed and challenge give it" in " ".join(told)


def test_exchanges_that_were_taken_out_are_noticed_by_what_mocks_counted(assessed, tmp_path):
    services = {"mys", "pds", "nhs111", "nhsmail", "mesh"}

    def taken_out(events):
        left = [one for one in events if one["kind"] != "exchange" or one["data"]["service"] not in services]
        of_no_exchange = {one["data"]["exchange"] for one in events if one["kind"] == "answered"}
        of_no_exchange -= {f"e{one['seq']}" for one in left if one["kind"] == "exchange"}
        served = next(event for event in left if event["kind"] == "served")
        for service in services:
            del served["data"]["exchanges"][service]  # who alters this count, and not the other
        return [one for one in left if one["data"].get("exchange") not in of_no_exchange]

    copy = shutil.copytree(assessed[1] / "evidence", tmp_path / "evidence")
    forge(copy, taken_out)

    suite = Suite.of(load_catalogue())
    found = contradictions_in(Evidence.load(copy), suite.judged_by, suite.folder)
    counted = [told for told in found.contradictions if told.endswith(" and 0 exchanges are there")]
    assert {told.partition(": its mock counted ")[0] for told in counted} == services


def test_the_whole_run_does_not_contradict_itself(assessed):
    suite = Suite.of(load_catalogue())
    evidence = Evidence.load(assessed[1] / "evidence")

    found = contradictions_in(evidence, suite.judged_by, suite.folder)
    assert (found.contradictions, found.not_compared) == ((), ())
    (served,) = evidence.of(Served)
    assert served.data.taken.keys() == {event.data.service for event in evidence.of(Exchange)}


def test_each_step_about_a_referral_says_whom_it_is_about(assessed):
    log = assessed[1] / "evidence" / "events.ndjson"
    events = [json.loads(line) for line in log.read_text().splitlines()]
    done = [event for event in events if event["kind"] == "observation" and event["data"]["referral"]]
    about = [event for event in done if takes_referral(event["data"]["action"])]

    assert len(about) > 1000
    silent = {(event["journey"], event["data"]["action"]) for event in about if not event["data"]["about"]}
    assert silent == set()


def test_no_step_asks_for_what_nobody_can_act_on(assessed):
    log = assessed[1] / "evidence" / "events.ndjson"
    events = [json.loads(line) for line in log.read_text().splitlines()]
    done = [(event["journey"], event["data"]) for event in events if event["kind"] == "observation"]

    assert {(journey, data["action"]) for journey, data in done if data["status"] == "malformed"} == set()
