"""The document is whole and has nothing beside: each part once, at its own address; who, when, and text that is safe.

Source: GP Connect DigiMeds emergency supply guide 1.3.0-public-beta, message structure; FHIR STU3, Bundle and Narrative
(interface sheet mesh-itk3-nhsmail-mys, sections B2, B7 and B8, checks F2 37, 39, 42, F3 48, 50, 52, 54 and 51).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from cpcs_harness.formats.itk3 import Resource, resolve, value, values
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    criterion,
    expect,
    expect_equal,
    expect_none,
)
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.times import moment_of

from .._shared.moments import moment_or_none
from ._documents import SECTION, Notification, sent
from ._once import twice
from .test_document import GPHC, identifier, of_kind, person_of

ONCE = ("Composition", "Patient", "Encounter")
"""Kinds of resources that stand in a document once."""
SNOMED = "http://snomed.info/sct"
N = {"f": "http://hl7.org/fhir", "h": "http://www.w3.org/1999/xhtml"}
UUID = "urn:uuid:"
CLOCKS = 120.0
"""Seconds by which two clocks may differ."""
LONG_AGO = datetime(2019, 10, 29, tzinfo=UTC)
"""The first day of the service."""
LONDON = ZoneInfo("Europe/London")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
STATUSES = ("generated", "additional")
ACTIVE = {
    *("script", "form", "input", "button", "select", "textarea"),
    *("base", "link", "frame", "frameset", "iframe", "object", "embed", "applet", "head", "body"),
}
"""What a narrative of FHIR may not have."""


@criterion("GPM-39")
def test_the_document_has_each_part_once_and_nothing_beside(evidence: EvidenceView):
    """Each resource at its own address; one patient; the list has each dispense once; nothing is elsewhere."""
    for notification in sent(evidence):
        call = notification.call
        expect_addresses("the message", notification.message.resources, call)
        expect_addresses("the document", notification.document, call)
        for kind in ONCE:
            found = len(of_kind(notification, kind))
            expect(found == 1, f"one {kind} in the document", f"{found}", call)
        again = list(twice(notification.message.root))
        expect_none("element twice that FHIR has once", again, call, "Say each thing once.")
        expect_listed(notification)
        expect_made(notification)
        expect_typed(notification)
        elsewhere = [
            url for found in notification.document for url in values(found.node, ".//f:attachment/f:url")
        ]
        todo = "Put what is attached into the message."
        expect_none("attachment by its address", elsewhere, call, todo)


def expect_typed(notification: Notification) -> None:
    """Raise NotMet unless it has a title, and its type's code is one of SNOMED CT; others may stand beside that."""
    due = notification.kind.type
    title = value(notification.only("Composition").node, "f:title")
    expect(title.strip() != "", "a title of the document", Words("none"), notification.call)
    found = notification.only("Composition").node.findall("f:type/f:coding", N)
    systems = [value(coding, "f:system") for coding in found if value(coding, "f:code") == due]
    expect(
        SNOMED in systems, f"{due} as a code of {SNOMED}", systems or Words("no such code"), notification.call
    )


def expect_addresses(what: str, resources: list[Resource], call: ExchangeView) -> None:
    """Raise NotMet where two entries have one address, or one has another's."""
    urls = [found.url.lower() for found in resources if found.url]
    twice = sorted({url for url in urls if urls.count(url) > 1})
    expect_none(f"address of two resources in {what}", twice, call)
    named = [found for found in resources if found.url.lower().startswith(UUID) and found.id]
    strange = [found.url for found in named if found.url[len(UUID) :].lower() != found.id.lower()]
    expect_none(f"address in {what} that is not its resource's id", strange, call)


def expect_listed(notification: Notification) -> None:
    """Raise NotMet unless each dispense of the document is listed once, with nothing else."""
    call, dispenses = notification.call, of_kind(notification, "MedicationDispense")
    lists = [resource.node for resource in of_kind(notification, "List")]
    listed = [
        [resolve(notification.document, to) for to in values(node, "f:entry/f:item/f:reference")]
        for node in lists
    ]
    of_dispenses = [items for items in listed if any(item in dispenses for item in items)]
    expect(
        len(of_dispenses) == min(1, len(dispenses)),
        "one list of dispenses",
        Words(f"{len(of_dispenses)}"),
        call,
    )
    items = [item for found in of_dispenses for item in found]
    ids = [
        item.id if item is not None and item.kind == "MedicationDispense" else "nothing of the kind"
        for item in items
    ]
    expect_equal("the dispenses on the list", sorted(found.id for found in dispenses), sorted(ids), call)


def expect_made(notification: Notification) -> None:
    """Raise NotMet unless the document says when it was made, and that was not after it was sent."""
    call = notification.call
    made = value(notification.message.documents[0].node, "f:meta/f:lastUpdated")
    expect(made != "", "meta.lastUpdated of the document", Words("none"), call)
    moment = moment_or_none(made)
    in_time = moment is not None and moment.timestamp() <= moment_of(call.clock).timestamp() + CLOCKS
    expect(in_time, f"made by {call.clock}, when it was sent", made, call)


@criterion("GPM-40")
def test_the_document_says_who_saw_the_patient_and_when_each_item_was_handed_over(evidence: EvidenceView):
    """The encounter's participant leads to the pharmacist; no item before the referral, and none after the message."""
    for notification in sent(evidence):
        call, issued = notification.call, notification.journey.issued
        individuals = values(notification.only("Encounter").node, "f:participant/f:individual/f:reference")
        numbers = [identifier(person_of(notification, found), GPHC) for found in individuals]
        gphc = issued["pharmacist"]["gphc"]
        expect(gphc in numbers, f"pharmacist {gphc} as participant of the encounter", numbers, call)
        begun, ended = referred_at(notification), moment_of(call.clock)
        for dispense in of_kind(notification, "MedicationDispense"):
            told = value(dispense.node, "f:whenHandedOver")
            right = is_between(told, begun, ended)
            expect(
                right,
                f"handed over from {begun.isoformat()} to {ended.isoformat()}",
                told or Words("no time"),
                call,
            )


def referred_at(notification: Notification) -> datetime:
    """Give when the journey's first message was sent to the candidate, or the first day of the service."""
    calls = [call for call in notification.journey.calls if call.direction == "to-candidate"]
    return moment_of(calls[0].clock) if calls else LONG_AGO


def is_between(told: str, begun: datetime, ended: datetime) -> bool:
    """Say whether a moment, or a day without a time, lies between two moments, as far as clocks agree."""
    earliest, latest = begun.timestamp() - CLOCKS, ended.timestamp() + CLOCKS
    moment = moment_or_none(told)
    if moment is not None:
        return earliest <= moment.timestamp() <= latest
    days = [datetime.fromtimestamp(at, LONDON).date().isoformat() for at in (earliest, latest)]
    return DAY.fullmatch(told) is not None and days[0] <= told <= days[1]


@criterion("GPM-41")
def test_the_text_is_of_the_standard_and_does_nothing(evidence: EvidenceView):
    """Each section's text says what it is, has words, and holds nothing that runs, asks or fetches."""
    for notification in sent(evidence):
        call = notification.call
        for section in notification.only("Composition").node.iter(SECTION):
            if section.find("f:text", N) is None and section.find("f:section", N) is not None:
                continue  # what it says stands in the sections within
            title = value(section, "f:title")
            status = value(section, "f:text/f:status")
            expect(
                status in STATUSES,
                f"a text of status {in_words(STATUSES)} in {in_words(title)}",
                status or Words("none"),
                call,
            )
            divisions = section.findall("f:text/h:div", N)
            expect(len(divisions) < 2, f"one text in {in_words(title)}", f"{len(divisions)}", call)
            division = next(iter(divisions), None)
            words = "" if division is None else "".join(division.itertext()).strip()
            expect(words != "", f"words in {in_words(title)}", Words("none"), call)
            expect_none(f"active part of the text of {in_words(title)}", list(active(division)), call)


def active(division: Any) -> Iterator[str]:
    """Give what of a narrative would run, ask for something, or fetch it."""
    for node in division.iter("*"):
        name = str(etree.QName(node).localname).lower()
        if name in ACTIVE:
            yield f"<{name}>"
        for attribute, said in node.attrib.items():
            runs = "".join(str(said).split()).lower().startswith(("javascript:", "vbscript:"))
            if attribute.lower().startswith("on") or runs:
                yield f"{attribute} of <{name}>"
