"""What the tests of the 111 Adaptor share: the bundle of a report, with changes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cpcs_harness._content.mocks.adaptor.bundle import bundle

NOW = datetime(2026, 7, 1, 12, 30, 15, 250000, tzinfo=UTC)


@pytest.fixture
def made(issued):
    def made(**changes):
        return bundle(replace(issued.report, **changes), NOW)

    return made
