"""What went out about a patient: to practices, to MYS and to other services, as text that can be searched."""

from __future__ import annotations

import html
from collections.abc import Iterable
from urllib.parse import unquote

from cpcs_harness.judging.views import ExchangeView, JourneyView

from .mails import what_it_says
from .mesh import MeshMessage, sent_whole
from .text import letters_and_digits

OUTSIDE = ("mesh", "nhsmail", "mys", "dos", "eps", "onward")
"""Everybody but those who are asked for a patient by number."""


def outbound(journey: JourneyView, after: int = 0) -> list[ExchangeView]:
    """Give what was sent out after an event."""
    found = [
        call
        for call in journey.calls
        if call.service in OUTSIDE and call.direction == "from-candidate" and call.seq > after
    ]
    journey.looked_at.extend(call.id for call in found)
    return found


def holding(calls: Iterable[ExchangeView], *marks: str) -> list[ExchangeView]:
    """Give the messages in which one of some texts stands; of a message in chunks, the exchange that began it."""
    known = list(calls)
    wanted = [searchable(mark) for mark in marks if searchable(mark)]
    chunked = {message.call.id: message for message in sent_whole(known) if message.chunks}
    said = {
        call.id: words(call, chunked[call.id]) if call.id in chunked else call.read(words) for call in known
    }
    return [call for call in known if any(mark in said[call.id] for mark in wanted)]


def words(call: ExchangeView, whole: MeshMessage | None = None) -> str:
    """Give all that a message says, letters and digits alone, so that no way of writing hides a number.

    `whole`: the message that a call began, where it went in chunks.
    """
    request = call.request
    start = " ".join(unquote(str(value)) for value in request.start.values())
    headers = " ".join(value for name, value in request.headers if name.lower() != "authorization")
    return searchable(f"{start} {headers} {unquote(_body(call, whole))}")


def searchable(text: str) -> str:
    """Give a text as it can be searched: letters and digits alone, and no character references."""
    return letters_and_digits(html.unescape(text))


def _body(call: ExchangeView, whole: MeshMessage | None) -> str:
    if call.service == "nhsmail":
        mail = what_it_says(call)
        return " ".join([*mail.recipients, mail.subject, mail.text, *mail.attachments])
    return (whole or MeshMessage(call)).readable.decode("utf-8", "replace")
