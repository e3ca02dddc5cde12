"""What judging hands on to Allure's results: failures that the assessment has taken back, and no others."""

from pathlib import Path
from types import SimpleNamespace

from assessed import check, criterion, requirement
from cpcs_harness import assess
from cpcs_harness.judging import allure


def named(verdict, nodeid, message=""):
    """Give a check's record under a node id."""
    return SimpleNamespace(**vars(check(verdict)) | {"nodeid": nodeid, "message": message})


def test_what_no_requirement_holds_against_a_candidate_is_taken_back(monkeypatch):
    taken = {}
    monkeypatch.setattr(
        allure, "take_back", lambda folder, suites, why: taken.update({(folder, suites): why})
    )
    held = criterion("fail", named("fail", "t.py::held"), named("not_shown", "t.py::held"))
    caused = criterion("not_shown", named("not_shown", "t.py::caused", "The key is wrong."))
    made = [requirement("not_met", held, caused)]
    assessment = SimpleNamespace(
        checks=lambda: [
            (one, each, each_check) for one in made for each in one.criteria for each_check in each.checks
        ]
    )

    assess._take_back(assessment, Path("results"), SimpleNamespace(folder=Path("suites")))

    assert taken == {(Path("results"), "suites"): {"t.py::caused": "The key is wrong."}}
