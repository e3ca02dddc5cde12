"""The text of one section as the 111 Adaptor hands it on: the document's own markup, escaped, as plain text.

Source: NHS 111 Adaptor 2.0.0, Composition (interface sheet nhs111-itk22, section 5.2): whoever shows the narrative as
it stands shows tags to the pharmacist. So what is angle bracket or ampersand in the patient's words is escaped twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from cpcs_harness.errors import HarnessError
from cpcs_harness.people.model import Section

XHTML = "http://www.w3.org/1999/xhtml"


def narrative(section: Section) -> dict[str, str]:
    """Write a section's own text, without the sections inside it."""
    return {
        "status": "generated",
        "div": f'<div xmlns="{XHTML}">{escape(markup(section))}</div>',
    }


def markup(section: Section) -> str:
    """Write a section's text as the document has it inside its text element."""
    if section.markup not in _WRITERS:
        raise HarnessError(f"no markup {section.markup!r}; known: {', '.join(_WRITERS)}")
    return _WRITERS[section.markup](section.text)


def _lines(text: str) -> str:
    return "<br/>".join(_escaped(line) for line in text.split("\n"))


def _table(text: str) -> str:
    rows = (_each("td", line.split("\t")) for line in text.split("\n"))
    return "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</tbody></table>"


def _headed(text: str) -> str:
    """The first line as caption, the second as heads of the columns."""
    caption, head, *rows = text.split("\n")
    body = "".join(f"<tr>{_each('td', row.split(chr(9)))}</tr>" for row in rows)
    heads = f"<thead><tr>{_each('th', head.split(chr(9)))}</tr></thead>"
    return f"<table><caption>{_escaped(caption)}</caption>{heads}<tbody>{body}</tbody></table>"


def _links(text: str) -> str:
    first, *others = text.split("\n")
    parted = (line.partition("\t") for line in others)
    links = (f'<linkHtml href="{escape(target)}">{_escaped(words)}</linkHtml>' for target, _, words in parted)
    return "<br/>".join([_escaped(first), *links])


def _raised(text: str) -> str:
    """Raised and lowered figures, each as a plain one that is marked so."""
    return _LOWERED.sub(_as("sub"), _RAISED.sub(_as("sup"), _lines(text)))


def _as(tag: str) -> Callable[[re.Match[str]], str]:
    return lambda figures: f"<{tag}>{figures[0].translate(_AS_PLAIN)}</{tag}>"


_RAISED, _LOWERED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+"), re.compile("[₀₁₂₃₄₅₆₇₈₉]+")
_AS_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")


def _list(text: str) -> str:
    return "<list>" + _each("item", text.split("\n")) + "</list>"


def _bold(text: str) -> str:
    first, *others = text.split("\n")
    return "<br/>".join([f'<content styleCode="bold">{_escaped(first)}</content>', *map(_escaped, others)])


def _footnotes(text: str) -> str:
    first, *others = text.split("\n")
    return _escaped(first) + "".join(f"<footnote>{_escaped(line)}</footnote>" for line in others)


def _each(tag: str, texts: list[str]) -> str:
    return "".join(f"<{tag}>{_escaped(text)}</{tag}>" for text in texts)


def _escaped(text: str) -> str:
    return escape(text, quote=False)


_WRITERS: dict[str, Callable[[str], str]] = {
    "lines": _lines,
    "table": _table,
    "list": _list,
    "cdata": _lines,
    "footnotes": _footnotes,
    "bold": _bold,
    "headed": _headed,
    "raised": _raised,
    "links": _links,
}
