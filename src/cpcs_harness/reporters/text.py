"""Makes text that a candidate wrote harmless where a report shows it: it may hold anything at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""What does not show, turns text round, moves the cursor, or may not stand in XML."""

_EVENT = re.compile(r"(?:(?<=exchange )|(?<=observation ))([eo][0-9]+)\b")

_MARKDOWN = re.compile(r"([\\`*_\[\]#|~])")


def visible(text: str) -> str:
    """Replace characters that cannot be seen by ones that can: a bell becomes ␇, an override \\u202e."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub(_picture, text.replace("\r\n", "\n"))


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"\\u{code:04x}"


def one_line(text: str, width: int = 0) -> str:
    """Put text on one line; cut it at a width, where one is given, with an ellipsis."""
    line = " ".join(visible(text).split())
    return line if not width or len(line) <= width else line[: width - 1].rstrip() + "…"


def markdown(value: Any) -> Any:
    """Make a value mean only itself in markdown: one line, no tag, no link, no table edge."""
    if not isinstance(value, str):
        return value
    line = one_line(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _MARKDOWN.sub(r"\\\1", line)
    return line.replace("://", "&#58;//").replace("www.", "www&#46;").replace("@", "&#64;")


def number(count: int, one: str, many: str = "") -> str:
    """Say how many: `1 criterion`, `2 criteria`, `1,024 bytes`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def events_in(place: str) -> list[tuple[str, str]]:
    """Part a place in words after each exchange or observation that it names: text, and id; the last id is empty."""
    parts = _EVENT.split(place)
    return list(zip(parts[::2], [*parts[1::2], ""], strict=True))


def listed(names: Sequence[str]) -> str:
    """Put names into a sentence: `a, b and c`."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def moment(stamp: str | None) -> str:
    """Say a stamp of a log as people write it; give it back as it is when it is not one."""
    try:
        read = datetime.fromisoformat((stamp or "").replace("Z", "+00:00"))
    except ValueError:
        return stamp or ""
    day = f"{read.day} {read:%B %Y}"
    return (
        day
        if len(stamp or "") == len("2026-11-22")
        else f"{day}, {read:%H:%M:%S} {read.tzname() or ''}".strip()
    )
