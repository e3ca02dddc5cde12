"""Looks for causes in a run's evidence: each is shown by all calls that it concerns, never by some of them.

A cause only ever takes a failure back to *not shown*. Whoever could make one up gains nothing by it: no requirement is
met by what was not shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from cpcs_harness.evidence.events import Preflight
from cpcs_harness.evidence.setting import CLOCK, WrongSetting
from cpcs_harness.rollup.causes.candidate import gone, not_receiving, not_serving
from cpcs_harness.rollup.causes.cause import PROVISION, Call, Cause, Recorded
from cpcs_harness.rollup.causes.unreached import misled, unreached

CLOCK_SECONDS = 30.0
"""A clock that is wrong by less than this explains no refusal."""
OR = " or "
"""Between two keys of which either may be the wrong one."""
SEVERAL = 3
"""So many services that refuse their credentials have been given to the candidate by another environment."""


def find_causes(recorded: Recorded) -> tuple[Cause, ...]:
    """Give the causes of a run, those first that come first on a candidate's way."""
    ended = list(gone(recorded))
    lost = {name for cause in ended for name in cause.events}
    receiving = [cause for cause in not_receiving(recorded) if not lost.issuperset(cause.events)]
    serving = [*ended, *_clock(recorded), *receiving, *not_serving(recorded)]
    refusing: Sequence[Cause] = [*_of_shared_keys(list(_refused(recorded))), *misled(recorded)]
    barred = frozenset(name for cause in refusing for name in cause.services)
    refusing = _of_another_day(refusing)
    everything = any(cause.reaches_all or cause.kind == "environment" for cause in (*serving, *refusing))
    found = [*serving, *refusing, *(() if everything else unreached(recorded, barred))]
    return (*_before_the_run(recorded, found), *found)


def _before_the_run(recorded: Recorded, found: Sequence[Cause]) -> Iterator[Cause]:
    """Tell what was wrong before the run, which went on all the same, where no cause tells it better."""
    told = {cause.key for cause in found}
    for event in recorded.evidence.of(Preflight):
        for looked in event.data.looked:
            if not looked.ok and looked.key not in told:
                yield Cause(
                    id=f"preflight:{looked.name}",
                    kind="preflight",
                    blame="configuration",
                    sentence=f"Found before the run, which went on anyway: {looked.said}.",
                    key=looked.key,
                    file=looked.file,
                )


def _clock(recorded: Recorded) -> Iterator[Cause]:
    """Find that the candidate's clock is wrong: what is signed, sent or taken by it is of another time."""
    offset = recorded.clock_offset
    if abs(offset) >= CLOCK_SECONDS:
        calls = [
            call for call in recorded.calls if WrongSetting.of(call.event.data.facts) == WrongSetting(CLOCK)
        ]
        yield Cause(
            id="clock",
            kind="clock",
            blame="configuration",
            sentence=f"The candidate's clock is {abs(offset):.0f} s {'ahead of' if offset > 0 else 'behind'} ours.",
            key="the clock of the candidate's machine",
            events=tuple(call.id for call in calls),
            reaches_all=True,
        )


def _refused(recorded: Recorded) -> Iterator[Cause]:
    """Find each setting for which every call was refused that went by it, at whichever service."""
    calls: dict[tuple[str, WrongSetting], list[Call]] = defaultdict(list)
    for call in recorded.calls:
        wrong = WrongSetting.of(call.event.data.facts)
        # a refusal for the time alone may be of what the candidate wrote, and not of its clock
        if wrong is not None and wrong.key != CLOCK:
            calls[call.service, wrong].append(call)
    refused: dict[WrongSetting, list[Call]] = defaultdict(list)
    for (service, wrong), found in calls.items():
        if not _was_taken(recorded.calls, service, wrong, {call.event.data.operation for call in found}):
            refused[wrong] += found
    for wrong, found in refused.items():
        yield _cause(recorded, wrong, found)


def _was_taken(calls: Sequence[Call], service: str, wrong: WrongSetting, operations: Set[str]) -> bool:
    """Say whether any call for the same, at the service or for the account, was not refused for this."""
    concerned = [
        call
        for call in calls
        if call.service == service
        and call.event.data.operation in operations
        and wrong.account.lower() in call.accounts
    ]
    return any(WrongSetting.of(call.event.data.facts) != wrong for call in concerned)


def _cause(recorded: Recorded, wrong: WrongSetting, refused: Sequence[Call]) -> Cause:
    services = sorted({call.service for call in refused})
    calls = "the only call" if len(refused) == 1 else f"all {len(refused)} calls"
    of = f" for {wrong.account}" if wrong.account else ""
    return Cause(
        id=f"refused:{wrong.key}",
        kind="refused",
        blame="configuration",
        sentence=f"{' and '.join(services)} refused {calls}{of}: {wrong.key} is not the one that was given.",
        key=wrong.key,
        file=PROVISION,
        events=tuple(call.id for call in refused),
        services=frozenset(services),
        pharmacy=_pharmacy_of(recorded, wrong),
    )


def _pharmacy_of(recorded: Recorded, wrong: WrongSetting) -> str:
    """Give the pharmacy whose account a setting is; where there is no telling whose it is, any."""
    for premises in recorded.environment.get("premises", ()):
        if wrong.account and wrong.account in (premises["email"].lower(), premises["mailbox"].upper()):
            return str(premises["ods"])
    return ""


def _of_shared_keys(causes: Sequence[Cause]) -> Iterator[Cause]:
    """Make one cause of those of several accounts that one shared key explains."""
    by_key: dict[str, list[Cause]] = defaultdict(list)
    for cause in causes:
        by_key[cause.key.partition(OR)[0]].append(cause)
    for key, alike in by_key.items():
        if len(alike) == 1:
            yield alike[0]
            continue
        events = tuple(id for cause in alike for id in cause.events)
        services = frozenset(name for cause in alike for name in cause.services)
        said = f"{' and '.join(sorted(services))} refused all {len(events)} calls, whichever account they were for"
        yield replace(
            alike[0],
            id=f"refused:{key}",
            sentence=f"{said}: {key} is not the one that was given.",
            key=key,
            events=events,
            services=services,
            pharmacy="",
        )


def _of_another_day(causes: Sequence[Cause]) -> Sequence[Cause]:
    """Make one cause of many: where hardly a credential is right, they are all of another environment."""
    refused = [cause for cause in causes if cause.kind == "refused" and cause.file]
    services = frozenset(name for cause in refused for name in cause.services)
    if len(services) < SEVERAL:
        return causes
    named = ", ".join(sorted({cause.key for cause in refused}))
    one = Cause(
        id="environment",
        kind="environment",
        blame="configuration",
        sentence=(
            f"{', '.join(sorted(services))} refused all calls for their credentials ({named}): "
            "the candidate is provisioned from another environment.json, as of an earlier `cpcs init`."
        ),
        key="environment.json",
        file=PROVISION,
        events=tuple(id for cause in refused for id in cause.events),
        services=services,
    )
    return [one, *(cause for cause in causes if cause not in refused)]
