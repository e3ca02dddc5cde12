"""What the profiles fix has the value that they give it, and what the document dates has been.

Source: GP Connect DigiMeds emergency supply guide 1.3.0-public-beta; ITK-Message-Bundle-1, ITK-MessageHeader-2,
ITK-Document-Bundle-1, CareConnect-ITK-Encounter-1, CareConnect-ITK-MedicationDispense-List-1 and
CareConnect-ITK-MedicationDispense-1 (interface sheet mesh-itk3-nhsmail-mys, sections B2 to B4 and B8, checks F2 39, F3
48 to 50 and 54).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cpcs_harness.formats.itk3 import Resource, value, values
from cpcs_harness.judging import EvidenceView, criterion, expect, expect_equal, expect_none
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.times import moment_of

from .._shared.moments import is_impossible, moment_or_none
from ._documents import SECTION, Notification, sent
from ._kinds import EXPLAINED
from .test_document import of_kind
from .test_parts import CLOCKS, SNOMED

ANY = "{http://hl7.org/fhir}*"
N = {"f": "http://hl7.org/fhir"}
RECIPIENT_TYPE = "https://fhir.nhs.uk/STU3/CodeSystem/ITK-RecipientType-1"
SECTION_CODE, CONTACTS = "https://fhir.nhs.uk/CodeSystem/SectionCode", "contacts-with-professionals"
UCUM = "http://unitsofmeasure.org"
PERFORMER, PHARMACY_SERVICE, DISPENSED = "PPRF", "310080006", "163541000000107"
SYSTEMS = {PHARMACY_SERVICE: SNOMED, DISPENSED: SNOMED}
"""Of codes that profiles fix, where they stand in a coding."""
USES = {
    "telecom": ("home", "work", "temp", "old", "mobile"),
    "address": ("home", "work", "temp", "old"),
    "name": ("usual", "official", "temp", "nickname", "anonymous", "old", "maiden"),
}
"""What FHIR lets `use` be of each."""
CONTACTS_BY = ("phone", "fax", "email", "pager", "url", "sms", "other")
"""What FHIR lets `system` of a telecom be."""
FIXED = {
    "Composition": {"status": "final"},
    "Encounter": {"status": "finished"},
    "MedicationDispense": {"status": "completed"},
    "List": {"status": "current", "mode": "snapshot"},
}
"""Elements of one value in each resource of a kind."""
PROFILES = {
    "MessageHeader": ("ITK-MessageHeader-2",),
    "Composition": (
        "CareConnect-ITK-DM-EmergencySupply-Composition-1",
        "CareConnect-ITK-DM-DMIRS-Composition-1",
    ),
    "Encounter": ("CareConnect-ITK-Encounter-1",),
    "MedicationDispense": ("CareConnect-ITK-MedicationDispense-1",),
    "List": ("CareConnect-ITK-MedicationDispense-List-1",),
    "Patient": ("CareConnect-Patient-1",),
}
"""Profiles of the resources; which is named need not be said, and none beside is right."""


@criterion("GPM-47")
def test_what_the_profiles_fix_is_as_they_fix_it(evidence: EvidenceView):
    """Statuses, mode, codes and systems, profiles where they are named; and no moment that is yet to come."""
    for notification in sent(evidence):
        for resource in [*notification.message.resources, *notification.document]:
            expect_fixed(notification, resource)
        expect_profiles(notification)
        expect_coded(notification)
        expect_bound(notification)
        expect_sections(notification)
        expect_past(notification)


def expect_fixed(notification: Notification, resource: Resource) -> None:
    """Raise NotMet unless a resource has the statuses that its profile fixes."""
    if resource.kind == "List" and DISPENSED not in values(resource.node, "f:code/f:coding/f:code"):
        return  # of something else, such as allergies
    for name, due in FIXED.get(resource.kind, {}).items():
        told = value(resource.node, f"f:{name}")
        expect_equal(f"{resource.kind}.{name}", due, told, notification.call)


def expect_profiles(notification: Notification) -> None:
    """Raise NotMet where a resource says that it is of another profile."""
    for resource in [*notification.message.resources, *notification.document]:
        due = PROFILES.get(resource.kind)
        named = [
            url.partition("|")[0].rpartition("/")[2] for url in values(resource.node, "f:meta/f:profile")
        ]
        if due is not None and named:
            expect(
                bool(set(named) & set(due)),
                f"{resource.kind} of profile {in_words(due)}",
                named,
                notification.call,
            )


def expect_coded(notification: Notification) -> None:
    """Raise NotMet unless the codes that profiles fix stand there: recipient, performer, list, care setting, units."""
    call, handling = notification.call, notification.message.handling()
    kinds = [value(part, "f:system") for name, part in handling.items() if name == "RecipientType"]
    expect_none("other system of RecipientType", [kind for kind in kinds if kind != RECIPIENT_TYPE], call)
    roles = values(notification.only("Encounter").node, "f:participant/f:type/f:coding/f:code")
    expect(not roles or PERFORMER in roles, f"a participant of type {PERFORMER}", roles, call)
    if of_kind(notification, "MedicationDispense"):
        lists = [code for found in of_kind(notification, "List") for code in _codes(found.node)]
        expect(DISPENSED in lists, f"a list of code {DISPENSED}", lists, call)
    composition = notification.only("Composition").node
    settings = values(composition, "f:extension/f:valueCodeableConcept/f:coding/f:code")
    expect(not settings or PHARMACY_SERVICE in settings, f"care setting {PHARMACY_SERVICE}", settings, call)
    for dispense in of_kind(notification, "MedicationDispense"):
        days = [value(dispense.node, f"f:daysSupply/f:{part}") for part in ("system", "code")]
        expect(days in (["", ""], [UCUM, "d"]), f"days of supply in d of {UCUM}", days, call)
        unit = value(dispense.node, "f:quantity/f:system")
        expect(unit in ("", UCUM, SNOMED), f"a unit of {UCUM} or {SNOMED}", unit, call)


def expect_bound(notification: Notification) -> None:
    """Raise NotMet where fixed codes are of another system, or a use is none that FHIR has."""
    root, call = notification.message.root, notification.call
    for coding in root.iterfind(".//f:coding", N):
        code, system = (value(coding, f"f:{part}") for part in ("code", "system"))
        due = SYSTEMS.get(code, system)
        expect(system == due, f"{code} of {due}", system or Words("none"), call)
    for name, uses in USES.items():
        told = values(root, f".//f:{name}/f:use")
        expect_none(f"use of {name} that FHIR does not have", [use for use in told if use not in uses], call)
    by = values(root, ".//f:telecom/f:system")
    expect_none(
        "system of telecom that FHIR does not have", [one for one in by if one not in CONTACTS_BY], call
    )


def _codes(node: Any) -> list[str]:
    return values(node, "f:code/f:coding/f:code")


def expect_sections(notification: Notification) -> None:
    """Raise NotMet unless each section's code is one of the system that has it."""
    known = EXPLAINED | set(notification.kind.sections)
    for section in notification.only("Composition").node.iter(SECTION):
        for coding in section.findall("f:code/f:coding", N):
            code, system = (value(coding, f"f:{part}") for part in ("code", "system"))
            due = SECTION_CODE if code == CONTACTS else SNOMED
            expect(
                code not in known or system == due,
                f"{code} of {due}",
                system or Words("none"),
                notification.call,
            )


def expect_past(notification: Notification) -> None:
    """Raise NotMet where something of the message is dated after it was sent, or by what no calendar has."""
    call = notification.call
    dated = [(node, str(node.get("value", ""))) for node in notification.message.root.iter(ANY)]
    wrong = [f"{name_of(node)} {told}" for node, told in dated if is_impossible(told)]
    expect_none("date that no calendar or clock has", wrong, call, "Write the day as the calendar has it.")
    latest = moment_of(call.clock).timestamp() + CLOCKS
    later = [
        f"{name} {told}"
        for name, told in _moments(notification.message.root)
        if (moment := moment_or_none(told)) is not None and moment.timestamp() > latest
    ]
    expect_none(f"moment after {call.clock}, when it was sent", later, call, "Date what has been.")


def _moments(root: Any) -> Iterator[tuple[str, str]]:
    for node in root.iter(ANY):
        told = str(node.get("value", ""))
        if told[:2] == "20" and "T" in told[10:11]:
            yield name_of(node), told


def name_of(node: Any) -> str:
    """Give an element's name without its namespace."""
    return str(node.tag).rpartition("}")[2]
