"""Marked-up text as a person reads it: XHTML of FHIR narratives, HTML of e-mails, markup of CDA that was handed on."""

import re
from html import unescape

from lxml import etree

from .raised import RAISED_OR_LOWERED, set_off
from .safe_xml import XmlRefused, clean, parse

_SPACE = re.compile(r"[ \t\r\n\f]+")  # not the no-break space, which senders mean
_GAP = re.compile(r" *\t *")
_BREAK = "\x00"  # stands for a line break until white space is settled; XML cannot carry it
_TAB = "\x01"
_SILENT = {"script", "style", "head", "template", "object", "iframe"}
_SILENCE = re.compile(
    rf"<!--.*?(?:-->|$)|<({'|'.join(sorted(_SILENT))})\b.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")
_CELLS = {"td", "th"}
_LINES = {
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "footer", "footnote",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "item", "li", "list", "ol", "p", "paragraph", "pre",
    "section", "table", "tr", "ul",
}  # fmt: skip


def readable_markup(markup: str) -> str:
    """The words of a piece of markup, a line for each block; nothing of its tags, scripts and styles."""
    text = clean(markup)
    try:
        root = parse(f"<div>{text}</div>".encode())
    except XmlRefused:
        parser = etree.HTMLParser(
            encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
        )
        root = etree.fromstring(f"<div>{text}</div>".encode(), parser)
        if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
            return _stripped(text)  # the parser gives up on depth, and would lose every word below it
    return readable_element(root)


def readable_element(root: etree._Element | None) -> str:
    """The words of an element and all inside it."""
    if root is None:
        return ""
    flat = _GAP.sub("\t", _SPACE.sub(" ", "".join(_pieces(root))).replace(_TAB, "\t"))
    lines = [line.strip(" \t") for line in flat.split(_BREAK)]
    return "\n".join(line for line in lines if line)


def _stripped(text: str) -> str:
    """The words of markup that nests too deeply to be parsed, a line between any two tags."""
    lines = unescape(_TAG.sub("\n", _SILENCE.sub("", text))).splitlines()
    return "\n".join(line for raw in lines if (line := _SPACE.sub(" ", raw).strip(" ")))


def _pieces(root: etree._Element) -> list[str]:
    """All text in order, with breaks where a block begins or ends; not recursive, whatever the depth."""
    found: list[str] = []
    begun: list[int] = []  # where the text of each raised or lowered element begins that is still open
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        # HTML that is broken enough has names that QName refuses.
        name = str(element.tag).rpartition("}")[2].lower()
        if event == "start":
            silent += name in _SILENT
            begun += [len(found)] * (name in RAISED_OR_LOWERED)
            found += _opening(name, element.text or "", bool(silent))
            continue
        silent -= name in _SILENT
        if name in RAISED_OR_LOWERED:
            start = begun.pop()
            found[start:] = [set_off(name, "".join(found[start:]))]
        found += _closing(name, "" if element is root else element.tail or "", bool(silent))
    return found


def _opening(name: str, text: str, silent: bool) -> list[str]:
    if silent:
        return []
    return [_BREAK, text] if name in _LINES else [text]


def _closing(name: str, tail: str, silent: bool) -> list[str]:
    if silent:
        return []
    if name in _CELLS:
        return [_TAB, tail]
    return [_BREAK, tail] if name in _LINES else [tail]
