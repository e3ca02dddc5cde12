"""What the profiles of message, header and sender forbid is not there.

Source: ITK-Message-Bundle-1, ITK-MessageHeader-2 and CareConnect-ITK-Header-Organization-1 (interface sheet
mesh-itk3-nhsmail-mys, sections B2 and B3, checks F2 28, 33 and 37).
"""

from __future__ import annotations

from typing import Any

from cpcs_harness.formats.itk3 import Resource, resolve, value
from cpcs_harness.judging import EvidenceView, ExchangeView, criterion, expect, expect_none
from cpcs_harness.judging.in_words import Words

from ._documents import sent

BUNDLE = ("total", "link", "signature", "entry/f:search", "entry/f:request", "entry/f:response")
HEADER = (
    *("destination", "enterer", "author", "responsible", "reason", "response"),
    *("source/f:name", "source/f:software", "source/f:version", "source/f:contact"),
)
SENDER = ("active", "type", "name", "alias", "telecom", "address", "partOf", "contact", "endpoint")
ODS = ("https://fhir.nhs.uk/Id/ods-organization-code", "https://fhir.nhs.uk/Id/ods-site-code")
N = {"f": "http://hl7.org/fhir"}
TODO = "Leave it out: a practice's system that keeps to the profile refuses the message."


@criterion("GPM-38")
def test_the_envelope_has_nothing_that_its_profiles_forbid(evidence: EvidenceView):
    """Neither the bundle, nor its header, nor the sender's organisation; one focus, a time, and the event in words."""
    for notification in sent(evidence):
        message, call = notification.message, notification.call
        expect_without("the message bundle", message.root, BUNDLE, call)
        header = message.header
        expect(header is not None, "MessageHeader as the first entry", Words("none"), call)
        expect_without("the MessageHeader", header.node, HEADER, call)
        focuses = len(header.node.findall("f:focus", N))
        expect(focuses == 1, "one focus", f"{focuses}", call)
        for what, path in (("timestamp", "f:timestamp"), ("display of the event", "f:event/f:display")):
            expect(value(header.node, path) != "", f"a {what}", Words("none"), call)
        sender = resolve(message.resources, value(header.node, "f:sender/f:reference"))
        if sender is not None:
            expect_sender(sender, call)


def expect_without(what: str, node: Any, paths: tuple[str, ...], call: ExchangeView) -> None:
    """Raise NotMet where a node has what its profile forbids."""
    found = [path.replace("/f:", ".") for path in paths if node.find(f"f:{path}", N) is not None]
    expect_none(f"element in {what} that its profile forbids", found, call, TODO)


def expect_sender(sender: Resource, call: ExchangeView) -> None:
    """Raise NotMet unless an organisation is what a header may have: a code, and not even a name."""
    expect_without("the sender's organisation", sender.node, SENDER, call)
    systems = [value(found, "f:system") for found in sender.node.findall("f:identifier", N)]
    others = [system for system in systems if system not in ODS]
    expect_none("identifier of the sender that is no ODS code", others, call, TODO)
