"""Connections that mocks shut out or cut are among the limits, with what to do."""

import pytest

from cpcs_harness.evidence.events import AnswerUnread, Connection, ConnectionsRefused
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.rollup.connections import connection_limits


@pytest.fixture
def limits(tmp_path):
    def limits(*events):
        recorder = Recorder(tmp_path, Register())
        for event in events:
            recorder.write(event)
        recorder.log.close()
        return connection_limits(Evidence.load(tmp_path))

    return limits


def test_each_service_is_told_once_with_what_to_do(limits):
    told = (ConnectionsRefused("pds", 256), ConnectionsRefused("pds", 256), *[AnswerUnread("dos", 9)] * 2)

    assert limits(*told) == [
        "More than 256 connections were open to pds at once; requests over further ones were answered with 503. "
        "Close connections, or use them again.",
        "dos cut connections whose answers were not read in time: 2. Read each answer to its end, or close the "
        "connection.",
    ]


def test_a_connection_that_only_ended_is_no_limit(limits):
    assert limits(Connection("pds", "nothing", 1, "")) == []
