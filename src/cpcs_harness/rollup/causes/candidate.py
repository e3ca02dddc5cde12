"""Causes at the candidate's own end: where it takes referrals, which pharmacies it serves, and whether it is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cpcs_harness.evidence.events import About, Event, Exchange, Observation
from cpcs_harness.rollup.causes.cause import DECLARATION, PROVISION, SELF_TEST, Cause, Recorded

NOWHERE = frozenset({404, 405, 410, 421, 501, 502, 503, 504})
"""Statuses of a server that has nothing there that takes messages, or of a proxy that finds nobody."""


def not_receiving(recorded: Recorded) -> Iterator[Cause]:
    """Find each declared address at which nothing that was sent was taken by anything that takes messages."""
    by_key: dict[str, list[Event[Exchange]]] = defaultdict(list)
    addresses = dict(_addresses(recorded.evidence.plan.declaration))
    for event in recorded.sent:
        target = str(event.data.request.start.get("target", ""))
        found = [key for key, address in addresses.items() if target.startswith(address)]
        if found:
            by_key[max(found, key=lambda key: len(addresses[key]))].append(event)
    for key, sent in by_key.items():
        whys = [_why_not_taken(event.data) for event in sent]
        if all(whys):
            yield Cause(
                id=f"receiver:{key}",
                kind="receiver",
                blame="configuration",
                sentence=(
                    f"Nothing at {addresses[key]} takes what was sent there ({len(sent)} times): {whys[0]}."
                ),
                key=key,
                file=DECLARATION,
                events=tuple(event.id for event in sent),
                services=frozenset(event.data.service for event in sent),
            )


def _addresses(declared: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, str]]:
    for key, value in declared.items():
        if isinstance(value, Mapping):
            yield from _addresses(value, f"{within}{key}.")
        elif isinstance(value, str) and value.startswith(("http://", "https://")):
            yield within + key, value


def _why_not_taken(exchange: Exchange) -> str:
    """Say why it is clear that nobody there takes messages; empty where somebody did, however badly."""
    start = exchange.response.start
    if "error" in start:
        return f"nobody listens there ({start['error']})" if start.get("nobody_there") else ""
    status = int(start.get("status", 0))
    kinds = [value for name, value in exchange.response.headers if name.lower() == "content-type"]
    kind = kinds[0] if kinds else ""
    if "xml" in kind or "fhir" in kind:
        return ""
    if status in NOWHERE:
        return f"it answers {status}"
    return "it answers with a page of HTML" if "text/html" in kind else ""


def not_serving(recorded: Recorded) -> Iterator[Cause]:
    """Find each pharmacy at which the candidate refused everything that anybody asked for.

    Where it refused to try the pharmacy's credentials, it is enough that no referral was ever opened there.
    """
    by_ods: dict[str, list[Event[Observation]]] = defaultdict(list)
    for event in recorded.observations:
        by_ods[str(event.data.actor.get("ods", ""))].append(event)
    numbers = {
        str(premises["ods"]): number
        for number, premises in enumerate(recorded.environment.get("premises", ()))
    }
    for ods, seen in by_ods.items():
        refused = [event for event in seen if event.data.status == "refused"]
        if ods in numbers and refused and (len(refused) == len(seen) or _is_none_of_its_own(seen)):
            told = refused[0].data.shown or refused[0].data.reason or "no reason was given"
            yield Cause(
                id=f"pharmacy:{ods}",
                kind="pharmacy",
                blame="configuration",
                sentence=f"The candidate refused {len(refused)} of {len(seen)} actions at {ods}: {told[:160]}",
                key=f"premises[{numbers[ods]}].ods",
                file=PROVISION,
                events=tuple(event.id for event in refused),
                pharmacy=ods,
            )


def _is_none_of_its_own(seen: Sequence[Event[Observation]]) -> bool:
    tried = [event.data.status for event in seen if event.data.action == SELF_TEST]
    opened = any(event.data.action == "open_referral" and event.data.status == "done" for event in seen)
    return "refused" in tried and not opened


def gone(recorded: Recorded) -> Iterator[Cause]:
    """Find that the candidate's process was not there any more at the end, and since when nothing was answered.

    A process that is ended breaks off whatever it has in hand, and so does one that falls over it: from outside these
    look alike. What was broken off, or found nobody, is held against nobody; what waited in vain until its time was
    over is judged.
    """
    ends = [event.data.held for event in recorded.evidence.of(About)][1:]
    if not ends or not ends[-1].get("gone"):
        return
    last = _answered_last(recorded)
    asked = [event for event in recorded.observations if event.seq > last]
    sent = [event for event in recorded.sent if event.seq > last]
    lost = [event for event in sent if not event.data.response.start.get("too_late")]
    numbered = {event.seq: event.id for event in asked} | {event.seq: event.id for event in lost}
    yield Cause(
        id="gone",
        kind="gone",
        blame="environment",
        sentence=f"The candidate's process is gone {_since(asked, lost, ends[-1])}",
        key="control.url",
        file=DECLARATION,
        events=tuple(name for _, name in sorted(numbered.items())),
    )


def _answered_last(recorded: Recorded) -> int:
    """Give the number of the last event that shows an answer of the candidate's; -1 where it gave none."""
    answered = [event.seq for event in recorded.observations if event.data.status != "unanswered"]
    answered += [event.seq for event in recorded.sent if "error" not in event.data.response.start]
    return max(answered, default=-1)


def _since(
    asked: Sequence[Event[Observation]], sent: Sequence[Event[Exchange]], end: Mapping[str, Any]
) -> str:
    """Say since when, what is known of that moment, and what is not."""
    told = [(event.seq, f"{event.data.action} in {event.journey}") for event in asked]
    told += [(event.seq, f"a message of {event.data.service} ({event.id})") for event in sent]
    why = end.get("error", "nobody listens")
    if not told:
        return f"at the end of the run, when nothing was asked of it: {why}"
    _, first = min(told)
    return (
        f"since {first}: {why} From there on it answered nothing ({len(told)} times). Whether it fell over what it was "
        "asked or sent then, or was ended by somebody, only its own log tells."
    )
