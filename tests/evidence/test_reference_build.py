"""The digest of the reference service is of all that makes it what it is, and of nothing else."""

import shutil

import pytest

from checkout import ROOT
from cpcs_harness.evidence import reference_build
from cpcs_harness.evidence.reference_build import digest_of_reference, files_of_reference


@pytest.fixture
def service(tmp_path, monkeypatch):
    """A copy of the reference service that a test may alter."""
    folder = tmp_path / "reference"
    for name in ("actions", "faulty", "kit"):
        shutil.copytree(ROOT / "reference" / name, folder / name)
    for name in ("__main__.py", "app.py", "candidate.toml", "rulings.json", "seen.json"):
        shutil.copyfile(ROOT / "reference" / name, folder / name)
    monkeypatch.setattr(reference_build, "REFERENCE", folder)
    return folder


def digest(folder):
    return digest_of_reference(files_of_reference(folder))


@pytest.mark.parametrize(
    "name",
    ["app.py", "candidate.toml", "actions/supply.py", "faulty/__init__.py", "faulty/_wrong.py", "new.json"],
)
def test_what_the_service_is_made_of_counts(service, name):
    before = digest(service)
    with (service / name).open("a") as file:
        file.write("\n# another\n")

    assert digest(service) != before


@pytest.mark.parametrize(
    "name",
    [
        "rulings.json",
        "seen.json",
        "faulty/claims.py",
        "__pycache__/app.pyc",
        ".app.py.swp",
        "app.pyc",
        "app.pyi",
    ],
)
def test_what_it_is_not_made_of_does_not(service, name):
    before = digest(service)
    (service / name).parent.mkdir(exist_ok=True)
    with (service / name).open("a") as file:
        file.write("\n# another\n")

    assert digest(service) == before


def test_a_file_that_is_renamed_counts(service):
    before = digest(service)
    (service / "app.py").rename(service / "apps.py")

    assert digest(service) != before


def test_what_it_declares_against_another_catalogue_counts_in_place_of_ours(service, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    shutil.copyfile(service / "candidate.toml", other / "candidate.toml")

    assert digest(other) == digest(service)
    (other / "candidate.toml").write_text("name = 'another'")
    assert digest(other) != digest(service)
