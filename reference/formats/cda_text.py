"""The marked-up text of a CDA section as a person reads it."""

import re

from lxml import etree

from .raised import RAISED_OR_LOWERED, set_off

_SPACE = re.compile(r"[ \t\r\n]+")  # not the no-break space, which senders mean
_GAP = re.compile(r" *\t *")
_BLOCKS = {"paragraph", "table", "list"}
_ENDS_A_LINE = {"br", "item", "tr", "caption"}
_CELLS = {"td", "th"}
_BREAK = "\x00"  # stands for a line break until white space is settled; XML cannot carry it
_TAB = "\x01"


def readable(text: etree._Element | None) -> str:
    """All text of a section: markup becomes lines, white space that only lays out the XML goes."""
    if text is None:
        return ""
    flat = _GAP.sub("\t", _SPACE.sub(" ", _flatten(text)).replace(_TAB, "\t"))
    lines = [line.strip() for line in flat.split(_BREAK)]
    kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    return "\n".join(kept).strip("\n")


def _flatten(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        name = etree.QName(child).localname
        parts.append(_marked(name, _flatten(child)))
        parts.append(child.tail or "")
    return "".join(parts)


def _marked(name: str, inner: str) -> str:
    if name in _ENDS_A_LINE:
        return f"{inner}{_BREAK}"
    if name in _BLOCKS:
        return f"{_BREAK}{inner}{_BREAK}"
    if name in _CELLS:
        return f"{inner.strip()}{_TAB}"
    if name in RAISED_OR_LOWERED:
        return set_off(name, inner)
    return inner
