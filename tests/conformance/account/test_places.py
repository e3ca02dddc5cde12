"""Places in which a message may tell of its patient: read from their table, with its mistakes, and looked up."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.account import _places
from cpcs_harness.errors import UsageProblem


def call(service, operation):
    return SimpleNamespace(service=service, operation=operation)


def test_each_place_of_the_project_has_its_clause():
    assert all(place.source and place.details for place in _places.places())


@pytest.mark.parametrize(
    ("service", "operation", "place", "detail", "lawful"),
    [
        ("pds", "read_patient", "address", "NHS number", True),
        ("pds", "read_patient", "address", "name", False),
        ("pds", "search_patient", "address", "birth date", True),
        ("pds", "search_patient", "User-Agent", "birth date", False),
        ("mesh", "send_message", "mex-subject", "name", True),
        ("mesh", "send_message", "Mex-Subject", "postcode", False),
        ("mesh", "send_message", "Mex-To", "birth date", True),
        ("mesh", "send_message", "Mex-FileName", "name", False),
        ("dos", "by_service_type", "address", "postcode", True),
        ("mys", "amend_claim", "address", "NHS number", False),
    ],
)
def test_what_a_format_publishes_is_lawful_and_nothing_else(service, operation, place, detail, lawful):
    assert _places.is_lawful(call(service, operation), place, detail) is lawful


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("places: []\n", r"places\.yaml:1 .*expected places"),
        ("places:\n  - id: a\n    service: pds\n", r":2 \(a\) place: expected a text"),
        (
            "places:\n  - id: a\n    service: pds\n    place: address\n    details: [shoe size]\n    source: x\n",
            r":5 \(a\) details: expected one of NHS number",
        ),
        (
            "places:\n  - id: a\n    service: pds\n    place: address\n"
            "    details: [name]\n    source: x\n    why: y\n",
            r":7 \(a\) why: is no key",
        ),
    ],
)
def test_mistakes_are_told_with_file_and_line(tmp_path, written, said):
    file = tmp_path / "places.yaml"
    file.write_text(written)
    with pytest.raises(UsageProblem, match=said):
        _places.places(file)
