"""Products that a patient was recommended, and not supplied with, as the pharmacist recorded them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cpcs_harness.judging.views import ObservationView

from .dispensed import Dispense, number


def is_recommended(item: Dispense, recorded: Iterable[ObservationView], issued: Mapping[str, Any]) -> bool:
    """Say whether an item is such a product, in the quantity that was recorded: a claim may tell of it."""
    products = [product for seen in recorded for product in seen.given.get("products") or ()]
    return any(
        number(product.get("quantity")) == item.quantity and code_of(product, issued) in item.codes
        for product in products
    )


def code_of(product: Mapping[str, Any], issued: Mapping[str, Any]) -> str:
    """Give the dm+d code of what was recorded by the candidate's own code."""
    medicines = issued.get("medicines", {}).values()
    own = str(product.get("code") or "")
    return next((str(held["code"]) for held in medicines if held.get("own_code") == own), own)
