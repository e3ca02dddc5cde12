"""A month's report: counted at one pharmacy by London's days, sent once, and sent again as it was."""

import json

import pytest

from reference.kit.problems import Refused
from reference.national.mys import ClaimResponse
from reference.outbound.reports.figures import Figures
from reference.outbound.reports.month_report import MonthReport
from reference.outbound.reports.reporter import Reporter

MONTH = "2026-04"


class Mys:
    """A MYS that answers as it is told to, and keeps what it was sent."""

    def __init__(self):
        self.answers, self.sent = [], []

    def submit_report(self, report):
        self.sent.append(report)
        return self.answers.pop(0) if self.answers else ClaimResponse("accepted", "sub-1", "")


@pytest.fixture
def mys():
    return Mys()


@pytest.fixture
def reporter(service, mys):
    return Reporter(service.store, mys, Figures(service.store), MonthReport())


@pytest.fixture
def done_at(pharmacy):
    """Completes a consultation at a moment; gives its referral."""

    def done(at):
        referral = pharmacy.completed()
        pharmacy.service.store.change(referral, completed=at)
        return referral

    return done


@pytest.mark.parametrize(
    ("at", "month", "count"),
    [
        ("2026-03-31T22:59:59.999Z", "2026-03", 1),
        ("2026-03-31T23:00:00.000Z", "2026-04", 1),
        ("2026-03-31T23:00:00.000Z", "2026-03", 0),
        ("2026-10-31T23:59:59.999Z", "2026-10", 1),
        ("2026-11-01T00:00:00.000Z", "2026-11", 1),
        ("2026-12-31T23:59:59.999Z", "2026-12", 1),
    ],
)
def test_a_month_begins_and_ends_in_london(pharmacy, done_at, at, month, count):
    done_at(at)

    assert Figures(pharmacy.service.store).of("FA101", month)["consultations"] == count
    assert Figures(pharmacy.service.store).of("FB202", month)["consultations"] == 0


def test_a_month_in_which_nothing_was_done_is_reported_whole(reporter, mys):
    shown = reporter.report_month("FA101", "2028-02")

    (sent,) = mys.sent
    assert sent["period"] == {"start": "2028-02-01", "end": "2028-02-29"}
    assert [group["population"][0]["count"] for group in sent["group"]] == [0] * 6
    assert (shown["status"], shown["submission_id"], set(shown["figures"].values())) == (
        "accepted",
        "sub-1",
        {0},
    )


def test_a_report_without_an_answer_goes_again_as_it_was_and_the_next_is_another(reporter, mys):
    mys.answers.append(ClaimResponse("failed", "", "no answer"))

    states = [reporter.report_month("FA101", MONTH)["status"] for _ in range(3)]

    assert states == ["failed", "accepted", "accepted"]
    first, again, later = map(json.dumps, mys.sent)
    assert first == again
    assert [report["identifier"][0]["value"] for report in mys.sent] == [f"FA101-{MONTH}-1"] * 2 + [
        f"FA101-{MONTH}-2"
    ]
    assert later != first


@pytest.mark.parametrize("month", ["2026-13", "2026-4", "26-04", "", "2026-04-01", "\u0662026-04"])
def test_what_is_no_month_is_refused(reporter, month):
    with pytest.raises(Refused, match="month"):
        reporter.report_month("FA101", month)
