"""Reads the synthetic data that people are made up from."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from cpcs_harness._content import ROOT


@cache
def fixture(name: str) -> Any:
    """Read one file of synthetic data from `fixtures/`."""
    return yaml.load((ROOT / "fixtures" / f"{name}.yaml").read_bytes(), yaml.CSafeLoader)


def of_pathway(name: str, pathway: str) -> Any:
    """Give what a file of synthetic data holds for a pathway, or for those that it does not name."""
    held = fixture(name)
    return held[pathway if pathway in held else held["otherwise"]]
