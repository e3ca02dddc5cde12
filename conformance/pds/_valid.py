"""What of a record that PDS held was valid on a day: its usual name, home, telephones and practice.

Source: Personal Demographics Service FHIR API, Patient, use and period (interface sheet pds-smsp-auth, section 3).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.judging import ObservationView
from cpcs_harness.times import moment_of

LONDON = ZoneInfo("Europe/London")
Record = Mapping[str, Any]
NOBODY: Record = {"family": "", "given": []}
NOWHERE: Record = {"lines": [], "postcode": ""}


def day_of(seen: ObservationView) -> str:
    """Give the day in London on which something was shown."""
    return moment_of(seen.clock).astimezone(LONDON).date().isoformat()


def is_valid(start: str, end: str, day: str) -> bool:
    """Say whether a day lies in a period; a date that is partly known counts by what is known of it."""
    return start <= day[: len(start)] and (not end or end >= day[: len(end)])


def valid(record: Record, part: str, day: str) -> list[Record]:
    """Give the names, addresses or telecoms that were valid on a day."""
    return [one for one in record[part] if is_valid(one["start"], one["end"], day)]


def usual_name(record: Record, day: str) -> Record:
    """Give the usual name of a day; an empty one where there is none."""
    return next((name for name in valid(record, "names", day) if name["use"] == "usual"), NOBODY)


def home(record: Record, day: str) -> Record:
    """Give the home address of a day; an empty one where there is none."""
    return next((one for one in valid(record, "addresses", day) if one["use"] == "home"), NOWHERE)


def practice(record: Record, day: str) -> str:
    """Give the ODS code of the practice that the patient was registered with on a day; empty for none."""
    lasted = is_valid(record["practice_start"], record["practice_end"], day)
    return str(record["practice"]) if lasted else ""
