"""An action that a candidate does not offer costs what needs it, and nothing more."""

import json

import pytest

from cpcs_harness.people.environment import make_environment
from external_candidate import Folder, ReferenceOutside

pytestmark = pytest.mark.long

JOURNEY = "urgent-medicine-supplied"
OF_CLAIMS = ("BSA-", "ENR-01")
"""Judged on claims: BSA-, and that each is in the name of the pharmacist who was enrolled."""


@pytest.fixture
def requirements(tmp_path, cpcs):
    """What was judged of a system that makes no claims, in the journey from referral to claim."""
    folder = Folder(tmp_path, make_environment("today"))
    given = folder.provisioned(ReferenceOutside.declaration)
    folder.declare(ReferenceOutside.declaration, {})
    candidate = ReferenceOutside(folder, given, without="submit_claims")
    try:
        done = cpcs(
            "assess", "--candidate", folder.declaration, "--only", JOURNEY, "--gate", "none", cwd=tmp_path
        )
    finally:
        candidate.close()
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return json.loads((tmp_path / "out" / "assessment.json").read_text(encoding="utf-8"))["requirements"]


def test_without_claims_all_is_judged_that_needs_none(requirements):
    planned = [
        criterion
        for requirement in requirements
        for criterion in requirement["criteria"]
        if "not in the plan" not in criterion["reason"]
    ]

    lost = {found["id"] for found in planned if found["verdict"] == "not_shown"}
    assert {id for id in lost if not id.startswith(OF_CLAIMS)} == set()
    assert "BSA-01" in lost
    assert {
        found["id"] for found in planned if found["verdict"] in ("fail", "error", "query", "warning")
    } == set()
    assert len([found for found in planned if found["verdict"] in ("pass", "declared")]) > 20
