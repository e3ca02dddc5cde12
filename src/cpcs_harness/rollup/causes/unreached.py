"""Services that a candidate did not find: by an address that leads to nothing there, or to nobody at all."""

from __future__ import annotations

from collections.abc import Iterator

from cpcs_harness.evidence.events import Event, Observation
from cpcs_harness.rollup.causes.cause import PROVISION, Cause, Recorded, tells_of_trouble

UNKNOWN = "unknown"
"""The operation of a call to a path that a service does not have."""


def misled(recorded: Recorded) -> Iterator[Cause]:
    """Find each service all of whose calls went to a path that it does not have."""
    for service, keys in recorded.settings.items():
        calls = [call for call in recorded.calls if call.service == service]
        if calls and all(call.event.data.operation == UNKNOWN for call in calls):
            target = calls[0].event.data.request.start.get("target", "")
            yield Cause(
                id=f"address:{service}",
                kind="address",
                blame="configuration",
                sentence=(
                    f"{service} was called {len(calls)} times, and never at a path that it has "
                    f"(the first was {str(target)[:120]})."
                ),
                key=" or ".join(keys),
                file=PROVISION,
                events=tuple(call.id for call in calls),
                services=frozenset({service}),
            )


def unreached(recorded: Recorded, barred: frozenset[str]) -> Iterator[Cause]:
    """Find each service that no call reached, though an action that asks it said that it could not be done.

    An action is no sign of it where another service of its answered, is barred by a cause, or did wrong on purpose.
    """
    reached = {call.service for call in recorded.calls}
    found: dict[str, list[Event[Observation]]] = {}
    for event in recorded.observations:
        asked = [name for name in recorded.asks.get(event.data.action, ()) if name in recorded.settings]
        if not asked or not tells_of_trouble(event.data) or barred & set(asked):
            continue
        if str(event.journey) in recorded.in_trouble or _answered(recorded, event, asked):
            continue
        missing = [name for name in asked if name not in reached]
        if missing:
            found.setdefault(missing[0], []).append(event)
    for service, signs in found.items():
        yield _cause(recorded, service, signs)


def _answered(recorded: Recorded, event: Event[Observation], asked: list[str]) -> bool:
    return any(call.event.journey == event.journey and call.service in asked for call in recorded.calls)


def _cause(recorded: Recorded, service: str, signs: list[Event[Observation]]) -> Cause:
    first = signs[0].data
    told = (first.reason or first.shown or "").strip()
    said = f": {told[:160]}" if told else ""
    return Cause(
        id=f"unreached:{service}",
        kind="unreached",
        blame="configuration",
        sentence=f"No call ever reached {service}; {first.action} ended {first.status}{said}.",
        key=" or ".join(recorded.settings[service]),
        file=PROVISION,
        events=tuple(event.id for event in signs),
        services=frozenset({service}),
    )
