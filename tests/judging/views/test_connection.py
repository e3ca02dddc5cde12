"""A connection without a request, as the account reads it."""

import pytest

from cpcs_harness.evidence.events import Connection, Event
from cpcs_harness.judging.views.connection import connection_view, is_connection
from made_up import MOMENT


@pytest.mark.parametrize(
    ("brought", "operation"),
    [("nothing", "connection_without_request"), ("bytes", "connection_with_bytes"), ("other", "other")],
)
def test_it_is_a_call_with_what_came_as_its_body(brought, operation):
    seen = connection_view(Event(7, MOMENT, MOMENT, None, None, Connection("pds", brought, 3, "Ann \xff")))

    assert (seen.id, seen.service, seen.operation, seen.direction) == (
        "c7",
        "pds",
        operation,
        "from-candidate",
    )
    assert seen.request.body == "Ann \xff".encode()
    assert seen.response.status == 0
    assert is_connection(seen) is (brought != "other")
    assert seen.where == f"no one journey, exchange c7: connection {brought}"
