"""Allure's results without a file for each fixture: a check has two, which tell nothing, and took as long as it."""

from __future__ import annotations

from typing import Any

import pytest

LISTENER = "allure_listener"
"""Under what name Allure's plugin has pytest call its listener."""
_OF_FIXTURES = ("pytest_fixture_setup", "pytest_fixture_post_finalizer")


class ResultsAlone:
    """Allure's listener as pytest is to call it: with all of its hooks but those of fixtures."""

    def __init__(self, listener: Any) -> None:
        listener._update_fixtures_children = _note_nothing  # else each fixture begins a file that nobody ends
        for name in dir(listener):
            if name.startswith("pytest_") and name not in _OF_FIXTURES:
                setattr(self, name, getattr(listener, name))


def leave_fixtures_out(plugins: pytest.PytestPluginManager) -> None:
    """Have Allure, where it is loaded and writes results, write those of checks alone."""
    if plugins.has_plugin(LISTENER):
        plugins.register(ResultsAlone(plugins.unregister(name=LISTENER)), LISTENER)


def _note_nothing(_item: pytest.Item) -> None:
    pass
