"""A small catalogue that is right, and a way to see what is told of a wrong one."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.errors import Problem, UsageProblem

MAIN = "toolkit_requirements.yaml"
CRITERIA = "suites/nhs111/criteria.yaml"
REQUIREMENTS = """\
suites: suites
requirements:
  - id: MI-N111-E
    pathway: minor-illness
    component: nhs111-report-inbound
    level: essential
    by: "2021-10-01"
    text: ITK 2.2 / 111 Adaptor
    options: {any_of: [itk-2.2, 111-adaptor]}
    also_met_by: [MI-N111-R]
    source: {document: seed, table: minor illness, row: NHS 111}
    criteria: [N111-01, N111-11]
  - id: MI-N111-R
    pathway: minor-illness
    component: nhs111-report-inbound
    level: required
    text: FHIR
    parts: {all_of: [fhir]}
    source: {document: seed, table: minor illness, row: NHS 111}
    untested: Nothing is played yet.
context:
  - id: CIS2-01
    text: Staff sign in with CIS2.
    source: {document: seed, section: sign-in}
    criteria: [N111-11]
title: The small catalogue
called: the catalogue
pathways:
  - {id: minor-illness, title: Minor illness, initials: MI, rows: [nhs111-report-inbound, dos], medicine: a-product}
levels:
  - {id: essential, title: Essential, by: "2021-10-01"}
  - {id: required, title: Later}
components:
  - {id: nhs111-report-inbound, title: NHS 111 report}
  - {id: dos, title: Directory}
fall_backs: [dos]
"""
STATEMENTS = """\
criteria:
  - id: N111-01
    text: A report is answered.
    strength: must
    certainty: published
    stands_on: wire
    judged_by: automated
    option: itk-2.2
    needs: [a-journey]
    in_force: {from: "2021-06-01"}
    source: {document: ITK2.2 Core, section: Responses}
    risk: The patient is sent twice.
  - id: N111-11
    text: Staff are alerted.
    strength: should
    certainty: inferred
    stands_on: witnessed
    judged_by: witnessed
    because: Only a person can see it.
    evidence: What somebody wrote down who was there.
    needs: []
    source: {document: ITK2.2 Core, section: Alerts}
    risk: The patient waits.
"""


@pytest.fixture
def small_catalogue() -> dict[str, str]:
    """The catalogue's files: name and text."""
    return {MAIN: REQUIREMENTS, CRITERIA: STATEMENTS}


@pytest.fixture
def write_catalogue(tmp_path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Writes the files of a catalogue; gives the one that names it."""

    def written(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Path(tmp_path / MAIN)

    return written


@pytest.fixture
def problems_in(write_catalogue) -> Callable[[Mapping[str, str | bytes]], list[Problem]]:
    """Writes what it is given as a catalogue, and gives what is told of it."""

    def told_of(files: Mapping[str, str | bytes]) -> list[Problem]:
        file = write_catalogue(files)
        with pytest.raises(UsageProblem) as told:
            load_catalogue(file)
        assert f"the catalogue {file}" in told.value.message
        return list(told.value.problems)

    return told_of


@pytest.fixture
def told_at(tmp_path, problems_in, small_catalogue) -> Callable[[str, str], tuple[str, list[Problem]]]:
    """Puts one text in place of another in the small catalogue; gives the file that had it, and what is told."""

    def told(right: str, wrong: str) -> tuple[str, list[Problem]]:
        name = next(name for name, text in small_catalogue.items() if right in text)
        changed = {name: small_catalogue[name].replace(right, wrong, 1)}
        return str(tmp_path / name), problems_in(small_catalogue | changed)

    return told
