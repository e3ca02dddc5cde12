"""Whether the text of a report is shown whole: a pure function over plain data, for journeys and checks.

Source: interface sheet nhs111-itk22, 3.7 (sections, tables, lists) and A22, A24.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cpcs_harness.judging.in_words import in_words

_SPACE = re.compile(r"[ \t\r\n]+")  # a no-break space is meant, and is no white space to fold
_PIECES = {"table": "[\t\n]", "headed": "[\t\n]", "list": "\n", "footnotes": "\n", "links": "\n"}
"""What parts a text into pieces that a screen may set off: cells, items, notes."""
SHOWN = 80
"""Characters of a text that a fault quotes."""

Shown = Sequence[Mapping[str, Any]]


def folded(text: object) -> str:
    """Give a text with its white space folded, and accents in one writing: screens wrap, words stay."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", str(text or ""))).strip(" ")


def section_faults(sent: Shown, shown: Shown) -> list[str]:
    """Say which sections are missing, out of order, or not whole; what is shown beside them `strays` looks at."""
    faults = []
    for section, nested, place in places_of(sent, shown):
        if place is not None:
            faults += _text_faults(section, folded(shown[place].get("text")))
        elif folded(section["text"]) and not (nested and _stands_within(section, shown)):
            faults.append(f"section {in_words(folded(section['title']))} is not shown, or not in its place")
    return faults


def places_of(sent: Shown, shown: Shown) -> list[tuple[Mapping[str, Any], bool, int | None]]:
    """Give each section with whether it is within another, and where it is shown after those before it; or None."""
    found, position = [], 0
    for section, nested in flattened(sent):
        title = _plain(section["title"])
        places = range(position, len(shown))
        place = next((n for n in places if _plain(shown[n].get("title")).endswith(title)), None)
        position = position if place is None else place + 1
        found.append((section, nested, place))
    return found


def _plain(title: object) -> str:
    """Give a title as it can be compared: screens write titles in capitals, and a colon or a blank after them."""
    return folded(title).casefold().rstrip(" :\u00a0")


def flattened(sent: Shown, nested: bool = False) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Go through sections in reading order, each before those within it; says whether one is within another."""
    for section in sent:
        yield section, nested
        yield from flattened(section.get("inside") or (), True)


def _text_faults(section: Mapping[str, Any], shown: str) -> list[str]:
    missing = [piece for piece in pieces_of(section) if not _has(shown, piece)]
    if is_in_pieces(section) or section.get("inside"):
        return [
            f"section {in_words(section['title'])} is shown without {_quoted(piece)}" for piece in missing
        ]
    if section["markup"] == "raised":
        return _raised_faults(section, shown)
    if shown == folded(section["text"]):
        return []
    return [f"section {in_words(section['title'])}: sent {_difference(folded(section['text']), shown)}"]


def _raised_faults(section: Mapping[str, Any], shown: str) -> list[str]:
    """What is raised is told from what it stands at: ten to the ninth is not 109; what is lowered may stand plain."""
    due, told = (set_off(text) for text in (folded(section["text"]), shown))
    if told == due:
        return []
    return [f"section {in_words(section['title'])}: sent {_difference(folded(section['text']), shown)}"]


def set_off(text: str) -> str:
    """Write what is raised after a caret, as many screens do, and what is lowered plain."""
    text = text.translate(_SET_OFF)
    return re.sub(r"\^ ?\{?(\w+)\}?", r"^\1", re.sub(r"_ ?\{?(\w+)\}?", r"\1", text))


_SET_OFF = {ord(letter): f"^{digit}" for digit, letter in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")} | {
    ord(letter): str(digit) for digit, letter in enumerate("₀₁₂₃₄₅₆₇₈₉")
}


def _stands_within(section: Mapping[str, Any], shown: Shown) -> bool:
    """Say whether a section within another stands, with its title, in the text of any."""
    texts = [folded(part.get("text")) for part in shown]
    return any(all(_has(text, piece) for piece in (section["title"], *pieces_of(section))) for text in texts)


def is_in_pieces(section: Mapping[str, Any]) -> bool:
    """Say whether a section's text has parts that a screen may set off from each other."""
    return section["markup"] in _PIECES


def pieces_of(section: Mapping[str, Any]) -> list[str]:
    """Give the cells, items, notes or links of a section; its whole text where it has no such parts."""
    parting = _PIECES.get(section["markup"])
    pieces = re.split(parting, section["text"]) if parting else [section["text"]]
    if section["markup"] == "links":  # the words of each; its address may be shown too
        pieces = [piece.rpartition("\t")[2] for piece in pieces]
    return [piece for piece in map(folded, pieces) if piece]


def _has(text: str, piece: str) -> bool:
    """Say whether a piece stands in a text on its own, and not run together with what is beside it."""
    due = folded(piece)
    start = text.find(due)
    while start >= 0:
        end = start + len(due)
        if not (_is_word(text[max(start - 1, 0) : start]) or _is_word(text[end : end + 1])):
            return True
        start = text.find(due, start + 1)
    return False


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _difference(due: str, shown: str) -> str:
    """Quote two texts from a little before the place where they part."""
    parting = next(
        (n for n, (letter, other) in enumerate(zip(due, shown, strict=False)) if letter != other), None
    )
    start = max(0, (min(len(due), len(shown)) if parting is None else parting) - 20)
    return f"{len(due)} characters, shown {len(shown)}; from {start}: {_quoted(due[start:])}, {_quoted(shown[start:])}"


def _quoted(text: str) -> str:
    return in_words(text if len(text) <= SHOWN else f"{text[:SHOWN]}…")
