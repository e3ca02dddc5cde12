"""The marked-up text of a CDA section as a person reads it."""

import re

from lxml import etree

_SPACE = re.compile(r"[ \t\r\n]+")  # not the no-break space, which senders mean
_GAP = re.compile(r" *\t *")
_BLOCKS = {"paragraph", "table", "list"}
_ENDS_A_LINE = {"br", "item", "tr", "caption"}
_CELLS = {"td", "th"}
_BREAK = "\x00"  # stands for a line break until white space is settled; XML cannot carry it
_TAB = "\x01"
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_DEGREE = {"o", "O", "º", "°"}
"""What people raise before C or F to write a degree."""


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
    if name in {"sup", "sub"}:
        return _set_off(name, inner)
    return inner


def _set_off(name: str, inner: str) -> str:
    """What is raised or lowered stays apart from what it stands at: ten to the ninth is not 109."""
    text = inner.strip()
    if name == "sup" and text in _DEGREE:
        return "°"
    if not any(letter.isdigit() for letter in text):
        return inner  # such as th, which no figure before it swallows
    letters = text.translate(_RAISED if name == "sup" else _LOWERED)
    # Of what Unicode cannot raise or lower as a whole, the usual sign says that it is.
    return f"{'^' if name == 'sup' else '_'}{text}" if any(map(str.isalnum, _plain(letters))) else letters


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii())
