"""The text of one section as a FHIR narrative: XHTML in which nothing of what was said is markup.

Source: FHIR R4, Narrative (XHTML without script, links to outside, or entities of its own).
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from cpcs_harness.errors import HarnessError
from cpcs_harness.people.model import Section

XHTML = "http://www.w3.org/1999/xhtml"


def narrative(section: Section) -> dict[str, str]:
    """Write a section's own text, without the sections inside it."""
    if section.markup not in _WRITERS:
        raise HarnessError(f"no markup {section.markup!r}; known: {', '.join(_WRITERS)}")
    return {
        "status": "generated",
        "div": f'<div xmlns="{XHTML}">{_WRITERS[section.markup](section.text)}</div>',
    }


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
    """The words of each link, without its address."""
    return _lines("\n".join(line.rpartition("\t")[2] for line in text.split("\n")))


def _list(text: str) -> str:
    items = text.split("\n")
    return f"<ul>{_each('li', items)}</ul>"


def _bold(text: str) -> str:
    first, *others = text.split("\n")
    return "<br/>".join([f"<b>{_escaped(first)}</b>", *(_escaped(line) for line in others)])


def _paragraphs(text: str) -> str:
    return _each("p", text.split("\n"))


def _each(tag: str, texts: list[str]) -> str:
    return "".join(f"<{tag}>{_escaped(text)}</{tag}>" for text in texts)


def _escaped(text: str) -> str:
    return escape(text, quote=False)


_WRITERS: dict[str, Callable[[str], str]] = {
    "lines": _lines,
    "table": _table,
    "list": _list,
    "cdata": _lines,  # JSON holds no CDATA: what was in it is escaped
    "footnotes": _paragraphs,
    "bold": _bold,
    "headed": _headed,
    "raised": _lines,  # raised and lowered figures have letters of their own
    "links": _links,
}
