"""What the profiles fix is as they fix it, or not said; and nothing is dated after it was sent."""

from types import SimpleNamespace

import pytest
from lxml import etree

from cpcs_harness._content.conformance.gp_notification import test_fixed as checks
from cpcs_harness.errors import NotMet
from cpcs_harness.formats.itk3 import Itk3Message

CALL = SimpleNamespace(
    id="e7",
    where="journey first, exchange e7: POST /",
    direction="from-candidate",
    clock="2026-11-28T10:09:00Z",
)


def notification(*resources):
    inner = "".join(f"<entry><resource>{one}</resource></entry>" for one in resources)
    root = etree.fromstring(f'<Bundle xmlns="http://hl7.org/fhir">{inner}</Bundle>')
    message = Itk3Message(root)
    return SimpleNamespace(message=message, document=message.resources, call=CALL)


def judge(check, resource):
    found = notification(resource)
    check(found, found.document[0]) if check is checks.expect_fixed else check(found)


DISPENSED = '<code><coding><code value="163541000000107"/></coding></code>'
PROFILE = '<meta><profile value="https://fhir.nhs.uk/STU3/StructureDefinition/{}"/></meta>'


@pytest.mark.parametrize(
    ("check", "resource"),
    [
        (checks.expect_fixed, '<Encounter><status value="finished"/></Encounter>'),
        (
            checks.expect_fixed,
            f'<List><status value="current"/><mode value="snapshot"/>{DISPENSED}</List>',
        ),
        (checks.expect_fixed, '<List><status value="retired"/></List>'),
        (checks.expect_profiles, "<Encounter/>"),
        (
            checks.expect_profiles,
            f"<Encounter>{PROFILE.format('CareConnect-ITK-Encounter-1|1.2.0')}</Encounter>",
        ),
        (checks.expect_past, '<Encounter><period><end value="2026-11-28T10:10:00Z"/></period></Encounter>'),
        (
            checks.expect_past,
            '<Encounter><period><end value="2026-11-29T00:09:00+14:00"/></period></Encounter>',
        ),
        (checks.expect_past, '<Patient><birthDate value="2027-01-01"/></Patient>'),
    ],
)
def test_what_is_fixed_so_or_is_of_something_else_is_right(check, resource):
    judge(check, resource)


@pytest.mark.parametrize(
    ("check", "resource"),
    [
        (checks.expect_fixed, '<Encounter><status value="planned"/></Encounter>'),
        (checks.expect_fixed, f'<List><status value="current"/><mode value="working"/>{DISPENSED}</List>'),
        (checks.expect_fixed, "<MedicationDispense/>"),
        (checks.expect_profiles, f"<Encounter>{PROFILE.format('CareConnect-Encounter-1')}</Encounter>"),
        (checks.expect_past, '<Encounter><period><end value="2026-11-28T11:09:00Z"/></period></Encounter>'),
        (checks.expect_past, '<List><date value="2026-11-29T10:09:00.000+00:00"/></List>'),
    ],
)
def test_what_is_fixed_otherwise_or_yet_to_come_is_not(check, resource):
    with pytest.raises(NotMet):
        judge(check, resource)


@pytest.mark.parametrize("written", ["2026-13-28T10:09:00Z", "1980-02-31", "2026-11-28T25:09:00Z"])
def test_a_date_that_no_calendar_or_clock_has_is_said_to_be_that(written):
    with pytest.raises(NotMet, match="date that no calendar or clock has") as failed:
        judge(checks.expect_past, f'<Encounter><period><end value="{written}"/></period></Encounter>')
    assert f"end {written}" in str(failed.value)
