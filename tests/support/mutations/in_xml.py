"""The things that an XML text says."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from lxml import etree

from mutations.in_text import LABELLED
from mutations.kinds import otherwise
from mutations.leaf import BESIDE, GONE, KEPT, TWICE, Leaf

_UUID = re.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}")
NAMED_BY = ("url", "root", "typeCode")
"""Attributes by which an element is called."""
CODED = ("section", "List")
"""Elements that are called by their code."""
LABEL = 3
"""Words of a label at most: what somebody wrote may have a colon, too."""
VALUES = ("", "text()", "value")
"""What of an element another one beside it would say otherwise."""


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
    name = etree.QName(node).localname
    said = next((node.get(by) for by in NAMED_BY if node.get(by)), "") or _coded(node, name)
    found = LABELLED.match(node.text or "")
    if not said and found and len(found.group(1).split()) <= LABEL:
        said = found.group(1)
    said = "" if _UUID.search(said) else said
    return f"{name}[{said.rsplit('/', 1)[-1]}]" if said else name


def _coded(node: Any, name: str) -> str:
    """Give the code of a section or a list; of an organisation, which of the two it is."""
    if name == "Organization" and node.find("{*}identifier") is not None:
        return _role(node)
    coded = node.find("{*}code/{*}coding/{*}code") if name in CODED else None
    return str(coded.get("value", "")) if coded is not None else ""


def _role(organisation: Any) -> str:
    """Say whether it is the practice that the patient refers to, by its code, wherever it stands."""
    root = organisation.getroottree()
    said = root.findall(".//{*}generalPractitioner/{*}reference")
    ids = {found.get("value", "").removeprefix("urn:uuid:").rsplit("/", 1)[-1] for found in said}
    practices = {_value(one) for one in root.iter("{*}Organization") if _value(one, "{*}id") in ids}
    return "practice" if _value(organisation) in practices else "pharmacy"


def _value(node: Any, path: str = "{*}identifier/{*}value") -> str:
    found = node.find(path)
    return "" if found is None else str(found.get("value", ""))


def _changed(root: Any, number: int, what: str, new: Any) -> bytes | None:
    changed = copy.deepcopy(root)
    node = next(inner for place, inner in enumerate(changed.iter()) if place == number)
    if not what or new is TWICE or new is BESIDE:
        if node.getparent() is None or what not in VALUES or not _moved(node, new):
            return None
    elif what == "text()":
        node.text = "" if new is GONE else str(new)
    elif new is GONE:
        del node.attrib[what]
    else:
        node.set(what, str(new))
    return etree.tostring(changed, xml_declaration=True, encoding="UTF-8")


def _moved(node: Any, new: Any) -> bool:
    """Take a node away, or put another beside it; False where neither is asked for."""
    if new is GONE:
        node.getparent().remove(node)
    elif new is TWICE or new is BESIDE:
        node.addnext(copy.deepcopy(node) if new is TWICE else _another(node))
    else:
        return False
    return True


def _another(node: Any) -> Any:
    """Give a node of the same kind with other values."""
    other = copy.deepcopy(node)
    for inner in other.iter():
        if (inner.text or "").strip():
            inner.text = otherwise(inner.text)
        if isinstance(inner.tag, str) and etree.QName(inner).localname not in KEPT and inner.get("value"):
            inner.set("value", otherwise(inner.get("value")))
    return other
