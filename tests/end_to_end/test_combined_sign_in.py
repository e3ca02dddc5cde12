"""Sign-in and access token in one: a system whose people the API platform signs in, through whole journeys."""

import sys
from pathlib import Path

import pytest

import combined_sign_in
from cpcs_harness.assess import judge
from cpcs_harness.evidence import events
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.run import reference_process
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record

pytestmark = pytest.mark.long

JOURNEYS = ("cis2-sign-in-mi", "cis2-sessions-mi")
OF_ID_TOKENS = {"CIS-01", "CIS-11", "PDS-51"}


def test_who_is_signed_in_by_the_platform_fails_nothing(tmp_path, monkeypatch):
    command = (sys.executable, "-P", str(Path(combined_sign_in.__file__)))
    monkeypatch.setattr(reference_process, "_COMMAND", command)

    run = record(Asked(only=JOURNEYS), None, tmp_path / "out")
    assessment = judge(run, reports=False)

    asked = {
        (event.data.service, event.data.operation)
        for event in Evidence.load(run / "evidence").of(events.Exchange)
    }
    assert {("oauth", "authorize"), ("oauth", "callback"), ("oauth", "code"), ("oauth", "userinfo")} <= asked
    assert not {("cis2", "token"), ("oauth", "exchange")} & asked
    found = {
        criterion.id: (str(criterion.verdict), criterion.reason) for _, criterion in assessment.criteria()
    }
    wrong = {id: told for id, told in found.items() if told[0] in ("fail", "query", "error", "warning")}
    assert wrong == {}
    beside = {
        criterion.id
        for _, criterion in assessment.criteria()
        if any(check.verdict == "not_applicable" for check in criterion.checks)
    }
    assert beside >= OF_ID_TOKENS
