"""Many reports in one journey: which was sent, whether it was taken, and what became of it on the worklists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cpcs_harness.formats.soap import NAMESPACES, read_answer
from cpcs_harness.judging import ExchangeView, JourneyView, NotMet, NotShown, ObservationView
from cpcs_harness.judging.expect import Place

from .._shared.screen import digits, looks

SERVICE = "nhs111"
SIMPLE_RESPONSE = f"{{{NAMESPACES['itk']}}}SimpleMessageResponse"
END = "at the end"
"""The last report of a journey; nothing is odd about it."""
POLICY = {
    "no-sender-address": "A15: the envelope's schema does not ask for it, and the 111 Adaptor does",
    "no-address": "A15: an endpoint that serves two pharmacies cannot tell whose it is",
    "later-profile": "A18: the specification has it, and no sender was seen to use it",
    "payload-of-another-profile": "A16: no document says what becomes of it",
}
"""Lawful forms that a receiver may take or refuse, and why."""
MOST = 8
"""How many of several faults a message names."""

Plain = Mapping[str, Any]
Wrong = list[tuple[str, Place]]


def sent_as(journey: JourneyView, *names: str, service: str = SERVICE) -> list[ExchangeView]:
    """Give what was sent under these names, of variants or damages, in order; one that is missing is NotShown."""
    calls = journey.sent(service)
    found = [call for call in calls if name_of(call) in names]
    missing = set(names) - {name_of(call) for call in found}
    if missing:
        raise NotShown(f"journey {journey.id}: {', '.join(sorted(missing))} was not sent", blame="harness")
    return found


def name_of(call: ExchangeView) -> str:
    """Give the name under which a report was sent: of its damage, or of its variant."""
    return str(call.facts["damage"] or call.facts["variant"])


def report_of(call: ExchangeView) -> Plain:
    """Give the report that a message carried, in plain data."""
    report: Plain = call.facts["report"]
    return report


def is_taken(call: ExchangeView) -> bool:
    """Say whether a report was acknowledged as the service says."""
    answer = read_answer(call.response.xml)
    return call.response.status == 200 and answer is not None and answer.first_child == SIMPLE_RESPONSE


def is_about(report: Plain, row: Plain) -> bool:
    """Say whether a row is about a report's case; by the NHS number, where the row names no case."""
    said = {str(row.get(key) or "").casefold() for key in ("case_reference", "case_id")} - {""}
    if not said:
        return digits(row.get("nhs_number")) == report["person"]["nhs_number"]
    return bool(said & {report["case_reference"].casefold(), report["case_id"].casefold()})


def rows_about(report: Plain, look: ObservationView) -> list[Plain]:
    """Give the rows of a worklist that are about a report's case."""
    return [row for row in look.shown.get("referrals") or () if is_about(report, row)]


def last_look(journey: JourneyView, call: ExchangeView) -> ObservationView:
    """Give the last look at the worklist of the pharmacy that a report was addressed to, after it was sent."""
    return looks(journey, report_of(call)["premises"]["ods"], call.seq)[-1]


def last_looks(journey: JourneyView, after: int) -> list[ObservationView]:
    """Give the last look at each pharmacy's worklist after an event."""
    seen = [look for look in journey.observations("worklist") if look.seq > after]
    return list({str(look.actor.get("ods")): look for look in seen}.values())


def end_look(journey: JourneyView, after: int) -> ObservationView:
    """Give the last look, at the journey's own pharmacy, after an event; NotShown unless it lists a sound report."""
    look = looks(journey, journey.report["premises"]["ods"], after)[-1]
    sound = sent_as(journey, END)[-1]
    if not rows_about(report_of(sound), look):
        raise NotShown(
            f"journey {journey.id}: the sound report that was sent last is not listed either, so that what is "
            "not listed proves nothing",
            exchanges=[sound.id, look.id],
        )
    return look


def expect_right(expected: str, wrong: Sequence[tuple[str, Place]], todo: str = "") -> None:
    """Raise NotMet when something is wrong; all that is, is named in one message, with its places."""
    if not wrong:
        return
    told = [what for what, _ in wrong]
    received = "; ".join(told[:MOST]) + (f"; and {len(told) - MOST} more" if len(told) > MOST else "")
    places = list(dict.fromkeys(place.id for _, place in wrong))
    at = wrong[0][1].where + (f"; and {len(places) - 1} other places" if len(places) > 1 else "")
    raise NotMet(expected, received, at=at, todo=todo, exchanges=places)


def expect_shown(
    journey: JourneyView,
    calls: Sequence[ExchangeView],
    expected: str,
    faults: Callable[[Plain, Plain], list[str]],
    todo: str = "",
) -> None:
    """Raise NotMet unless all that was opened of some reports is right; NotShown where one was not opened."""
    wrong: Wrong = []
    unseen = []
    for call in calls:
        seen = journey.shown_of(report_of(call)["document_id"])
        if seen:
            wrong += [
                (f"{name_of(call)}: {fault}", seen[-1]) for fault in faults(report_of(call), seen[-1].shown)
            ]
        elif name_of(call) not in POLICY:
            unseen.append(name_of(call))
    expect_right(expected, wrong, todo)
    if unseen or not calls:
        raise NotShown(f"journey {journey.id}: not opened: {', '.join(unseen) or 'anything of the kind'}")
