"""Services that a candidate did not find: by an address that leads to nothing there, or to nobody at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from cpcs_harness.evidence.events import Event, Observation, Plan
from cpcs_harness.rollup.causes.cause import PROVISION, SELF_TEST, Cause, Recorded, tells_of_trouble

UNKNOWN = "unknown"
"""The operation of a call to a path that a service does not have."""


def misled(recorded: Recorded) -> Iterator[Cause]:
    """Find each service all of whose calls went to a path that it does not have.

    Where a profile of the service's name stands in place of ours, its paths are others: checks say who goes by ours.
    """
    plans = recorded.evidence.of(Plan)
    replaced = {profile.name for plan in plans for profile in plan.data.profiles}
    for service, keys in recorded.settings.items():
        if service in replaced:
            continue
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
    """Find each service that no call reached, though the candidate says that it could not be used.

    Of an action it is not known which of the services that it asks it missed: those that no call reached are named
    together. It is no sign of any where one of them answered, is barred by a cause, or did wrong on purpose.
    """
    answered, failed = _tried(recorded, "answered"), _tried(recorded, "failed")
    reached = {call.service for call in recorded.calls} | answered.keys()
    missed = {
        name: signs
        for name, signs in failed.items()
        if name in recorded.settings
        and name not in reached
        and not barred & {name, *_asked_before(recorded, name)}
    }
    for names in _alike(recorded, missed):
        yield _cause(recorded, names, missed[names[0]])
    yield from _missed_by_actions(recorded, reached, barred | missed.keys())


def _alike(recorded: Recorded, missed: Iterable[str]) -> list[list[str]]:
    """Put together the services that one setting leads to, such as a certificate that they share."""
    together: list[list[str]] = []
    for name in missed:
        keys = set(recorded.settings[name])
        shared = next((names for names in together if keys & set(recorded.settings[names[0]])), None)
        if shared is None:
            together.append([name])
        else:
            shared.append(name)
    return together


def _missed_by_actions(recorded: Recorded, reached: Set[str], barred: Set[str]) -> Iterator[Cause]:
    found: dict[tuple[str, ...], list[Event[Observation]]] = {}
    for event in recorded.observations:
        asked = [name for name in recorded.asked_by(event.data) if name in recorded.settings]
        if not asked or not tells_of_trouble(event.data) or barred & set(asked):
            continue
        troubled = recorded.in_trouble.get(str(event.journey), event.seq) < event.seq
        if troubled or _answered(recorded, event, asked):
            continue
        missing = tuple(name for name in asked if name not in reached)
        if missing:
            found.setdefault(missing, []).append(event)
    common: dict[tuple[str, ...], list[Event[Observation]]] = {}
    for missing, signs in found.items():
        alike = [others for others in found if set(others) & set(missing)]
        shared = tuple(name for name in missing if all(name in others for others in alike))
        common.setdefault(shared or missing, []).extend(signs)
    for names, signs in common.items():
        yield _cause(recorded, names, signs)


def _tried(recorded: Recorded, result: str) -> dict[str, list[Event[Observation]]]:
    """Give the self-tests that came to a result, by service."""
    found: dict[str, list[Event[Observation]]] = {}
    for event in recorded.observations:
        for item in _services(event.data):
            if item.get("result") == result:
                found.setdefault(str(item.get("service")), []).append(event)
    return found


def _services(observed: Observation) -> list[Mapping[str, Any]]:
    listed = observed.observation.get("services") if observed.action == SELF_TEST else None
    return [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list) else []


def _message(observed: Observation, names: Sequence[str]) -> str:
    """Give what a self-test says of a service."""
    items = [item for item in _services(observed) if item.get("service") in names]
    return str(items[0].get("message")) if items else ""


def _asked_before(recorded: Recorded, service: str) -> set[str]:
    """Name the services that are asked before this one: a token comes before what it is for."""
    lists = [list(asked) for asked in recorded.asks.values() if service in asked]
    return {name for asked in lists for name in asked[: asked.index(service)]}


def _answered(recorded: Recorded, event: Event[Observation], asked: list[str]) -> bool:
    return any(call.event.journey == event.journey and call.service in asked for call in recorded.calls)


def _cause(recorded: Recorded, names: Sequence[str], signs: list[Event[Observation]]) -> Cause:
    first, named = signs[0].data, " or ".join(names)
    told = (first.reason or first.shown or _message(first, names)).strip()
    said = f": {told[:160]}" if told else ""
    return Cause(
        id=f"unreached:{'+'.join(names)}",
        kind="unreached",
        blame="configuration",
        sentence=f"No call ever reached {named}; {first.action} ended {first.status}{said}.",
        key=" or ".join(dict.fromkeys(key for name in names for key in recorded.settings[name])),
        file=PROVISION,
        events=tuple(event.id for event in signs),
        services=frozenset(names),
    )
