"""Times: the clock that this system goes by, HL7 timestamps, and the day that it is in London.

What proves who speaks goes by the machine's clock all the same: certificates, JWTs, the token of MESH.
"""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .problems import StartupProblem

_HL7 = re.compile(
    r"(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.\d+)?)?)?)?)?)?([+-]\d{1,4}|Z)?", re.ASCII
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.]+([+-]\d{2}:?\d{2}|Z)?)?", re.ASCII)
_FIRST = ("0001", "01", "01", "00", "00", "00")
"""What stands in for the parts of a time that were not sent, to see whether there is such a time."""


_AHEAD = timedelta(hours=2)


class Clock:
    """The machine's clock, moved by an offset: a test build is set to another time. A new process begins without."""

    def __init__(self) -> None:
        self.offset = timedelta(0)

    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.now(UTC) + self.offset

    def set(self, moment: datetime | None) -> None:
        """Go on from a moment; by the machine's clock again, where none is given."""
        self.offset = timedelta(0) if moment is None else moment - datetime.now(UTC)


clock = Clock()
"""The one that the service of this process goes by."""


def now() -> str:
    """The time in UTC, to the millisecond."""
    return clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")


def today() -> date:
    """The day that it is in London."""
    return clock.now().astimezone(london()).date()


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


def is_ahead(text: str) -> bool:
    """Whether an ISO date and time has not come yet, by more than zones explain: the clock that wrote it is wrong."""
    return timestamp(text) > (clock.now() + _AHEAD).timestamp()


def believed(text: str) -> float:
    """A time as `timestamp` gives it; 0 for one that has not come yet."""
    return 0.0 if is_ahead(text) else timestamp(text)


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
    """The day of an HL7 timestamp as YYYY-MM-DD, as much of it as was sent; empty where there is no such day."""
    parts = _hl7_parts(text)
    return "-".join(part for part in parts[:3] if part) if parts else _iso(text)[:10]


def hl7_time(text: str) -> str:
    """An HL7 timestamp in ISO form, with its offset only where one was sent; empty where there is no such time."""
    parts = _hl7_parts(text)
    if not parts:
        return _iso(text)
    hour, minute, second, offset = parts[3:7]
    if not hour:
        return hl7_date(text)
    return f"{hl7_date(text)}T{hour}:{minute or '00'}:{second or '00'}{_offset(offset)}"


def _hl7_parts(text: str) -> tuple[str, ...]:
    """Year, month, day, hour, minute, second and offset, empty what was not sent; none where there is no such time."""
    match = _HL7.fullmatch(text.strip())
    if match is None:
        return ()
    parts = tuple(part or "" for part in match.groups())
    year, month, day, *clock_time = (part or first for part, first in zip(parts[:6], _FIRST, strict=True))
    try:
        datetime.fromisoformat(f"{year}-{month}-{day}T{':'.join(clock_time)}")
    except ValueError:
        return ()
    return parts


def _iso(text: str) -> str:
    """A time in ISO form, which some write where HL7 has none, as it stands; empty where it is none."""
    if not _ISO.fullmatch(text.strip()):
        return ""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        return ""
    return read.isoformat() if "T" in text else read.date().isoformat()


def _offset(text: str | None) -> str:
    """Senders write +01, +0100 and +1 for the same offset, and Z for none."""
    if not text:
        return ""
    if text == "Z":
        return "+00:00"
    digits = text[1:] if len(text) != 2 else f"0{text[1:]}"
    return f"{text[0]}{digits[:2]}:{digits[2:].ljust(2, '0')}"
