"""Last month's export is handed in at NHSBSA by itself, once a pharmacy, and again until it is taken."""

import csv
import io
from datetime import UTC, datetime

import pytest

from reference.kit import times


@pytest.fixture
def in_may(pharmacy):
    """A pharmacy in the night of 30 April, where one consultation was completed in April; give it the next month."""
    times.clock.set(datetime(2031, 4, 30, 12, tzinfo=UTC))
    pharmacy.completed()
    times.clock.set(datetime(2031, 4, 30, 23, 30, tzinfo=UTC))  # in London May has begun
    yield pharmacy.service
    times.clock.set(None)


def sent(nation):
    return [(method, path, body.decode()) for method, path, _, body in nation.asked("/warehouse/")]


def test_the_month_that_ended_in_london_is_handed_in_once(in_may, nation):
    in_may.send_out("FA101")
    in_may.send_out("FA101")

    ((method, path, body),) = sent(nation)
    assert (method, path) == ("PUT", "/warehouse/FA101/2031-04")
    assert [row["pharmacy_ods"] for row in csv.DictReader(io.StringIO(body, newline=""))] == ["FA101"]
    assert in_may.store.outgoing("export/FA101/2031-04").receipt == "R1"


def test_a_pharmacy_where_nothing_was_done_hands_in_an_empty_month(in_may, nation):
    in_may.send_out("FB202")

    ((_, path, body),) = sent(nation)
    assert path == "/warehouse/FB202/2031-04"
    assert len(body.splitlines()) == 1


@pytest.mark.parametrize("status", [408, 422, 429, 500, 503])
def test_what_was_not_taken_waits_in_the_outbox_and_goes_again_as_it_was(in_may, nation, status):
    nation.warehouse_answers = [(status, "")]
    in_may.send_out("FA101")
    (row,) = in_may.outbox_screen.rows("FA101")
    assert (row["kind"], row["text"]) == (
        "export",
        f"NHSBSA answered {status} to the export of FA101/2031-04",
    )

    in_may.send_out("FA101")
    first, second = sent(nation)
    assert first == second
    assert in_may.outbox_screen.rows("FA101") == []


def test_where_nobody_takes_it_nothing_is_handed_in(in_may, nation):
    in_may.warehouse.settings = type(in_may.warehouse.settings)("")
    in_may.send_out("FA101")

    assert sent(nation) == []
    assert in_may.store.outgoing("export/FA101/2031-04") is None
