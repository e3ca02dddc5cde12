"""One thing that is wrong with a message, and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from cpcs_harness.formats.xml import why_unread

_NAMESPACE = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Problem:
    """What a judge of a format has found."""

    level: str
    """error | warning"""
    rule: str
    where: str
    """The element, as a path of local names; empty for the message as a whole."""
    text: str
    source: str
    """What the rule is taken from."""
    line: int = 0
    """Of the message as it was parsed; 0 where there is none."""


def problem_at(node: Any, level: str, rule: str, text: str, source: str) -> Problem:
    """Make a problem of one element."""
    return Problem(level, rule, path_of(node), text, source, node.sourceline or 0)


def unread(text: str, source: str, body: bytes | None) -> Problem:
    """Make the problem of a message that cannot be read as XML: why, and where, as far as its bytes are at hand."""
    why, line = why_unread(body) if body is not None else ("", 0)
    return Problem("error", "XML", "", f"{text}: {why}" if why else text, source, line)


def path_of(node: Any) -> str:
    """Give the local names from the root to an element, with a number where siblings share its name."""
    tree = node.getroottree()
    below = "" if node is tree.getroot() else f"/{_NAMESPACE.sub('', tree.getelementpath(node))}"
    return f"/{etree.QName(tree.getroot()).localname}{below}"
