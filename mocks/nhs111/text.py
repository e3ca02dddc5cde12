"""The text of an NHS 111 report, section by section, as it is marked up in the CDA document.

Source: NHS 111 Domain Message Specification 2.1, COCD_TP146246GB01 (interface sheet nhs111-itk22, 3.7).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from cpcs_harness.people.model import Report, Section

from .nodes import OID, Node, component, content_id, fresh_id, node, template_id

SPECIAL_NOTES = "Special Patient Notes"
MEDIA = "text/x-hl7-text+xml"
_TEMPLATE = "COCD_TP146246GB01"


def body(report: Report, *entries: Node) -> Node:
    """Write the structured body: one classification section that holds the entries and all sections of text."""
    markup = "nested" if "nested-markup" in report.forms else report.written.markup
    classification = node(
        "section",
        node("id", root=fresh_id()),
        *entries,
        *(_section(section, 1, markup) for section in report.sections),
        classCode="DOCSECT",
        moodCode="EVN",
    )
    structured = node("structuredBody", component(classification), classCode="DOCBODY", moodCode="EVN")
    return component(structured)


def _section(section: Section, level: int, markup: str) -> Node:
    template = f"{_TEMPLATE}#{'Section' if level == 1 else 'section'}{level}"
    written = node(
        "section",
        template_id(template),
        node("id", root=fresh_id()),
        *_code(section),
        node("title", section.title),
        _text(section, markup),
        *(_section(inner, level + 1, markup) for inner in section.inside),
        classCode="DOCSECT",
        moodCode="EVN",
    )
    # As the published message has it: within a section, a component names its own template and no content.
    head = content_id(template) if level == 1 else template_id(f"{_TEMPLATE}#component{level - 1}")
    return component(head, written)


def _code(section: Section) -> list[Node]:
    """Give the one section code that the field is seen to send for notes about a patient."""
    if section.title != SPECIAL_NOTES:
        return []
    return [node("code", code="SPN", codeSystem=f"{OID}.17.422", displayName=SPECIAL_NOTES)]


def _text(section: Section, markup: str) -> Node:
    """Mark a text up as its section says; one that is lines of text, as the report has those."""
    own = markup if section.markup == "lines" and markup != "plain" and section.text else section.markup
    return _MARKUP[own](section.text.split("\n"))


def _lines(lines: list[str]) -> Node:
    """A line each in `content`, with `br` between; a single line stands bare."""
    if len(lines) == 1:
        return node("text", lines[0], mediaType=MEDIA)
    return node("text", *_broken([node("content", line) for line in lines]), mediaType=MEDIA)


def _bold(lines: list[str]) -> Node:
    return node(
        "text", *_broken([node("content", line, styleCode="bold") for line in lines]), mediaType=MEDIA
    )


def _nested(lines: list[str]) -> Node:
    """One paragraph, and in it content within content: the first word of each line is two levels down."""
    contents = []
    for line in lines:
        word, space, rest = line.partition(" ")
        inner = node("content", node("content", word, styleCode="italics"), styleCode="bold")
        inner[0].tail = space + rest
        contents.append(node("content", inner))
    return node("text", node("paragraph", *_broken(contents)), mediaType=MEDIA)


def _broken(contents: list[Node]) -> list[Node]:
    parts: list[Node] = []
    for content in contents:
        parts += [node("br")] if parts else []
        parts.append(content)
    return parts


def _table(lines: list[str]) -> Node:
    rows = [node("tr", *(node("td", cell) for cell in line.split("\t"))) for line in lines]
    return node("text", node("table", node("tbody", *rows)), mediaType=MEDIA)


def _list(lines: list[str]) -> Node:
    return node("text", node("list", *(node("item", line) for line in lines)), mediaType=MEDIA)


def _cdata(lines: list[str]) -> Node:
    """Character data: what looks like markup in it is text."""
    text = node("text", mediaType=MEDIA)
    for number, line in enumerate(lines):
        if number:
            text.append(node("br"))
        text.extend(_character_data(line))
    return text


def _character_data(line: str) -> list[Node]:
    """One line; what would end the character data is parted in two."""
    parts = line.split("]]>")
    contents = []
    for number, part in enumerate(parts):
        content = node("content")
        before, after = ">" if number else "", "]]" if number < len(parts) - 1 else ""
        content.text = etree.CDATA(f"{before}{part}{after}")
        contents.append(content)
    return contents


def _footnotes(lines: list[str]) -> Node:
    """The first line refers to each of the others, which are footnotes."""
    content = node("content", lines[0])
    # unique in the document, which may have several such texts
    ids = [f"note-{fresh_id()}" for _ in lines[1:]]
    notes = [node("footnote", line, ID=name) for name, line in zip(ids, lines[1:], strict=True)]
    references = [node("footnoteRef", IDREF=name) for name in ids]
    parts = [content, *references]
    for note in notes:
        parts += [node("br"), note]
    return node("text", *parts, mediaType=MEDIA)


def _commented(lines: list[str]) -> Node:
    """A comment within the first word of each line: what it parts is one text."""
    return _parted(lines, lambda: etree.Comment(" checked by the sender "))


def _instructed(lines: list[str]) -> Node:
    """A processing instruction within the first word of each line."""
    return _parted(lines, lambda: etree.ProcessingInstruction("sender", "keep-together"))


def _parted(lines: list[str], made: Callable[[], Any]) -> Node:
    contents = []
    for line in lines:
        content = node("content", line[:2])
        content.append(made())
        content[0].tail = line[2:]
        contents.append(content)
    return node("text", *_broken(contents), mediaType=MEDIA)


def _headed(lines: list[str]) -> Node:
    """A table whose first line is its caption, and whose second has the heads of its columns."""
    caption, head, *rows = lines
    heads = node("thead", node("tr", *(node("th", cell) for cell in head.split("\t"))))
    body = node("tbody", *(node("tr", *(node("td", cell) for cell in row.split("\t"))) for row in rows))
    return node("text", node("table", node("caption", caption), heads, body), mediaType=MEDIA)


def _raised(lines: list[str]) -> Node:
    """Raised and lowered figures, each as a plain one that is marked so."""
    return node("text", *_broken([_set_off(line) for line in lines]), mediaType=MEDIA)


def _set_off(line: str) -> Node:
    first, *others = re.split(f"([{_RAISED}]+|[{_LOWERED}]+)", line)
    content = node("content", first)
    for figures, tail in zip(others[::2], others[1::2], strict=True):
        kind = "sup" if figures[0] in _RAISED else "sub"
        part = node(kind, figures.translate(_AS_PLAIN))
        part.tail = tail
        content.append(part)
    return content


_RAISED, _LOWERED = "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"
_AS_PLAIN = str.maketrans(_RAISED + _LOWERED, "01234567890123456789")


def _links(lines: list[str]) -> Node:
    """Each line after the first as a link to an address that stands before its words, and a tab between."""
    first, *others = lines
    links = []
    for line in others:
        target, _, words = line.partition("\t")
        links.append(node("linkHtml", words, href=target))
    return node("text", *_broken([node("content", first), *links]), mediaType=MEDIA)


_MARKUP: dict[str, Callable[[list[str]], Node]] = {
    "lines": _lines,
    "bold": _bold,
    "nested": _nested,
    "table": _table,
    "list": _list,
    "cdata": _cdata,
    "footnotes": _footnotes,
    "comments": _commented,
    "instructions": _instructed,
    "headed": _headed,
    "raised": _raised,
    "links": _links,
}
