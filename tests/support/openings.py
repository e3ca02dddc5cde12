"""Opening times as DoS writes them, of every kind, and moments of five years to ask about."""

from datetime import UTC, date, datetime, timedelta

from calendar_of_others import WEEK, Calendar

FIRST, LAST = date(2024, 1, 1), date(2029, 1, 1)


def sessions(written):
    return [
        {"closed": "CLOSED"}
        if session == "closed"
        else {
            edge: dict(zip(("hours", "minutes"), time.split(":"), strict=True))
            for edge, time in zip(("start", "end"), session.split("-"), strict=True)
        }
        for session in written.split()
    ]


def opening(weekdays, saturday="", sunday="", holiday="", dates=(), all_hours=False):
    written = (*[weekdays] * 5, saturday, sunday)
    days = [{"day": day, "sessions": sessions(text)} for day, text in zip(WEEK, written, strict=True)]
    return {
        "allHours": all_hours,
        "days": [*days, {"day": "Bankholiday", "sessions": sessions(holiday)}],
        "specifiedDates": [
            {"date": day.strftime("%d-%m-%Y"), "sessions": sessions(text)} for day, text in dates
        ],
    }


def every(days, *texts):
    """Give specified dates so many days apart, with these sessions by turns."""
    return [
        (FIRST + timedelta(days=days * number), texts[number % len(texts)])
        for number in range(1, (LAST - FIRST).days // days)
    ]


CHRISTMAS = [(date(year, 12, day), "closed") for year in range(2024, 2029) for day in (25, 26)]
OPENINGS = {
    "by day": opening("09:00-17:30"),
    "two sessions": opening("09:00-13:00 14:00-18:00", "09:00-13:00", holiday="10:00-16:00"),
    "past midnight": opening("00:00-02:00 18:00-23:59", "00:00-02:00 18:00-23:59", "00:00-02:00"),
    "to midnight": opening("08:00-24:00", "08:00-24:00", "10:00-16:00", holiday="12:00-24:00"),
    "closed sessions": opening("closed", "10:00-12:00", "closed", holiday="closed"),
    "all hours": opening("09:00-17:30", all_hours=True, dates=CHRISTMAS),
    "specified dates": opening(
        "09:00-17:30",
        "09:00-12:00",
        holiday="10:00-16:00",
        dates=every(71, "closed", "10:00-12:00", "07:00-12:30 13:30-23:59"),
    ),
    "bank holidays alone": opening("", holiday="09:00-13:00 14:00-17:00"),
    "never": opening(""),
}
DISPUTED = {(1, 1), (12, 25), (12, 26)}


def moments(calendar):
    """Give moments all over five years and, beside each seventh session's ends, those around them."""
    now, end = datetime(2024, 1, 2, tzinfo=UTC), datetime(2028, 12, 30, tzinfo=UTC)
    while now < end:
        yield now
        now += timedelta(hours=7, minutes=37)
    for span in calendar.spans[7:-7:7]:
        for edge in span:
            for minutes in (-1, 0, 1):
                if edge.replace(tzinfo=UTC) < end:
                    yield edge.replace(tzinfo=UTC) + timedelta(minutes=minutes)


def calendar(name):
    return Calendar(OPENINGS[name], FIRST, LAST)
