"""What the tests of the known-bad candidates share."""

import pytest


@pytest.fixture
def pharmacist(nation, inbox, make_service, at):
    """A pharmacist whose system has the nation and a mailbox around it."""
    return at(make_service())
