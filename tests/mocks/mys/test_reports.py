"""Reports of a month: what is taken, what is known again, and which one stands."""

import json

import pytest

from cpcs_harness._content.mocks.mys.reports import Reports, whole_month

FIGURES = {"consultations": 2, "claims": 1}


def plain(**changes):
    return {"reference": "r1", "pharmacy": "FA101", "month": "2026-11", "figures": FIGURES} | changes


def fhir(**changes):
    return {
        "resourceType": "MeasureReport",
        "identifier": [{"value": "r1"}],
        "reporter": {"identifier": {"value": "FA101"}},
        "period": {"start": "2028-02-01", "end": "2028-02-29"},
        "group": [{}],
    } | changes


@pytest.fixture
def submit(nation, http):
    base = nation.candidate_endpoints()["mys"]["base"]
    return lambda path, body: http.post(f"{base}/{path}", json=body)


@pytest.mark.parametrize(("path", "report"), [("MeasureReport", fhir), ("MonthlyReport", plain)])
def test_either_form_is_taken_once_and_belongs_to_no_patient(submit, seen, path, report):
    body = report(**({"reference": path} if report is plain else {"identifier": [{"value": path}]}))

    first, again = submit(path, body), submit(path, body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["submissionId"] == again.json()["submissionId"]
    assert seen.last("mys", "submit_report")["data"]["rule"]


def taken(reports, body, *, is_fhir=False):
    return reports.take(json.dumps(body).encode(), fhir=is_fhir)


def test_another_report_under_a_reference_is_a_conflict_and_a_later_one_replaces_the_earlier():
    reports = Reports()
    _, first = taken(reports, plain())

    assert taken(reports, plain(figures={"claims": 9}))[0] == 409
    status, later = taken(reports, plain(reference="r2"))
    assert (status, later["replaces"]) == (201, first["submissionId"])
    assert "replaces" not in taken(reports, plain(reference="r3", month="2026-12"))[1]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"period": {"start": "2028-02-01", "end": "2028-02-28"}}, "month"),
        ({"period": {"start": "2028-02-02", "end": "2028-02-29"}}, "month"),
        ({"period": "2028"}, "month"),
        ({"identifier": [7]}, "reference"),
        ({"reporter": []}, "pharmacy"),
        ({"group": {}}, "figures"),
    ],
)
def test_what_lacks_is_told_by_its_field(wrong, field):
    status, said = taken(Reports(), fhir(**wrong), is_fhir=True)

    assert (status, [error["field"] for error in said["errors"]]) == (422, [field])


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"[" * 100_000, b'{"resourceType": "Claim"}'])
def test_what_is_no_report_is_refused(body):
    assert Reports().take(body, fhir=True)[0] == 400


@pytest.mark.parametrize(
    ("start", "end", "month"),
    [
        ("2026-02-01", "2026-02-28", "2026-02"),
        ("2026-12-01", "2026-12-31", "2026-12"),
        ("2026-13-01", "2026-13-31", ""),
        ("", "", ""),
    ],
)
def test_a_period_is_a_whole_month_or_none(start, end, month):
    assert whole_month(start, end) == month
