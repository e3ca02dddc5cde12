"""A connection is used again only while the other side is sure to have kept it."""

import time
from types import SimpleNamespace

import pytest

from cpcs_harness.drivers.pool import KEEP_SECONDS, PROOF_SECONDS, Pool

ORIGIN = ("http", "127.0.0.1", 1)


class Kept(SimpleNamespace):
    """A connection whose last request went out, and whose last answer was read, so many seconds ago."""

    def __init__(self, asked, idle):
        now = time.monotonic()
        super().__init__(origin=ORIGIN, asked_at=now - asked, idle_since=now - idle, closed=False)

    def can_be_kept(self):
        return True

    def is_open(self):
        return True

    def close(self):
        self.closed = True


@pytest.mark.parametrize(
    ("asked", "idle", "is_used"),
    [
        pytest.param(1.2 * PROOF_SECONDS, 1.1 * PROOF_SECONDS, True, id="a moment ago"),
        pytest.param(2 * KEEP_SECONDS, 1.5 * KEEP_SECONDS, False, id="long ago"),
        pytest.param(
            2 * KEEP_SECONDS,
            1.1 * PROOF_SECONDS,
            False,
            id="just read, of an answer that may have waited for us all the time",
        ),
    ],
)
def test_a_connection_is_used_again_for_a_while_after_it_was_asked(asked, idle, is_used):
    connection, pool = Kept(asked, idle), Pool()
    pool.put(connection)

    assert (pool.take(ORIGIN) is connection, connection.closed) == (is_used, not is_used)
