"""Reports as NHS 111 sent them, many in a journey: by which name each is known, what it carried, whether it was taken.

Source: interface sheet nhs111-itk22, 5 and 6.2, whose case ids stand with the names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpcs_harness.conditions.recorded import may_be_refused
from cpcs_harness.formats.soap import NAMESPACES, read_answer
from cpcs_harness.judging import ExchangeView, JourneyView, NotShown

SERVICE = "nhs111"
SIMPLE_RESPONSE = f"{{{NAMESPACES['itk']}}}SimpleMessageResponse"
END = "at the end"
"""The last report of a journey; nothing is odd about it."""
AFTER_THE_CLOSE = "after the close"
"""A newer version of a report whose consultation was closed before."""
POLICY = {
    "no-sender-address": "A15: the envelope's schema does not ask for it, and the 111 Adaptor does",
    "no-address": "A15: an endpoint that serves two pharmacies cannot tell whose it is",
    "later-profile": "A18: the specification has it, and no sender was seen to use it",
    "payload-of-another-profile": "A16: no document says what becomes of it",
}
"""Lawful forms that a receiver may take or refuse, and why."""
INCOMPLETE = (
    *("not-a-document", "no-patient", "two-patients", "no-body"),  # R17
    *("no-disposition", "disposition-null"),  # R17, R20
)
"""Damages that leave a document without what it needs: it may be refused, or listed as far as it goes."""
Plain = Mapping[str, Any]


def sent_as(journey: JourneyView, *names: str, service: str = SERVICE) -> list[ExchangeView]:
    """Give what was sent under these names, of variants or damages, in order; one that is missing is NotShown.

    Where one report is looked at by itself, it is enough that it is one of these.
    """
    calls = journey.sent(service)
    found = [call for call in calls if name_of(call) in names]
    missing = set(names) - {name_of(call) for call in found}
    if missing and not (journey.document and found):
        raise NotShown(f"journey {journey.id}: {', '.join(sorted(missing))} was not sent", blame="harness")
    return found


def must_have_sent(journey: JourneyView, *names: str) -> None:
    """Raise NotShown unless reports were sent under these names; one report by itself need be none of them."""
    if not journey.document:
        sent_as(journey, *names)


def every_form(journey: JourneyView) -> list[ExchangeView]:
    """Give what was sent in one lawful form or another, and was taken; none is NotShown."""
    calls = [call for call in journey.sent(SERVICE) if call.facts["variant"]]
    if not calls:
        raise NotShown(f"journey {journey.id}: no form was sent", blame="harness")
    return [call for call in calls if is_taken(call) or not is_policy(call)]


def name_of(call: ExchangeView) -> str:
    """Give the name under which a report was sent: of its damage, or of its variant."""
    return str(call.facts["damage"] or call.facts["variant"])


def report_of(call: ExchangeView) -> Plain:
    """Give the report that a message carried, in plain data."""
    report: Plain = call.facts["report"]
    return report


def is_policy(call: ExchangeView) -> bool:
    """Say whether it is the receiver's to take or refuse: by its form, or as no published schema permits it."""
    return name_of(call) in POLICY or call.read(_has_what_may_be_refused)


def _has_what_may_be_refused(call: ExchangeView) -> bool:
    return may_be_refused(report_of(call))


def is_taken(call: ExchangeView) -> bool:
    """Say whether a report was acknowledged as the service says."""
    answer = read_answer(call.response.xml)
    return call.response.status == 200 and answer is not None and answer.first_child == SIMPLE_RESPONSE
