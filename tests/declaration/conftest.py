"""A declaration that is right, in a folder of its own, and a way to see what is told of a wrong one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from checkout import ROOT
from cpcs_harness.catalogue import Catalogue, load_catalogue
from cpcs_harness.declaration import load_declaration
from cpcs_harness.errors import Problem, UsageProblem

TOKEN = "s3cret-token"
CANDIDATE = f"""\
name = "Alder PMR"
supplier = "Alder Ltd"
version = "4.10"
pathways = ["minor-illness", "urgent-medicines"]
driver = "http"

[options]
MI-N111-E = ["itk-2.2"]
UM-PDS-E = ["spine-mini-service", "pds-fhir-application-restricted"]

[control]
url = "https://alder.example:8443/test"
token = "{TOKEN}"

[itk]
url = "http://[::1]:4711/itk"

[pace]
poll_seconds = 2
step_seconds = 30.5

[mocks]
listen = "0.0.0.0"
advertised = "10.0.0.5"

[medicines]
urgent-medicine = "SALB100"
recommended-product = "PARA500"

[[declared]]
criterion = "BSA-08"
statement = "Exported each night."
evidence = "evidence/export.pdf"
by = "A. Person"
role = "Head of product"

[[declared]]
criterion = "SCR-02"
statement = "Opens in context."
evidence = "evidence/export.pdf"
by = "A. Person"
role = "Head of product"
"""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(ROOT / "toolkit_requirements.yaml")


@pytest.fixture
def candidate() -> str:
    return CANDIDATE


@pytest.fixture
def token() -> str:
    return TOKEN


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "export.pdf").write_bytes(b"%PDF")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def problems_in(folder, catalogue) -> Callable[[str | bytes], list[Problem]]:
    """Writes what it is given as a declaration, and gives what is told of it; secrets never are."""

    def told_of(text: str | bytes) -> list[Problem]:
        (folder / "candidate.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(UsageProblem) as told:
            load_declaration("candidate.toml", catalogue)
        for secret in (TOKEN, "hunter2", "12345"):
            assert secret not in str(told.value)
        return list(told.value.problems)

    return told_of
