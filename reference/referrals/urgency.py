"""How soon a patient has to be seen, as far as the disposition says."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from ..kit.times import clock, timestamp


def urgency(content: dict[str, Any]) -> dict[str, Any]:
    """The hours of a disposition, which count from the report, when they end, and whether they have."""
    # Three digits: whoever writes more does not mean hours, and the calendar ends.
    found = re.search(r"within ([0-9]{1,3}) hours?\b", content["disposition"]["text"], re.IGNORECASE)
    written = timestamp(content["created"])
    if found is None or not written:
        return {"hours": None, "due": None, "overdue": False}
    try:
        due = datetime.fromtimestamp(written, UTC) + timedelta(hours=int(found[1]))
    except (OverflowError, ValueError, OSError):
        return {"hours": int(found[1]), "due": None, "overdue": False}
    return {"hours": int(found[1]), "due": due.isoformat(), "overdue": clock.now() > due}
