"""A small catalogue that is right, and a way to see what is told of a wrong one."""

from collections.abc import Callable

import pytest

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.errors import Problem, UsageProblem

CATALOGUE = """\
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
    needs: []
    source: {document: ITK2.2 Core, section: Alerts}
    risk: The patient waits.
context:
  - id: CIS2-01
    text: Staff sign in with CIS2.
    source: {document: seed, section: sign-in}
    criteria: [N111-11]
"""


@pytest.fixture
def small_catalogue() -> str:
    return CATALOGUE


@pytest.fixture
def problems_in(tmp_path) -> Callable[[str | bytes], list[Problem]]:
    """Writes what it is given as a catalogue, and gives what is told of it."""

    def told_of(text: str | bytes) -> list[Problem]:
        file = tmp_path / "toolkit_requirements.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(UsageProblem) as told:
            load_catalogue(file)
        assert f"the catalogue {file}" in told.value.message
        return list(told.value.problems)

    return told_of
