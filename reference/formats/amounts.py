"""Quantities as they are written."""

from decimal import Decimal


def whole(quantity: float) -> float:
    """The same quantity, without a fraction of nought."""
    return int(quantity) if float(quantity).is_integer() else quantity


def written(quantity: float) -> str:
    """A quantity in digits: exact, without an exponent, and without a fraction of nought."""
    return f"{Decimal(str(whole(quantity))):f}"
