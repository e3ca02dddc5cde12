"""Moments as they are written in an export, and the month that it then was in London."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def moment_of(text: str) -> datetime | None:
    """Read a moment in ISO 8601 with an offset; None for what is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def month_of(text: str) -> str:
    """Give the month, such as 2026-11, that it was in London at a moment; empty for what is none."""
    moment = moment_of(text)
    try:
        return f"{moment.astimezone(LONDON):%Y-%m}" if moment else ""
    except (ValueError, OverflowError):  # in the first or the last year that there is
        return ""
