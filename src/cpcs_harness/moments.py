"""Moments as the evidence writes them, read back."""

from datetime import datetime


def moment_of(written: str) -> datetime:
    """Read an ISO 8601 moment; one without an offset is refused."""
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None:
        raise ValueError(f"{written} has no offset")
    return moment


def seconds_of(written: str) -> float:
    """Give a moment as seconds since 1970, as JWTs count."""
    return moment_of(written).timestamp()
