"""What each ITK3 response has to hold, whatever it answers: the parts that its profiles ask for.

Source: ITK3 FHIR messaging distribution 2.10.0 (interface sheet mesh-itk3-nhsmail-mys, sections B3, B4 and B6).
"""

from __future__ import annotations

from cpcs_harness.formats.itk3 import Itk3Message, N, resolve, value
from cpcs_harness.judging import expect, expect_equal
from cpcs_harness.judging.in_words import Words

from ._acknowledgements import Acknowledgement

RECIPIENT_TYPES = ("FA", "FI")
RECIPIENT_TYPE = "https://fhir.nhs.uk/STU3/CodeSystem/ITK-RecipientType-1"
DETAILS = "f:response/f:details/f:reference"


def expect_whole(acknowledgement: Acknowledgement) -> None:
    """Raise NotMet where a response lacks a part that its profiles ask for."""
    call, message = acknowledgement.call, acknowledgement.message
    for part, said in _parts(message).items():
        expect(bool(said), part, Words("none"), call, "A response of ITK3 has it, as each message has.")
    kind = message.handling().get("RecipientType")
    expect_equal("the system of RecipientType", RECIPIENT_TYPE, value(kind, "f:system"), call)
    expect(value(kind, "f:code") in RECIPIENT_TYPES, "RecipientType FA or FI", value(kind, "f:code"), call)
    outcome = resolve(message.resources, _of_header(message, DETAILS))
    issues = [] if outcome is None else outcome.node.findall("f:issue", N)
    expect_equal("the number of issues of what response.details means", 1, len(issues), call)
    for part in ("f:severity", "f:code", "f:details/f:coding/f:display"):
        expect(bool(value(issues[0], part)), f"issue.{part.replace('f:', '')}", Words("none"), call)
    explained = not acknowledgement.is_negative or bool(value(issues[0], "f:diagnostics"))
    expect(
        explained, "diagnostics that say what is wrong", Words("none"), call, "And nothing of the patient."
    )


def _parts(message: Itk3Message) -> dict[str, str]:
    """Give by name what each response has to say in words or codes of its own."""
    handling = message.handling()
    said = {
        name: handling[name].get("value") or ""
        for name in ("SenderReference", "LocalExtension")
        if name in handling
    }
    return {
        "SenderReference, or the word None": said.get("SenderReference", ""),
        "LocalExtension, or the word None": said.get("LocalExtension", ""),
        "MessageDefinition": value(handling.get("MessageDefinition"), "f:reference"),
        "the display of RecipientType": value(handling.get("RecipientType"), "f:display"),
        "the system of the event": _of_header(message, "f:event/f:system"),
        "the timestamp": _of_header(message, "f:timestamp"),
    }


def _of_header(message: Itk3Message, path: str) -> str:
    return value(message.header.node, path) if message.header is not None else ""
