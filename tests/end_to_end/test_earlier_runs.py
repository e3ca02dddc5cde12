"""What a system keeps of yesterday's run in the same environment is known for that, and held against nobody today."""

import json

import pytest

from cpcs_harness.evidence import events
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.people.environment import make_environment
from external_candidate import Folder, ReferenceOutside

pytestmark = pytest.mark.long

JOURNEY = "urgent-medicine-supplied"
NOWHERE = "http://127.0.0.1:9"
"""Where nobody listens."""
WRONG = ("fail", "error", "query", "warning")


@pytest.fixture
def assess(tmp_path, cpcs):
    """Assess the system of a folder once more: it has kept all that it had, and what it is configured with changes."""
    folder = Folder(tmp_path, make_environment("two days"))
    given = folder.provisioned(ReferenceOutside.declaration)
    folder.declare(ReferenceOutside.declaration, {})

    def assess(name, **settings):
        (tmp_path / "ready.json").unlink(missing_ok=True)
        changed = {key: {**given.get(key, {}), **value} for key, value in settings.items()}
        candidate = ReferenceOutside(folder, given | changed)
        asked = ("--candidate", folder.declaration, "--only", JOURNEY, "--gate", "none", "--out", name)
        try:
            done = cpcs("assess", *asked, cwd=tmp_path)
        finally:
            candidate.close()
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        found = json.loads((tmp_path / name / "assessment.json").read_text(encoding="utf-8"))
        return found, Evidence.load(tmp_path / name / "evidence")

    return assess


def numbers_of(evidence):
    issued = [*evidence.of(events.Issued), *evidence.of(events.IssuedAlso)]
    return {event.data.held["person"]["nhs_number"] for event in issued}


def claimed(evidence):
    calls = [event.data for event in evidence.of(events.Exchange) if event.data.service == "mys"]
    return b" ".join(evidence.body(call.request.body) for call in calls if call.operation == "submit_claim")


def listed(evidence):
    looks = [event.data for event in evidence.of(events.Observation) if event.data.action == "worklist"]
    rows = [row for look in looks for row in look.observation["referrals"]]
    return {str(row["nhs_number"]).replace(" ", "") for row in rows}


def test_a_claim_that_is_tried_again_and_old_rows_are_yesterdays(assess):
    _, yesterday = assess("yesterday", mys={"base": NOWHERE})
    found, today = assess("today", outbox={"every_seconds": 0.2})
    old = numbers_of(yesterday)

    assert not old & numbers_of(today)
    assert claimed(yesterday) == b""
    again = [number for number in old if number.encode() in claimed(today)]
    assert again
    assert listed(today) & old
    told = [line for line in found["account"]["lines"] if line["state"] == "earlier"]
    assert [line["channel"] for line in told] == ["mys"]
    assert "is of an earlier run of this environment" in told[0]["why"]
    wrong = {
        (criterion["id"], criterion["reason"])
        for requirement in found["requirements"]
        for criterion in requirement["criteria"]
        if criterion["verdict"] in WRONG
    }
    assert wrong == set()
    judged = [
        check["verdict"]
        for requirement in found["requirements"]
        if requirement["pathway"] == "urgent-medicines"
        for criterion in requirement["criteria"]
        if criterion["id"] == "ACC-13"
        for check in criterion["checks"]
    ]
    assert set(judged) == {"pass"}
