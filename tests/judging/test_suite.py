"""Suites as they judge: the files of a criterion's checks, and how many there are."""

import pytest

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.judging.suite import Suite

SEVERAL = "GPN-01"


@pytest.fixture(scope="module")
def suite():
    return Suite.of(load_catalogue())


def test_the_files_of_criteria_are_those_that_hold_their_checks(suite):
    files = suite.files_of(["DOS-03", SEVERAL])

    assert files == sorted(set(files))
    assert {path.parent.name for path in files} == {"dos", "gp_notification"}
    for criterion in ("DOS-03", SEVERAL):
        assert any(f'@criterion("{criterion}")' in path.read_text(encoding="utf-8") for path in files)


def test_a_criterion_without_a_check_has_no_file(suite):
    assert suite.files_of(["NONE-01"]) == []
    assert "NONE-01" not in suite.due


def test_checks_are_counted_by_criterion(suite):
    marks = [
        path.read_text(encoding="utf-8").count(f'@criterion("{SEVERAL}")')
        for path in suite.folder.rglob("test_*.py")
    ]

    assert suite.due[SEVERAL] == sum(marks)
