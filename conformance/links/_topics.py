"""Topics of NICE's guidance: in addresses, and as the integration partner delivers them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from cpcs_harness.judging import EvidenceView, ExchangeView

from .._shared.text import letters_and_digits

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


def delivered(evidence: EvidenceView) -> list[tuple[ExchangeView, Mapping[str, Any]]]:
    """Give each topic that the partner delivered in the run, with its exchange; none is NotShown."""
    answers = evidence.of_run("cks", "read_topic")
    return [(call, call.response.json) for call in answers if call.response.status == 200]


def words_delivered(html: str) -> str:
    """Give the letters and digits that a person reads in a piece of HTML."""
    return letters_and_digits(unescape(_TAG.sub(" ", _SCRIPT.sub(" ", html))))
