"""Which pharmacies a patient is offered: those that can take them within a day."""

from datetime import UTC, datetime

import pytest

from openings import opening
from reference.national.offers import Offers
from reference.national.opening import OpeningTimes

WEDNESDAY_AT_TEN = datetime(2026, 11, 25, 10, tzinfo=UTC)
OFFERS = Offers(OpeningTimes())


def service(hours, rag="Green"):
    return {"openingTimes": opening(hours), "capacity": {"status": {"rag": rag}}}


@pytest.mark.parametrize("rag", ["Green", "Amber", "", "GREEN"])
def test_whoever_has_any_capacity_is_offered(rag):
    assert OFFERS.of([service("09:00-17:30", rag)], WEDNESDAY_AT_TEN)


@pytest.mark.parametrize("rag", ["Red", "RED", "red"])
def test_who_has_none_is_not(rag):
    assert OFFERS.of([service("09:00-17:30", rag)], WEDNESDAY_AT_TEN) == []


def test_a_service_that_says_nothing_is_shut():
    assert OFFERS.of([{}], WEDNESDAY_AT_TEN) == []


def test_the_order_of_dos_is_kept():
    first, shut, last = service("12:00-13:00"), service(""), service("09:00-17:30")

    assert OFFERS.of([first, shut, last], WEDNESDAY_AT_TEN) == [first, last]
