"""What the tests of the mini service share: a way to ask it, and records that the Spine holds."""

from dataclasses import replace

import pytest

from cpcs_harness.people.demographics import Demographics
from smsp_requests import action, request


@pytest.fixture
def ask(nation, http):
    def ask(name, parameters, soap_action=None, **changes):
        url = nation.candidate_endpoints()["smsp"]["url"]
        headers = {"SOAPAction": soap_action or action(name), "Content-Type": "text/xml"}
        return http.post(url, headers=headers, content=request(name, parameters, **changes))

    return ask


@pytest.fixture
def hold(world):
    """Has the Spine hold a record of a journey's patient, and gives it."""

    def hold(issued, **changes):
        record = replace(Demographics.of(issued.person), **changes)
        world.hold(record, issued.journey)
        return record

    return hold
