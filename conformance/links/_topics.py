"""Topics of NICE's guidance: in addresses, and as the integration partner delivers them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from cpcs_harness.judging import EvidenceView, ExchangeView, expect
from cpcs_harness.profiles import Profile

from .._shared.text import letters_and_digits

OPERATIONS = ("find_topics", "read_topic")
"""What the partner can be asked."""
REFUSED = 401
_SMALL = {"and", "or", "of", "the", "in", "a"}
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def words_of(text: str) -> set[str]:
    """Give the words of a topic's name, without the small ones, which addresses leave out."""
    return set(re.findall(r"[a-z0-9]+", text.casefold())) - _SMALL


def names_topic(address: str, topic: str) -> bool:
    """Say whether an address is that of a topic: a part of its path has all words of the name."""
    parts = urlsplit(address).path.split("/")
    return any(words_of(topic) <= words_of(part) for part in parts)


@dataclass(frozen=True)
class Topic:
    """One topic as the partner delivered it: title, day of revision, and heading and HTML of each section."""

    title: str
    revised: str
    sections: Sequence[tuple[str, str]]


def delivered(evidence: EvidenceView) -> list[Topic]:
    """Give each topic that the partner delivered in the run; none is NotShown, only calls of another form NotMet."""
    expect_the_interface(evidence)
    answers = evidence.of_run("cks", "read_topic")
    members = evidence.profile("cks")["members"]
    return [_topic(call.response.json, members) for call in answers if call.response.status == 200]


def expect_the_interface(evidence: EvidenceView) -> None:
    """Raise NotMet where the partner was called, and never by the paths and with the header of its interface."""
    profile = evidence.profile("cks")
    calls = evidence.of_run("cks", at_least=0)
    right = [call for call in calls if call.operation in OPERATIONS and not _has_no_key(call, profile)]
    if not calls or right:
        return
    search, topic = profile["search"], profile["topic"]
    what = f"GET {search['path']}?{search['query']}=… and GET {topic['path']}, with the key in {profile['key_header']}"
    todo = "Call the partner as the profile of its interface says."
    expect(False, what, f"{calls[0].request.method} {calls[0].request.target}", calls[0], todo)


def _has_no_key(call: ExchangeView, profile: Profile) -> bool:
    return call.response.status == REFUSED and not call.request.header(profile["key_header"])


def _topic(said: Mapping[str, Any], members: Mapping[str, str]) -> Topic:
    sections = [
        (str(part[members["heading"]]), str(part[members["html"]])) for part in said[members["sections"]]
    ]
    return Topic(str(said[members["title"]]), str(said[members["revised"]]), sections)


def words_delivered(html: str) -> str:
    """Give the letters and digits that a person reads in a piece of HTML."""
    return letters_and_digits(unescape(_TAG.sub(" ", _SCRIPT.sub(" ", html))))
