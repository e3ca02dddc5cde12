"""The things that an XML text says."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from lxml import etree

from mutations.leaf import GONE, TWICE, Leaf

_UUID = re.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}")
NAMED_BY = ("url", "root", "typeCode")
"""Attributes by which an element is called."""


def leaves_of(body: bytes) -> Iterator[Leaf]:
    """Give each text, each attribute, and each element that has others in it."""
    root = etree.fromstring(body)
    for number, node in enumerate(root.iter()):
        if not isinstance(node.tag, str):
            continue
        place = _place(node)
        if len(node) and node is not root:
            yield Leaf(place, None, partial(_changed, root, number, ""))
        if (node.text or "").strip():
            yield Leaf(f"{place}/text()", node.text, partial(_changed, root, number, "text()"))
        for name, value in node.attrib.items():
            said = etree.QName(name).localname
            yield Leaf(f"{place}/@{said}", value, partial(_changed, root, number, str(name)))


def _place(node: Any) -> str:
    names = [_name_of(inner) for inner in (*reversed([*node.iterancestors()]), node)]
    return "/".join(names[1:]) or names[0]


def _name_of(node: Any) -> str:
    said = next((node.get(name) for name in NAMED_BY if node.get(name)), "")
    said = "" if _UUID.search(said) else said
    if not said:
        coded = node.find("{*}code/{*}coding/{*}code") if len(node) else None
        said = coded.get("value", "") if coded is not None else ""
    name = etree.QName(node).localname
    return f"{name}[{said.rsplit('/', 1)[-1]}]" if said else name


def _changed(root: Any, number: int, what: str, new: Any) -> bytes | None:
    changed = copy.deepcopy(root)
    node = next(inner for place, inner in enumerate(changed.iter()) if place == number)
    parent = node.getparent()
    if not what or (new is TWICE and parent is not None):
        if parent is None or new not in (GONE, TWICE):
            return None
        parent.remove(node) if new is GONE else node.addnext(copy.deepcopy(node))
    elif new is TWICE:
        return None
    elif what == "text()":
        node.text = "" if new is GONE else str(new)
    elif new is GONE:
        del node.attrib[what]
    else:
        node.set(what, str(new))
    return etree.tostring(changed, xml_declaration=True, encoding="UTF-8")
