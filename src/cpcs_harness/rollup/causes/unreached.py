"""Services that a candidate did not find: by an address that leads to nothing there, or to nobody at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cpcs_harness.evidence.events import Event, Observation
from cpcs_harness.rollup.causes.cause import PROVISION, Cause, Recorded, tells_of_trouble

SELF_TEST = "self_test"
"""The action that tries each credential before a run."""
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
        for name in _tried_in_vain(event.data):
            before = _asked_before(recorded, name)
            if name in recorded.settings and name not in reached and not barred & {name, *before}:
                found.setdefault(name, []).append(event)
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


def _tried_in_vain(observed: Observation) -> list[str]:
    """Name the services that a self-test says it could not use."""
    listed = observed.observation.get("services") if observed.action == SELF_TEST else None
    services = [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list) else []
    return [str(item.get("service")) for item in services if item.get("result") == "failed"]


def _message(observed: Observation, service: str) -> str:
    """Give what a self-test says of a service."""
    listed = observed.observation.get("services")
    items = [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list) else []
    return next((str(item.get("message")) for item in items if item.get("service") == service), "")


def _asked_before(recorded: Recorded, service: str) -> set[str]:
    """Name the services that are asked before this one: a token comes before what it is for."""
    lists = [list(asked) for asked in recorded.asks.values() if service in asked]
    return {name for asked in lists for name in asked[: asked.index(service)]}


def _answered(recorded: Recorded, event: Event[Observation], asked: list[str]) -> bool:
    return any(call.event.journey == event.journey and call.service in asked for call in recorded.calls)


def _cause(recorded: Recorded, service: str, signs: list[Event[Observation]]) -> Cause:
    first = signs[0].data
    told = (first.reason or first.shown or _message(first, service)).strip()
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
