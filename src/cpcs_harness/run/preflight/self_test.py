"""Has a candidate use each of its credentials once, and looks at what came to the national services."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cpcs_harness.drivers.base import Actor, Driver, Outcome
from cpcs_harness.evidence import events
from cpcs_harness.evidence.events import Looked
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import RUN
from cpcs_harness.evidence.setting import WrongSetting
from cpcs_harness.mockkit.world import World
from cpcs_harness.rollup.causes import Cause, Recorded, find_causes
from cpcs_harness.run.preflight.looked import PROVISION, right, wrong

ACTION = "self_test"
PATIENT = "9000000009"
"""A published test patient of PDS, who belongs to no journey."""
BORN = "2010-10-22"
NOBODYS = {
    "/_ping": "the self-test asks whether an API is there",
    "/pharmacists/0000000": "the self-test asks the register for a number that nobody has",
}
"""What else is asked for by it, of which nothing is a journey's."""
SECONDS = 30.0
NO_USE = "not-used"
_FELLOW = "Self-test"
_REACHED = (
    ". It was reached, and refused no setting, so no setting is known to be wrong: the run shows what the candidate "
    "sends, and reads of the answer"
)


def look_at_services(
    driver: Driver,
    world: World,
    folder: Path,
    settings: Mapping[str, Sequence[str]],
    offered: Sequence[str],
    stretch: float = 1.0,
) -> tuple[Looked, ...]:
    """Have the self-test done at each pharmacy; gives what was found. One that is not offered finds nothing.

    `folder` holds the evidence so far, `settings` the keys of provision.json by service; `stretch` is what deadlines
    are multiplied by on this machine.
    """
    if ACTION not in offered:
        return (right(ACTION, "not offered: credentials are tried by the journeys only"),)
    world.register.belongs_to_run(PATIENT, "the self-test before the run asks for this published patient")
    for asked, why in NOBODYS.items():
        world.register.belongs_to_run(asked, why)
    for premises in world.environment.premises:
        world.register.belongs_to_run(
            f"/byOdsCode/{premises.ods}", "the self-test asks for the pharmacy itself"
        )
    seconds = SECONDS * stretch
    places = world.environment.premises
    outcomes = {premises.ods: _tried(driver, world, premises.ods, seconds) for premises in places}
    world.recorder.log.sync()
    recorded = Recorded(Evidence.load(folder))
    causes = find_causes(recorded)
    explained = {service for cause in causes for service in cause.services}
    found = list(_of_causes(causes))
    if not any(cause.reaches_all or cause.kind == "environment" for cause in causes):
        found += _of_services(outcomes, settings, explained, _reached(recorded), bool(found))
    return tuple(found) or (right(ACTION, f"every service took its credentials ({_named(outcomes)})"),)


def _tried(driver: Driver, world: World, ods: str, seconds: float) -> Outcome:
    actor = Actor(_FELLOW, "pharmacist", ods, "")
    given = {"nhs_number": PATIENT, "birth_date": BORN}
    outcome = driver.act(ACTION, actor, None, given, seconds)
    observed = events.Observation(
        ACTION,
        actor.as_json(),
        None,
        "",
        given,
        outcome.status,
        outcome.reason,
        outcome.shown,
        outcome.observation,
        round(outcome.elapsed_ms, 1),
    )
    world.recorder.write(observed, journey=RUN)
    return outcome


def _of_causes(causes: Sequence[Cause]) -> Iterator[Looked]:
    for cause in causes:
        if cause.kind != "clock":  # it was looked at before
            yield wrong(cause.kind, cause.sentence, cause.key, cause.file)


def _reached(recorded: Recorded) -> frozenset[str]:
    """Name the services that were called, and refused no setting: addresses and credentials lead there."""
    refusing = {call.service for call in recorded.calls if WrongSetting.of(call.event.data.facts) is not None}
    return frozenset(call.service for call in recorded.calls) - refusing


def _of_services(
    outcomes: Mapping[str, Outcome],
    settings: Mapping[str, Sequence[str]],
    explained: set[str],
    reached: frozenset[str],
    some: bool,
) -> Iterator[Looked]:
    """Tell what the candidate itself says of a service, where no cause tells it already.

    Of a service that was reached and refused no setting it is the product's to say something else than "answered": that
    is for the run to judge, and does not keep it from beginning. With `some` causes found, a service without a call is
    left: it may follow from them.
    """
    if some:
        return
    told = set(explained)
    for ods, outcome in outcomes.items():
        for service in _services(outcome):
            name, result = str(service.get("service")), service.get("result")
            if result in ("answered", NO_USE) or name in told:
                continue
            told.add(name)
            said = f"the self-test at {ods} says that {name} {result}: {str(service.get('message'))[:160]}"
            if name in reached:
                yield right(ACTION, said + _REACHED)
            else:
                yield wrong(ACTION, said, " or ".join(settings.get(name, ())) or name, PROVISION)


def _services(outcome: Outcome) -> list[Mapping[str, Any]]:
    listed = outcome.observation.get("services")
    return [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list) else []


def _named(outcomes: Mapping[str, Outcome]) -> str:
    names = [
        str(service.get("service"))
        for outcome in outcomes.values()
        for service in _services(outcome)
        if service.get("result") == "answered"
    ]
    return ", ".join(dict.fromkeys(names)) or "none was tried"
