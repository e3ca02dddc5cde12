"""Amounts and numbers of what was recorded, as conditions name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

IN_WORDS = {0: "none", 1: "one", 2: "two", 3: "three"}


def rows_of(held: Any) -> list[Mapping[str, Any]]:
    """Give the objects of a list; none of what is no list."""
    return [row for row in held if isinstance(row, Mapping)] if isinstance(held, list | tuple) else []


def how_many(rows: Sequence[Any]) -> str:
    """Give how many there are, in a word; empty for more than three."""
    return IN_WORDS.get(len(rows), "")


def is_broken(row: Mapping[str, Any]) -> bool:
    """Say whether the quantity of an item is no whole number."""
    quantity = row.get("quantity")
    return not isinstance(quantity, int | float) or not float(quantity).is_integer()
