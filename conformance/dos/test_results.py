"""Pharmacies are shown as DoS described them.

Source: UEC DoS REST API v1.0, byServiceType, response (interface sheet dos-eps-rtec-scr-dmd, sections 2.4 and 2.5).
"""

import json
import re
from datetime import date

from cpcs_harness.judging import (
    EvidenceView,
    NotApplicable,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    through,
)
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.opening_hours import LONDON
from .._shared.screen import all_text, expect_address, expect_name, expect_postcode
from .._shared.text import letters_and_digits, plain_name
from ._left_out import may_lack
from ._names import INTERNAL, name_of, names_of
from ._opening import is_same, session, telephone, week
from ._searches import answered, searches, some

WEEK = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
ALL_HOURS = {"00:00-24:00", "00:00-23:59", "00:00-00:00"}
"""How a day without closing time may be written."""
SHORTEST = 10
"""Digits of a telephone number, at least."""


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
    found = list(answered(evidence))
    due = [search for search in found if not all(may_lack(search, one) for one in search.offered.values())]
    shown = any(search.shown for search in found)
    expect(shown or not due, "pharmacies to be shown", Words("none"), found[-1].seen)
    known = ((search, service, screen) for search in found for service, screen in search.known)
    for search, service, screen in some(known, "no pharmacy was shown that DoS gave (DOS-07)"):
        today = search.moment.astimezone(LONDON).date()
        compare(service, screen, search.seen, today)


def compare(service: dict, screen: dict, seen: ObservationView, today: date) -> None:
    """Hold one pharmacy on the screen against the answer of DoS."""
    name = compare_name(service, screen, seen)
    expect_address([part for part in service["address"] if part], screen.get("address"), seen)
    expect_postcode(service["postcode"], screen.get("postcode"), seen)
    compare_telephone(service["phone"]["public"], screen.get("telephone"), seen)
    compare_hours(name, service["openingTimes"], screen, seen)
    due = {
        iso(date["date"]): sessions(date["sessions"]) for date in service["openingTimes"]["specifiedDates"]
    }
    said = [
        (str(date.get("date")), [session(text) for text in date.get("sessions") or ()])
        for date in screen.get("specified_dates") or ()
    ]
    dates = dict(said)
    wrong = [(day, times) for day, times in said if not same_day(due.get(day), times)]
    missing = sorted(day for day in due if day >= today.isoformat() and day not in dates)
    expect(
        not missing,
        f"the coming specified dates of {name} to be shown",
        Words(f"not {in_words(missing)}"),
        seen,
    )
    todo = "DoS writes dates day first: DD-MM-YYYY."
    expect(not wrong, f"the specified dates of {name}: {in_words(due)}", wrong, seen, todo)


def compare_name(service: dict, screen: dict, seen: ObservationView) -> str:
    """Hold the name against the public one; where there is none, the other may be shown, whole or the public part."""
    name = name_of(service)
    if plain_name(screen.get("public_name")) not in map(plain_name, names_of(service) - {name}):
        expect_name("the public name", name, screen.get("public_name"), seen)
    return name


def compare_telephone(due: str, received: object, seen: ObservationView) -> None:
    """Hold the number against the public one; where DoS has more than a number, the number before it will do."""
    written, found = telephone(due), telephone(received)
    number = re.match(r"\d*", written)
    is_before = number is not None and len(number[0]) >= SHORTEST and found == number[0]
    expect(found == written or is_before, f"the public telephone to be {in_words(due)}", received, seen)


def same_day(due: list[str] | None, found: list[str]) -> bool:
    """Say whether the sessions of a date are the same, whichever way midnight is written."""
    return due is not None and (
        due == found or ("closed" not in due and is_same({"mon": due}, {"mon": found}))
    )


def compare_hours(name: str, due: dict, screen: dict, seen: ObservationView) -> None:
    """Hold the week on the screen against that of DoS, which ignores standard hours where allHours is said."""
    found = week((day.get("day"), day.get("sessions")) for day in screen.get("opening_times") or ())
    if due["allHours"]:
        shown = {text for times in found.values() for text in times}
        named = WEEK & set(found)  # whoever says it of every day at once names none
        right = shown <= ALL_HOURS and bool(shown) and named in (set(), WEEK)
        expect(right, f"{name} to be shown as open at all hours", found, seen)
        return
    days = week((day["day"], sessions(day["sessions"])) for day in due["days"])
    expect(is_same(days, found), f"the opening times of {name} to be {in_words(days)}", found, seen)


def iso(date: str) -> str:
    """Write a date of DoS, which is day first, in ISO form."""
    day, month, year = date.split("-")
    return f"{year}-{month}-{day}"


@criterion("DOS-05")
def test_the_private_telephone_number_is_never_shown(evidence: EvidenceView):
    """What DoS marks as not public stays with professionals: it is nowhere in what the screen showed."""
    found = [search for search in answered(evidence) if search.offered]
    for search, apart in through(found):
        with apart:
            phones = [service["phone"] for service in search.offered.values()]
            private = {phone["nonPublic"] for phone in phones if phone.get("nonPublic")}
            if not private:
                raise NotShown(
                    f"{search.answers[-1].where}: DoS gave no private number, so hiding it proves nothing",
                    blame="harness",
                )
            text = letters_and_digits(json.dumps(dict(search.seen.shown)))
            # from abroad a number has no 0 in front
            shown = sorted(
                number for number in private if letters_and_digits(number).removeprefix("0") in text
            )
            expect(not shown, "no private telephone number", shown, search.seen, "Show phone.public alone.")
    some((search for search in found if search.shown), "no pharmacy was shown")


@criterion("DOS-11")
def test_pharmacies_stand_in_the_order_of_dos_or_by_distance(evidence: EvidenceView):
    """As DoS gave them, or the nearest first, each with the miles that DoS gave."""
    found = list(answered(evidence))
    for search in found:
        offered = search.offered
        for service, screen in search.known:
            if not screen.get("distance_miles"):
                continue  # the Toolkit does not ask for it
            due = service["patientDistance"]
            said = re.search(r"\d+(\.\d+)?", str(screen.get("distance_miles") or ""))
            right = said is not None and float(said[0]) == float(due)
            expect(right, f"a distance of {due} miles", screen.get("distance_miles"), search.seen)
        names = [str(service["id"]) for service, _ in search.known]
        near = [float(offered[name]["patientDistance"]) for name in names]
        kept = names == [name for name in offered if name in names]
        expect(
            kept or near == sorted(near), f"the order of DoS: {in_words(list(offered))}", names, search.seen
        )
    some((search for search in found if len(search.known) > 1), "no two pharmacies were shown of one search")


@criterion("DOS-13")
def test_an_ods_code_is_the_pharmacys_own(evidence: EvidenceView):
    """Five characters: without the blanks around it, and what DoS writes behind it for one of its services."""
    shown = [(search, *known) for search in answered(evidence) for known in search.known]
    with_code = [
        (search, service, str(screen["ods"])) for search, service, screen in shown if screen.get("ods")
    ]
    if shown and not with_code:
        raise NotApplicable("the screen shows no ODS code")
    for search, service, code in some(with_code, "no pharmacy was shown that DoS gave"):
        due = service["odsCode"].strip()[:5].upper()
        todo = "Trim it, and keep its first five characters."
        expect_equal("the ODS code", due, code.upper(), search.seen, todo)


@criterion("DOS-14")
def test_names_that_only_dos_needs_are_not_shown(evidence: EvidenceView):
    """No name begins with the mark of a service, such as Pharm+."""
    shown = ((search, screen) for search in answered(evidence) for _, screen in search.shown)
    for search, screen in some(shown, "no pharmacy was shown"):
        name = str(screen.get("public_name") or "")
        expect(not INTERNAL.match(name), "a name that the public knows", name, search.seen)


@criterion("DOS-15")
def test_what_is_for_clinicians_is_not_in_the_list(evidence: EvidenceView):
    """The text of referralInstructions.other is not in a list that is made to be read to the patient."""
    listed = (search for search in answered(evidence) if search.known)
    for search in some(listed, "no pharmacy was shown that DoS gave"):
        said = letters_and_digits(all_text(search.seen.shown))
        texts = {service["referralInstructions"].get("other") for service in search.offered.values()}
        found = sorted(text for text in texts if text and letters_and_digits(text) in said)
        expect(not found, "no instructions for clinicians", found, search.seen)


@criterion("DOS-09")
def test_that_nobody_was_found_is_said(evidence: EvidenceView):
    """Where nothing is left to show, the screen says so in words."""
    empty = (
        search
        for journey in evidence.each()
        for search in searches(journey)
        if search.answers and not search.shown
    )
    for search in some(empty, "no search ended without a pharmacy"):
        todo = "Say that no pharmacy was found, and which other way there is."
        expect(search.told != "", "words for the person", Words("none"), search.seen, todo)


@criterion("DOS-18")
def test_each_search_asks_dos_anew(evidence: EvidenceView):
    """No answer of an earlier search is shown again."""
    for journey in evidence.each():
        found = (
            search
            for search in searches(journey)
            if search.seen.status == "done" and not search.seen.given.get("open_at")
        )
        for search in some(found, f"journey {journey.id}: no search was done"):
            asked = [call for call in search.calls if call.operation == "by_service_type"]
            expect(bool(asked), "a search of DoS", Words("none"), search.seen, "Keep no answers of DoS.")
