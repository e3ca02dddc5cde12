"""Finds NHS numbers in JSON and XML: where they live, by the names and systems beside them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import Any

from cpcs_harness.evidence.numbers.found import NOTHING, Found, together
from cpcs_harness.evidence.numbers.labels import is_name, is_something_else, is_system, names_number
from cpcs_harness.evidence.numbers.text import in_text
from cpcs_harness.evidence.numbers.written import bare, held_in
from cpcs_harness.formats.xml import read_xml

_NARRATIVE = {
    "caption",
    "content",
    "dd",
    "div",
    "dt",
    "item",
    "li",
    "p",
    "paragraph",
    "pre",
    "span",
    "td",
    "text",
    "th",
}
"""Elements whose text is for people to read."""
_HTML = re.compile(r"<(?:html|body|table|td|th|tr|p|div|span|br|li|b)\b", re.I)
_TAG = re.compile(r"<[^<>]{1,500}>")
_NEAR = 8
"""Elements on either side of one in which the system of its value is looked for."""
_MOST = 1_000
"""Elements of one document with a number in them that are looked at one by one."""
_VALUES = ("value", "extension", "id")
"""Elements that hold what the system beside them is of."""


def in_message(text: str, numbers: Set[str]) -> Found:
    """Say where numbers stand in a text, which may be JSON or XML."""
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start in ("{", "["):
        try:
            return in_data(json.loads(text.lstrip("\ufeff")), numbers)
        except (ValueError, RecursionError):
            return _in_markup(text, numbers)
    root = read_xml(text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace")) if start == "<" else None
    return _in_markup(text, numbers) if root is None else in_tree(root, numbers)


def _in_markup(text: str, numbers: Set[str]) -> Found:
    """Say where numbers stand in a text, and once more without the tags where it has those of HTML."""
    found = in_text(text, numbers)
    if not _HTML.search(text):
        return found
    return together([found, in_text(html.unescape(_TAG.sub("\n", text)), numbers)])


def in_data(data: Any, numbers: Set[str]) -> Found:
    """Say where numbers stand in plain data."""
    found: list[Found] = []
    waiting: list[tuple[str, Any, bool]] = [("", data, False)]
    while waiting:
        key, value, is_named = waiting.pop()
        if isinstance(value, Mapping):
            waiting += _members(value, is_named)
        elif isinstance(value, (list, tuple)):
            waiting += [(key, inner, is_named) for inner in value]
        elif isinstance(value, (str, int)) and not isinstance(value, bool):
            found.append(_in_leaf(key, value, is_named, numbers))
    return together(found)


def in_tree(root: Any, numbers: Set[str]) -> Found:
    """Say where numbers stand in an XML document."""
    found = list(islice(_elements(root, numbers), _MOST))
    if len(found) == _MOST:  # too many to look at one by one: in doubt they are masked
        found.append(Found(in_text=frozenset(numbers)))
    # Cells, and what is set in bold, are parts of one text: a label may stand in one and its number in the next.
    said = "\n".join(text.strip() for text in root.itertext() if text.strip())
    return together([*found, Found(in_text(said, numbers).labelled)])


def _members(value: Mapping[str, Any], is_named: bool) -> Iterator[tuple[str, Any, bool]]:
    is_numbers = any(
        isinstance(inner, str) and (is_system(inner) or is_name(inner)) for inner in value.values()
    )
    is_patient = value.get("resourceType") == "Patient"
    for name, inner in value.items():
        key = str(name)
        is_id = (is_numbers and isinstance(inner, (str, int))) or (is_patient and key == "id")
        yield key, inner, is_named or is_id or names_number(key)


def _in_leaf(key: str, value: str | int, is_named: bool, numbers: Set[str]) -> Found:
    text = str(value)
    held = held_in(text, numbers)
    if not held:
        return NOTHING
    if is_named:
        return Found(frozenset(held))
    if isinstance(value, int):
        return NOTHING
    if bare(text) == text.strip():  # nothing but digits: a code, an id or a telephone
        return NOTHING
    found = in_message(text, held)
    return Found(found.labelled) if is_something_else(f"{key}: ", len(key) + 2) else found


def _elements(root: Any, numbers: Set[str]) -> Iterator[Found]:
    """Give what was found in each element that holds a number."""
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        said = [str(value) for value in node.attrib.values()]
        own = " ".join(filter(None, ((node.text or ""), *((child.tail or "") for child in node))))
        if held := held_in("\0".join((*said, own)), numbers):
            yield _in_element(node, said, own, held)


def _in_element(node: Any, said: list[str], own: str, held: Set[str]) -> Found:
    if names_number(_local(node)) or any(map(is_system, said)) or _is_of_system(node):
        return Found(frozenset(held))
    found = [in_text(f"{name} = {value}", held) for name, value in node.attrib.items()]
    labelled = Found(together(found).labelled)
    return together(
        [labelled, in_message(own, held) if own.lstrip()[:1] in "{<[" else _in_words(node, own, held)]
    )


def _in_words(node: Any, own: str, held: Set[str]) -> Found:
    if _local(node).lower() in _NARRATIVE:
        before = node.getprevious()  # the cell that says what is in this one
        said = " ".join("".join(before.itertext()).split()) if before is not None else ""
        return in_text(f"{said} {own}", held, 0)
    return NOTHING if bare(own) == own.strip() else in_text(own, held)


def _is_of_system(node: Any) -> bool:
    """Say whether an element holds a value of a system that a sibling names, or the id of a patient."""
    parent = node.getparent()
    if parent is None or _local(node) not in _VALUES:
        return False
    if _local(node) == "id" and _local(parent) == "Patient":
        return True
    before, after = node.itersiblings(preceding=True), node.itersiblings()
    return any(map(_names_system, (*islice(before, _NEAR), *islice(after, _NEAR))))


def _names_system(node: Any) -> bool:
    said: Sequence[str] = [str(value) for value in node.attrib.values()] if isinstance(node.tag, str) else []
    return any(is_system(value) or is_name(value) for value in (*said, (node.text or "").strip()))


def _local(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]
