"""Pharmacies of the Directory of Services, each read from the answer to a search, and from what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.bank_holidays import is_bank_holiday
from cpcs_harness.formats.json_parts import object_in, objects_in
from cpcs_harness.judging.things.recorded import Cases, Recorded
from cpcs_harness.people.drawn.dos_answer import DAY, HOLIDAY, NIGHT, NOW, SUMMER
from cpcs_harness.times import moment_of

LONDON = ZoneInfo("Europe/London")
RADIUS = 37.5
_OWN_CODE, _LINES, _EARLY, _EVENING = 5, 3, 5, 17
_KNOWN = frozenset(
    {
        *("id", "name", "publicName", "type", "odsCode", "address", "postcode", "easting", "northing"),
        *("phone", "web", "openingTimes", "referralInstructions", "professionalReferralInfo", "capacity"),
        *("endpoints", "patientDistance"),
    }
)
Part = Mapping[str, Any]


def dos_answers(cases: Cases) -> Iterator[Recorded]:
    """Give every pharmacy of every answer to somebody who looked for one, with what was shown in that step."""
    for seen, calls in cases.looks("find_pharmacies", "dos"):
        moment = _moment(seen.data.input.get("open_at"))
        for call in calls:
            if call.data.operation == "by_service_type":
                services = objects_in(object_in(cases.told_by(call), "success"), "services")
                today = moment_of(call.clock).astimezone(LONDON).date()
                for place in range(len(services)):
                    facts = {**_facts(services, place, today), "moment": moment}
                    yield Recorded(facts, frozenset({call.id, seen.id}), frozenset({call.id}))


def _moment(asked: Any) -> str:
    if asked is None:
        return NOW
    try:
        at = moment_of(str(asked))
    except ValueError:
        return ""
    here = at.astimezone(LONDON)
    if is_bank_holiday(here.date()):
        return HOLIDAY
    if here.hour >= _EVENING and here.utcoffset():
        return SUMMER
    return NIGHT if here.hour < _EARLY else DAY


def _facts(services: Sequence[Part], place: int, today: date) -> dict[str, Any]:
    service = services[place]
    opening = object_in(service, "openingTimes")
    codes = [_code(one) for one in services]
    name = service.get("publicName")
    return {
        "hours": _hours(opening),
        "dates": _dates(objects_in(opening, "specifiedDates"), today),
        "bank_holiday": "hours" if any(map(_sessions, _days(opening, "Bankholiday"))) else "shut",
        "telephone": _telephone(str(object_in(service, "phone").get("public") or "")),
        "public_name": "given" if name else "empty" if name == "" else "absent",
        "letters": _letters(service),
        "address": _address(service.get("address")),
        "ods": _ods(str(service.get("odsCode") or "")),
        "capacity": str(object_in(object_in(service, "capacity"), "status").get("rag") or "unset").casefold(),
        "distance": "corner" if _miles(service) > RADIUS else "within",
        "written": "texts" if isinstance(object_in(service, "type").get("id"), str) else "numbers",
        "members": "known" if set(service) <= _KNOWN else "unknown",
        "shared": codes.count(codes[place]) > 1,
        "place": _place(place, len(services)),
    }


def _place(place: int, many: int) -> str:
    if many == 1:
        return "alone"
    return {0: "first", many - 1: "last"}.get(place, "")


def _code(service: Part) -> str:
    return str(service.get("odsCode") or "").strip()[:_OWN_CODE]


def _ods(code: str) -> str:
    return "blanks" if code != code.strip() else "suffix" if len(code) > _OWN_CODE else "own"


def _miles(service: Part) -> float:
    try:
        return float(service.get("patientDistance") or 0)
    except (TypeError, ValueError, OverflowError):  # a whole number of 400 digits is JSON as well
        return 0.0


def _telephone(written: str) -> str:
    return "none" if not written else "number" if re.fullmatch(r"[\d ]+", written) else "more behind it"


def _letters(service: Part) -> str:
    said = f"{service.get('publicName') or service.get('name')} {service.get('address')}"
    return "others" if not said.isascii() and "&" in said else "plain"


def _address(lines: Any) -> str:
    listed = lines if isinstance(lines, list) else []
    if not all(listed):
        return "empty parts"
    return {1: "one line", _LINES: "three lines"}.get(len(listed), "")


def _days(opening: Part, *names: str) -> list[Part]:
    return [day for day in objects_in(opening, "days") if day.get("day") in names]


def _sessions(day: Part) -> list[str]:
    """Give the sessions of a day as texts; none where it says that it is shut."""
    return [
        "-".join(
            f"{object_in(session, side).get('hours')}:{object_in(session, side).get('minutes')}"
            for side in ("start", "end")
        )
        for session in objects_in(day, "sessions")
        if "closed" not in session
    ]


def _hours(opening: Part) -> str:
    week = [_sessions(day) for day in objects_in(opening, "days") if day.get("day") != "Bankholiday"]
    if opening.get("allHours") is True:
        return "all hours and others" if any(week) else "all hours"
    kinds = {_day(sessions) for sessions in week if sessions}
    if not all(week):
        return "shut on a day" if kinds == {"one session"} else ""
    return kinds.pop() if len(kinds) == 1 else ""


def _day(sessions: list[str]) -> str:
    starts, ends = {one[:5] for one in sessions}, {one[-5:] for one in sessions}
    if "00:00" in starts and "23:59" in ends:
        return "past midnight"
    if "24:00" in ends:
        return "to midnight"
    return {1: "one session", 2: "two sessions"}.get(len(sessions), "")


def _dates(dates: Sequence[Part], today: date) -> str:
    if len(dates) != 1:
        return "" if dates else "none"
    sessions = _sessions(dates[0])
    try:
        day = datetime.strptime(str(dates[0].get("date")), "%d-%m-%Y").date()
    except ValueError:
        return ""
    if day < today:
        return "past"
    if len(sessions) == 1:
        return "month or day" if day.day <= 12 and day.day != day.month else ""
    return {0: "shut", 2: "two sessions"}.get(len(sessions), "")
