"""Whether a text says that the patient agreed: a heading alone says nothing, and a refusal the contrary."""

from __future__ import annotations

import re

_AGREED = re.compile(r"\b(?:consent\w*|agree\w*)", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not|no|refus\w*|declin\w*|withheld|without|unknown|pending|none)\b|n't\b", re.IGNORECASE
)
_NO_RESERVE = re.compile(
    r"\b(?:no|not any|without(?: any)?) (?:objection|reservation|restriction|condition|concern)s?\b",
    re.IGNORECASE,
)
"""Words that deny something else than the consent."""
_OF_HEADINGS = {
    "consent",
    "to",
    "share",
    "sharing",
    "of",
    "for",
    "the",
    "patient",
    "patients",
    "information",
    "s",
}


def is_agreed(text: str) -> bool:
    """Say whether a text says that the patient agreed: a heading alone says nothing, and a refusal the contrary."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    below = [*lines[1:], ""]
    said = [_whole_of(line, after) for line, after in zip(lines, below, strict=True) if _AGREED.search(line)]
    meant = [_NO_RESERVE.sub("", line) for line in said]
    parts = [part for line in meant for part in re.split(r"[.;!?]\s", line) if _AGREED.search(part)]
    return any(not _is_heading(part) and not _DENIED.search(part) for part in parts)


def speaks_of_consent(text: str) -> bool:
    """Say whether a text says of anybody that they agreed, or did not."""
    return any(_AGREED.search(line) and not _is_heading(line) for line in text.splitlines())


def _whole_of(line: str, after: str) -> str:
    return f"{line} {after}" if _is_heading(line) else line


def _is_heading(line: str) -> bool:
    return set(re.findall(r"[a-z]+", line.casefold())) <= _OF_HEADINGS
