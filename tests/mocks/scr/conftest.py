"""What the tests of the SCR FHIR API share: a viewer, and a record that the Spine holds."""

import uuid
from dataclasses import replace

import httpx
import pytest

from cpcs_harness._content.mocks.identity.platform.service import Platform
from cpcs_harness.people.demographics import CareRecord, CareSection

FIRST, SECOND = "0A5D7E11-0001-4000-8000-00000000000A", "0A5D7E11-0002-4000-8000-00000000000B"
ALLERGIES = CareSection("AllergiesHeader", "Allergies and Adverse Reactions", "<p>Penicillin &amp; wasps</p>")


@pytest.fixture
def base(nation):
    return nation.candidate_endpoints()["scr"]["base"]


@pytest.fixture
def scr(nation, base, transport):
    """A viewer whose user has signed in."""
    token = nation[Platform].grants.give(
        mode="healthcare-worker", user_id="555000000001", roles=("555000000011", "555000000012")
    )
    headers = {
        "Authorization": f"Bearer {token}",
        "NHSD-Session-URID": "555000000011",
        "X-Request-ID": str(uuid.uuid4()),
    }
    return httpx.Client(base_url=base, headers=headers, transport=transport)


@pytest.fixture
def held(world, issued):
    """A record that the Spine holds of the journey's patient; changes can be made to it."""

    def held(**changes):
        record = replace(CareRecord(issued.person.nhs_number, FIRST, sections=(ALLERGIES,)), **changes)
        world.hold(record, issued.journey)
        return record

    return held
