"""An action that a candidate does not offer costs what needs it, and nothing more."""

import json

import pytest

from cpcs_harness.people.environment import make_environment
from external_candidate import Folder, ReferenceOutside

pytestmark = pytest.mark.long

JOURNEY = "urgent-medicine-supplied"
ANSWERS = "gp-answers-um"
"""What is judged of each patient of a supply is looked at here too."""
OF_CLAIMS = ("BSA-", "ENR-01")
"""Judged on claims: BSA-, and that each is in the name of the pharmacist who was enrolled."""


NIGHTS = ("new-year-um", "clocks-go-forward-um", "clocks-go-back-um")


@pytest.fixture
def assessed(tmp_path, cpcs):
    """Assesses a system that lacks an action, by some journeys."""

    def assessed(without, *journeys):
        folder = Folder(tmp_path, make_environment("today"))
        given = folder.provisioned(ReferenceOutside.declaration)
        folder.declare(ReferenceOutside.declaration, {})
        candidate = ReferenceOutside(folder, given, without=without)
        only = [word for name in journeys for word in ("--only", name)]
        try:
            done = cpcs("assess", "--candidate", folder.declaration, *only, "--gate", "none", cwd=tmp_path)
        finally:
            candidate.close()
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        return json.loads((tmp_path / "out" / "assessment.json").read_text(encoding="utf-8"))

    return assessed


def test_without_a_clock_that_can_be_moved_nothing_is_lost_but_what_needs_it(assessed):
    found = assessed("set_clock", JOURNEY, ANSWERS, *NIGHTS)
    criteria = {
        criterion["id"]: criterion
        for requirement in found["requirements"]
        for criterion in requirement["criteria"]
    }
    why = "the candidate's clock cannot be moved: set_clock ended cannot"

    assert {journey["id"]: journey["status"] for journey in found["journeys"]} == {
        **dict.fromkeys((JOURNEY, ANSWERS), "finished"),
        **dict.fromkeys(NIGHTS, "stopped"),
    }
    assert criteria["BSA-30"]["verdict"] == criteria["GPM-24"]["verdict"] == "pass"
    assert (criteria["N111-46"]["verdict"], criteria["N111-46"]["blame"]) == ("not_shown", "configuration")
    assert why in criteria["N111-46"]["reason"]
    said = [limit for limit in found["limits"] if why in limit]
    assert len(said) == 1
    assert all(name in said[0] for name in NIGHTS)


def test_without_claims_all_is_judged_that_needs_none(assessed):
    requirements = assessed("submit_claims", JOURNEY, ANSWERS)["requirements"]
    planned = [
        criterion
        for requirement in requirements
        for criterion in requirement["criteria"]
        if "not in the plan" not in criterion["reason"]
    ]

    lost = {found["id"] for found in planned if found["verdict"] == "not_shown"}
    assert {id for id in lost if not id.startswith(OF_CLAIMS)} == set()
    assert "BSA-04" in lost
    assert {
        found["id"] for found in planned if found["verdict"] in ("fail", "error", "query", "warning")
    } == set()
    assert len([found for found in planned if found["verdict"] in ("pass", "declared")]) > 20
