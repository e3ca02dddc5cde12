"""What can be wrong with a payload that is packed: in base64, compressed, encrypted, or said to be.

Source: the receiver cases of interface sheet nhs111-itk22, section 6.2 (R24, R27 and R28).
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable
from datetime import datetime

from lxml import etree

from cpcs_harness.people.model import Report

from ..nodes import Node
from .tree import Damage, needed

Pack = Callable[[bytes], bytes]
_BASE64 = ("base64",)
_COMPRESSED = ("base64", "compressed")


def _packed(flags: tuple[str, ...], pack: Pack) -> Damage:
    """Pack the document, in base64, and say so by these flags."""

    def damage(root: Node, report: Report, now: datetime) -> None:
        payload = needed(root, ".//itk:payload")
        content = etree.tostring(payload[0])
        payload.remove(payload[0])
        payload.text = base64.b64encode(pack(content)).decode()
        _flagged(*flags)(root, report, now)

    return damage


def _flagged(*names: str) -> Damage:
    """Say of a payload what may be true of it or not."""

    def damage(root: Node, _report: Report, _now: datetime) -> None:
        for name in names:
            needed(root, ".//itk:manifestitem").set(name, "true")

    return damage


def _cut(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def _entities(canary: str) -> Damage:
    """Put a document type into the packed document, and a file and an address into its first text."""

    def damage(root: Node, report: Report, now: datetime) -> None:
        needed(root, ".//h:section/h:component/h:section/h:text").text = "ENTITIES"
        doctype = (
            '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">'
            f'<!ENTITY h SYSTEM "{canary}/{report.document_id}/packed">]>'
        )

        def pack(content: bytes) -> bytes:
            return doctype.encode() + content.replace(b"ENTITIES", b"&f;&h;")

        _packed(_BASE64, pack)(root, report, now)

    return damage


def packed_damages(canary: str) -> dict[str, Damage]:
    """Give every damage by its name; `canary` is an address that appears in hostile messages only."""
    return {
        "base64-payload": _packed(_BASE64, bytes),  # R27
        "compressed-payload": _packed(_COMPRESSED, gzip.compress),
        "encrypted-payload": _flagged("encrypted"),
        "base64-flag-only": _flagged("base64"),  # R28
        "compressed-flag-only": _packed(_COMPRESSED, bytes),
        "base64-cut": _packed(_BASE64, _cut),
        "compressed-cut": _packed(_COMPRESSED, lambda content: _cut(gzip.compress(content))),
        "packed-entities": _entities(canary),  # R24
    }
