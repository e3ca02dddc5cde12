"""Pharmacies are shown as DoS described them.

Source: UEC DoS REST API v1.0, byServiceType, response (interface sheet dos-eps-rtec-scr-dmd, sections 2.4 and 2.5).
"""

import json

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_equal,
)

from .._shared.screen import expect_address, expect_name, expect_postcode
from .._shared.text import letters_and_digits
from ._opening import session, telephone, week

ALL_HOURS = {"00:00-24:00", "00:00-23:59", "00:00-00:00"}
"""How a day without closing time may be written."""


def search_and_screen(evidence: EvidenceView) -> list[tuple[list[dict], ExchangeView, ObservationView]]:
    """Give, for each journey, what DoS answered last, in which exchange, and what was shown then."""
    found = []
    for journey in evidence.each():
        seen = journey.observation("find_pharmacies")
        calls = [call for call in journey.exchanges("dos", "by_service_type") if call.response.status == 200]
        if not calls:
            raise NotShown(f"journey {journey.id} had no answer from DoS")
        found.append((calls[-1].response.json["success"]["services"], calls[-1], seen))
    return found


def sessions(listed: list[dict]) -> list[str]:
    """Write DoS sessions as a screen does."""
    if any("closed" in session for session in listed):
        return ["closed"]
    return [f"{clock(session['start'])}-{clock(session['end'])}" for session in listed]


def clock(time: dict) -> str:
    """Write a time of day."""
    return f"{time['hours']}:{time['minutes']}"


@criterion("DOS-04")
def test_each_pharmacy_is_shown_with_all_that_the_toolkit_lists(evidence: EvidenceView):
    """Public name, address, postcode, public telephone, opening times and specified dates, as DoS gave them."""
    for services, call, seen in search_and_screen(evidence):
        shown = {str(provider.get("service_id")): provider for provider in seen.shown.get("providers") or ()}
        expect(bool(shown), "pharmacies to be shown", "none", seen)
        offered = {str(service["id"]): service for service in services}
        for service_id, screen in shown.items():
            expect(service_id in offered, "a service that DoS gave", service_id, seen)
            compare(offered[service_id], screen, seen, call.clock[:10])


def compare(service: dict, screen: dict, seen: ObservationView, today: str) -> None:
    """Hold one pharmacy on the screen against the answer of DoS."""
    name = service.get("publicName") or service["name"]
    expect_name("the public name", name, screen.get("public_name"), seen)
    expect_address([part for part in service["address"] if part], screen.get("address"), seen)
    expect_postcode(service["postcode"], screen.get("postcode"), seen)
    expect_equal(
        "the public telephone",
        telephone(service["phone"]["public"]),
        telephone(screen.get("telephone")),
        seen,
    )
    compare_hours(name, service["openingTimes"], screen, seen)
    due = {
        iso(date["date"]): sessions(date["sessions"]) for date in service["openingTimes"]["specifiedDates"]
    }
    dates = {
        date.get("date"): [session(text) for text in date.get("sessions") or ()]
        for date in screen.get("specified_dates") or ()
    }
    wrong = {date: times for date, times in dates.items() if due.get(date) != times}
    missing = sorted(date for date in due if date > today and date not in dates)
    expect(not missing, f"the coming specified dates of {name} to be shown", f"not {missing}", seen)
    todo = "DoS writes dates day first: DD-MM-YYYY."
    expect(not wrong, f"the specified dates of {name}: {due}", wrong, seen, todo)


def compare_hours(name: str, due: dict, screen: dict, seen: ObservationView) -> None:
    """Hold the week on the screen against that of DoS, which ignores standard hours where allHours is said."""
    found = week((day.get("day"), day.get("sessions")) for day in screen.get("opening_times") or ())
    if due["allHours"]:
        shown = {text for times in found.values() for text in times}
        expect(shown <= ALL_HOURS and bool(shown), f"{name} to be shown as open at all hours", found, seen)
        return
    days = week((day["day"], sessions(day["sessions"])) for day in due["days"])
    expect_equal(f"the opening times of {name}", days, found, seen)


def iso(date: str) -> str:
    """Write a date of DoS, which is day first, in ISO form."""
    day, month, year = date.split("-")
    return f"{year}-{month}-{day}"


@criterion("DOS-05")
def test_the_private_telephone_number_is_never_shown(evidence: EvidenceView):
    """What DoS marks as not public stays with professionals: it is nowhere in what the screen showed."""
    for services, call, seen in search_and_screen(evidence):
        private = {service["phone"]["nonPublic"] for service in services if service["phone"].get("nonPublic")}
        if not private:
            raise NotShown(
                f"{call.where}: DoS gave no private number, so hiding it proves nothing", blame="harness"
            )
        text = letters_and_digits(json.dumps(dict(seen.shown)))
        # from abroad a number has no 0 in front
        found = sorted(number for number in private if letters_and_digits(number).removeprefix("0") in text)
        expect(not found, "no private telephone number", found, seen, "Show phone.public alone.")
