"""Things that are put into a message beside all that stands there, by a list of what may be added."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from lxml import etree

from mutations import in_mail
from mutations.leaf import Leaf
from mutations.said import View, with_body


@dataclass(frozen=True)
class Addition:
    """One thing that nobody recorded, and where it is put."""

    what: str
    channel: str
    at: str
    """In XML a path with any namespaces, in JSON keys and numbers with stops; a text of an e-mail has none."""
    put: Any

    def within(self, channel: str, views: list[View]) -> Iterator[tuple[Leaf, Any]]:
        """Give it as a change of each message that has its place."""
        if fnmatchcase(channel, self.channel):
            for view in views:
                leaf = Leaf(f"added: {self.what}", None, partial(_added, view, self), view)
                if leaf.change(self.put) is not None:
                    yield leaf, self.put


def additions(path: Path) -> list[Addition]:
    """Read the list."""
    entries: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Addition(entry["what"], entry["channel"], entry.get("at", ""), entry["put"]) for entry in entries]


def _added(view: Any, addition: Addition, put: Any) -> View | None:
    message = view.request
    media = message.header("content-type") or ""
    body = None
    if media == "message/rfc822":
        body = in_mail.with_line(message.body, put)
    elif "json" in media and message.body:
        body = _in_json(json.loads(message.body), addition.at, put)
    elif "xml" in media:
        body = _in_xml(etree.fromstring(message.body), addition.at, put)
    return None if body is None else with_body(view, body)


def _in_json(whole: Any, at: str, put: Any) -> bytes | None:
    held = whole
    for key in filter(None, at.split(".")):
        try:
            held = held[int(key)] if isinstance(held, list) else held[key]
        except (KeyError, IndexError):
            return None
    if isinstance(held, list):
        held.append(put)
    else:
        held.update(put)
    return json.dumps(whole).encode()


def _in_xml(root: Any, at: str, put: str) -> bytes | None:
    path = "/".join(f"{{*}}{name}" if name not in (".", "") else name for name in at.split("/"))
    parent = root.find(path)
    if parent is None:
        return None
    parent.append(etree.fromstring(f'<put xmlns="{etree.QName(parent).namespace}">{put}</put>')[0])
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
