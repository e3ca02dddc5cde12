"""Allure's results: of each check, and of none of its fixtures."""

import pytest

from cpcs_harness.judging.allure import LISTENER, leave_fixtures_out


class Listener:
    """Listens to a check and to its fixtures, as Allure's own does."""

    def __init__(self):
        self.heard = []

    @pytest.hookimpl
    def pytest_runtest_logfinish(self, nodeid):
        self._update_fixtures_children(nodeid)
        self.heard.append(nodeid)

    @pytest.hookimpl
    def pytest_fixture_setup(self, fixturedef):
        self.heard.append(fixturedef)

    @pytest.hookimpl
    def pytest_fixture_post_finalizer(self, fixturedef):
        self.heard.append(fixturedef)

    def _update_fixtures_children(self, item):
        self.heard.append(f"a file for each fixture of {item}")


def test_the_listener_hears_of_checks_and_not_of_fixtures():
    plugins, listener = pytest.PytestPluginManager(), Listener()
    plugins.register(listener, LISTENER)

    leave_fixtures_out(plugins)
    plugins.hook.pytest_fixture_setup(fixturedef="a fixture", request=None)
    plugins.hook.pytest_runtest_logfinish(nodeid="a check", location=("", 0, ""))
    plugins.hook.pytest_fixture_post_finalizer(fixturedef="a fixture", request=None)

    assert listener.heard == ["a check"]


def test_without_allure_nothing_is_changed():
    plugins = pytest.PytestPluginManager()

    leave_fixtures_out(plugins)

    assert not plugins.has_plugin(LISTENER)
