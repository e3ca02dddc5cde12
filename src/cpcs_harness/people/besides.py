"""Sections that stand in some people's reports besides those that all have."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.model import Section


@cache
def besides() -> Mapping[str, Section]:
    """Give them by their titles."""
    return {
        written["title"]: Section(written["title"], written["text"], written["markup"])
        for written in fixture("report_texts")["besides"]
    }
