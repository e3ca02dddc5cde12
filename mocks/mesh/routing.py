"""Routing by patient: a message to GPPROVIDER goes to the practice with which the named patient is registered.

Source: MESH client interface, automatic addressing and its error codes EPL-151 to EPL-154 (interface sheet
mesh-itk3-nhsmail-mys, part A).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from cpcs_harness.people import nhs_number
from cpcs_harness.people.model import Person, Practice

from .sandboxed import Message, MessageEvent, MessageMetadata, MessageParty, MessageStatus, MessageType

_GPPROVIDER = re.compile(r"GPPROVIDER_(\d{10})_(\d{8})_(.+)", re.IGNORECASE)


class Named(NamedTuple):
    """The patient that an address names."""

    number: str
    birth_date: str
    family: str


def provider_in(address: str) -> Named | None:
    """Read the patient out of an address; None where it is a mailbox."""
    found = _GPPROVIDER.fullmatch(address.strip())
    return Named(*found.groups()) if found else None


def practice_of(
    named: Named, people: Mapping[str, Person], registered: Callable[[Person], Practice | None]
) -> tuple[Practice | None, str, str]:
    """Find the registered practice as MESH does; gives it, or code and words of the report.

    `registered`: gives the practice that a person is registered with and that takes the message, where there is one.
    """
    if not nhs_number.is_valid(named.number):
        return None, "EPL-152", "Invalid NHS Number"
    person = people.get(named.number)
    if person is None:
        return None, "EPL-153", "NHS Number not found"
    # Its documents write the date both ways round.
    dates = {person.birth_date.strftime("%Y%m%d"), person.birth_date.strftime("%d%m%Y")}
    if named.birth_date not in dates or _letters(named.family) != _letters(person.family):
        return None, "EPL-154", "NHS Number supplied does not match the demographics"
    practice = registered(person)
    return (practice, "", "") if practice else (None, "EPL-151", "No mailbox matches")


def report_of(failed: Any, event: Any) -> Any:
    """Write the report to its sender that a message could not be delivered."""
    return Message(
        message_id=f"R{failed.message_id[1:]}",
        events=[MessageEvent(status=MessageStatus.ACCEPTED), event],
        sender=MessageParty(mailbox_id=""),
        recipient=failed.sender,
        total_chunks=0,
        message_type=MessageType.REPORT,
        workflow_id=failed.workflow_id,
        metadata=MessageMetadata(subject=failed.metadata.subject, local_id=failed.metadata.local_id),
    )


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", name.casefold()))
