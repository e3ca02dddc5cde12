"""What damages of a message's tree are made of: a function each, and ways to find and drop elements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from cpcs_harness.errors import HarnessError
from cpcs_harness.people.model import Report

from ..envelope import ADDRESSING, ITK, SOAP, WSSE, WSU
from ..nodes import CDA, Node

NS = {"s": SOAP, "a": ADDRESSING, "itk": ITK, "wsse": WSSE, "wsu": WSU, "h": CDA}
Damage = Callable[[Node, Report, datetime], None]
"""Damages the tree of a report's message, at a moment."""


def needed(root: Node, path: str) -> Any:
    """Find an element that has to be there."""
    found = root.find(path, NS)
    if found is None:
        raise HarnessError(f"the message has no {path}, so it cannot be damaged there")
    return found


def dropping(path: str) -> Damage:
    """Drop an element."""

    def damage(root: Node, _report: Report, _now: datetime) -> None:
        dropped = needed(root, path)
        dropped.getparent().remove(dropped)

    return damage
