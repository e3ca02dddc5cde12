"""A report in either form says the same, and one of any shape breaks no check."""

import json
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.mys_reports._reports import CODES, Sent, why_invalid


def sent(path, body):
    request = SimpleNamespace(segments=["pharmacy-cpcs-api", "resources", path], json=body)
    request.body = json.dumps(body).encode()
    return Sent(SimpleNamespace(request=request, response=SimpleNamespace(status=201)), SimpleNamespace())


def figure(name, count):
    return {"code": {"coding": [{"system": CODES, "code": name}]}, "population": [{"count": count}]}


def test_both_forms_are_read_alike():
    plain = sent("MonthlyReport", {"reference": "r", "pharmacy": "FA101", "figures": {"claims": 2}})
    fhir = sent(
        "MeasureReport",
        {
            "identifier": [{"value": "r"}],
            "reporter": {"identifier": {"value": "FA101"}},
            "group": [figure("CLAIMS", 2)],
        },
    )

    assert [(one.reference, one.pharmacy, one.figures) for one in (plain, fhir)] == [
        ("r", "FA101", {"claims": 2})
    ] * 2


@pytest.mark.parametrize("path", ["MeasureReport", "MonthlyReport"])
@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "x",
        {"identifier": {}, "reporter": [], "period": 7, "group": {}, "figures": []},
        {
            "identifier": [None],
            "group": [None, 7, {"code": []}, {"code": {"coding": [None]}, "population": [7]}],
        },
        {"group": [figure("CLAIMS", "two"), figure([], None)]},
    ],
)
def test_what_is_of_no_known_shape_says_nothing(path, body):
    report = sent(path, body)

    assert (report.reference, report.pharmacy, report.figures) == ("", "", {})
    assert isinstance(report.period, tuple)
    assert why_invalid(report)
