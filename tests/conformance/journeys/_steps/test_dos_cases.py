"""The table of what DoS holds: services of their own numbers, and moments placed in London's calendar."""

from datetime import UTC, datetime, time, timedelta

import pytest

from cpcs_harness._content.conformance._shared.opening_hours import is_of_use
from cpcs_harness._content.conformance.journeys._steps.dos_cases import (
    LONDON,
    changed_services,
    moment_of,
    search_cases,
    troubles,
)
from cpcs_harness._content.mocks.dos.opening import opening_times
from cpcs_harness.mockkit.fault_menu import fault_menu

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)  # a Saturday


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        ("+1 23:30", "2026-11-29T23:30"),
        ("weekday 13:30", "2026-12-02T13:30"),
        ("saturday 14:30", "2026-12-05T14:30"),
        ("bank-holiday 11:00", "2026-12-25T11:00"),
        ("clock-change 09:30", "2027-03-28T08:30"),
        ("summer 08:45", "2027-07-07T07:45"),
        ("winter 08:45", "2027-02-03T08:45"),
    ],
)
def test_a_rule_means_a_moment_of_london(rule, due):
    assert moment_of(rule, NOW) == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_every_case_can_be_placed_on_any_day_of_a_year():
    for case in search_cases():
        for rule in case.open_at:
            for month in range(1, 13):
                assert moment_of(rule, NOW.replace(month=month)) > NOW.replace(month=month)


@pytest.mark.parametrize("clock", ["00:01", "09:15", "16:30", "23:29", "23:45", "23:58"])
def test_who_tells_bank_holidays_from_days_is_shown_at_any_time_of_any_day(clock):
    kept = [service for case in search_cases() for service in case.services if "bank_holiday" in service]
    first = datetime.combine(NOW.date(), time.fromisoformat(clock), LONDON)

    assert {service["public_name"] for service in kept} > {"Holiday Keeper Pharmacy", "By Its Date Pharmacy"}
    for service in kept:
        for ahead in range(366):
            now = first + timedelta(days=ahead)
            assert is_of_use(opening_times(service, now), now, 30), f"{service['name']}, {now:%A %d %B %H:%M}"


def test_no_two_services_of_a_search_have_an_id_or_a_name_in_common():
    for case in search_cases():
        for part in ("service_id", "name", "public"):
            found = [service[part] for service in case.services]
            assert len(set(found)) == len(found), case.name


def test_one_service_of_the_changed_search_stays_and_the_others_do_not():
    before, after = ({service["service_id"] for service in services} for services in changed_services())

    assert len(before & after) == 1
    assert before - after
    assert after - before


def test_every_trouble_is_on_the_menu():
    assert set(troubles()) <= set(fault_menu("dos"))
