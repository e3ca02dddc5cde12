"""The prescription tracker's link: an address that is in force on the day, with nothing of anybody in it.

Source: EPS prescription tracker (interface sheet dos-eps-rtec-scr-dmd, section 3.1, check 45); the list of addresses is
fixtures/official_links.yaml.
"""

import base64
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, urlsplit

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotShown,
    ObservationView,
    criterion,
    expect_none,
    through,
)
from cpcs_harness.times import moment_of

from .._shared.opening_hours import LONDON
from .._shared.text import dates
from ._links import addresses_of, people, said_in
from ._official import EPS_TRACKER, expect_official, officials

ACTION = "track_prescriptions"
URL_SAFE = str.maketrans("-_", "+/")


@criterion("EPS-03")
def test_the_tracker_link_is_in_force_on_the_day(evidence: EvidenceView):
    """Host and path: an address of before leads nowhere, or to a page that no longer tells the truth."""
    for journey in evidence.each():
        for (seen, address), apart in through(tracker_links(journey)):
            with apart:
                day = moment_of(seen.clock).astimezone(LONDON).date()
                in_force = [official for official in officials(EPS_TRACKER) if official.is_in_force(day)]
                expect_official(address, in_force, seen)


@criterion("EPS-04")
def test_the_tracker_link_says_nothing_of_anybody(evidence: EvidenceView):
    """Path, query and fragment: neither this patient nor another, nor a prescription, in whatever writing."""
    everybody = [person for journey in evidence.each() for person in people(journey)]
    persons = [word for person in everybody for word in words_of(person)]
    for journey in evidence.each():
        words = {*persons, *prescriptions_in(journey)}
        for seen, address in tracker_links(journey):
            said = {word for text in readings_of(address) for word in said_in(words, text)}
            expect_none("data of patient or prescription in the link", sorted(said), seen)


def tracker_links(journey: JourneyView) -> list[tuple[ObservationView, str]]:
    """Give every link to the tracker that was shown in a journey, however the look ended; none is NotShown."""
    seen = journey.attempts(ACTION)
    found = [(look, address) for look in seen for address in addresses_of(look)]
    if not found:
        raise NotShown(f"journey {journey.id}: no link to the tracker was shown")
    return found


def words_of(person: Any) -> list[str]:
    """Give what would name a patient."""
    names = [person[name] for name in ("nhs_number", "family", "postcode", "callback")]
    return names + dates(person["birth_date"])


def prescriptions_in(journey: JourneyView) -> set[str]:
    """Give the identifiers of prescriptions that were typed or shown in a journey."""
    rows = (row for seen in journey.attempts(ACTION) for row in seen.shown.get("prescriptions") or ())
    typed = (seen.given.get("prescription_id") for seen in journey.attempts(ACTION))
    return {str(name).strip() for name in (*typed, *(row.get("id") for row in rows)) if name}


def readings_of(address: str) -> Iterator[str]:
    """Give what stands behind an address's host: as it is, unescaped twice, and what base64 hides."""
    text = unquote(behind_host(address))
    yield text
    yield unquote(text)
    for run in re.findall(r"[A-Za-z0-9+/_-]{12,}", text):
        padded = run.translate(URL_SAFE) + "=" * (-len(run) % 4)
        with suppress(ValueError):
            hidden = base64.b64decode(padded).decode("ascii")
            yield hidden if hidden.isprintable() else ""


def behind_host(address: str) -> str:
    """Give path, query and fragment; the whole of what is no address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return f"{parts.path}?{parts.query}#{parts.fragment}"
