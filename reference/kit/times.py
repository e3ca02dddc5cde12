"""Times: now, HL7 timestamps, and the day that it is in London."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .problems import StartupProblem

_HL7 = re.compile(
    r"(\d{4})(\d{2})?(\d{2})?(?:(\d{2})(\d{2})?(\d{2})?(?:\.\d+)?)?([+-]\d{1,4})?",
)


def now() -> str:
    """The time in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_time(text: str) -> datetime:
    """An ISO date and time; one without an offset is taken to be in London."""
    value = datetime.fromisoformat(text)
    return value if value.tzinfo else value.replace(tzinfo=london())


def timestamp(text: str) -> float:
    """An ISO date and time as seconds since 1970, so that offsets do not matter; 0 where it cannot be read."""
    try:
        return read_time(text).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def day_in_london(text: str) -> date:
    """The day that it was in London at an ISO date and time."""
    return read_time(text).astimezone(london()).date()


def london() -> ZoneInfo:
    """The time zone that pharmacies in England live in."""
    try:
        return ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError as error:
        raise StartupProblem("the time zone Europe/London is not known here; install tzdata") from error


def hl7_date(text: str) -> str:
    """The day of an HL7 timestamp as YYYY-MM-DD, as much of it as was sent."""
    match = _HL7.match(text)
    return "-".join(part for part in match.groups()[:3] if part) if match else ""


def hl7_time(text: str) -> str:
    """An HL7 timestamp in ISO form, with its offset only where one was sent."""
    match = _HL7.match(text)
    if not match or match.group(4) is None:
        return hl7_date(text)
    hour, minute, second, offset = match.groups()[3:7]
    return f"{hl7_date(text)}T{hour}:{minute or '00'}:{second or '00'}{_offset(offset)}"


def _offset(text: str | None) -> str:
    """Senders write +01, +0100 and +1 for the same offset."""
    if not text:
        return ""
    digits = text[1:] if len(text) != 2 else f"0{text[1:]}"
    return f"{text[0]}{digits[:2]}:{digits[2:].ljust(2, '0')}"
