"""What a run will do and how it will be judged, decided before anything happens: the first event of the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from cpcs_harness import __version__
from cpcs_harness._content import CATALOGUE
from cpcs_harness.catalogue import Catalogue
from cpcs_harness.catalogue.explain import did_you_mean, shown
from cpcs_harness.conditions.draws import Asks, asks_of
from cpcs_harness.declaration import Declaration
from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence import digest
from cpcs_harness.evidence.digest import JudgedBy
from cpcs_harness.evidence.events.plan import (
    KnownJourney,
    Plan,
    PlannedCatalogue,
    PlannedJourney,
    PlannedProfile,
    PlannedSitting,
)
from cpcs_harness.journeys.journey import Journey
from cpcs_harness.journeys.part import JourneyPart
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.profiles import Profile
from cpcs_harness.times import moment_of

PENDING = ("fail", "ignore")


@dataclass(frozen=True)
class Asked:
    """What the person at the command line asked for."""

    gate: str = ""
    """A level of the catalogue, or none; its first level where empty."""
    pending: str = "fail"
    as_of: date | None = None
    seed: int = 1
    pathways: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    challenge: str | None = None
    examples: int = 25
    """How many referrals an exploration draws for each pathway."""
    known_bad: str | None = None
    """The fault that the reference was started with."""
    schemas: Path | None = None
    """Where the user keeps the official NHS 111 pack."""
    amqp: str = ""
    """A broker, for the reference to stand behind the 111 Adaptor as well; never recorded."""
    anyway: bool = False
    """Go on in spite of what was found to be wrong before the run."""
    catalogue: Path = CATALOGUE
    """What is assessed against; the plan names its digest."""
    dmd: Path | None = None
    """Where the user keeps a full release of dm+d."""
    profiles: tuple[tuple[str, Path], ...] = ()
    """Names and folders of profiles that stand in place of ours, before those that the declaration names."""
    parts: tuple[JourneyPart, ...] = ()
    """Journeys of which a part is run; the whole of those that are not among them: for proofs."""


def make_plan(
    asked: Asked,
    catalogue: Catalogue,
    declaration: Declaration,
    journeys: Mapping[str, type[Journey]],
    today: date,
    step_seconds: float,
    profiles: Mapping[str, Profile] = MappingProxyType({}),
    reference: str = "",
    judged_by: JudgedBy | None = None,
) -> Plan:
    """Decide gate, pathways, journeys and sittings; raises UsageProblem for what is asked for and not there.

    `judged_by` is what will judge, where that was read already.
    """
    judged_by = judged_by or digest.installed(catalogue.suites, catalogue.digest)
    gate = _gate(asked, catalogue)
    pathways = _pathways(asked, declaration)
    chosen = _chosen(asked, journeys, pathways, declaration)
    sittings = _sittings(chosen, journeys)
    return Plan(
        format="cpcs-plan/1",
        harness=judged_by.planned(__version__),
        catalogue=PlannedCatalogue(catalogue.digest),
        declaration=declaration.as_record(),
        as_of=(asked.as_of or today).isoformat(),
        gate=gate,
        pending=asked.pending,
        seed=asked.seed,
        challenge=asked.challenge,
        examples=asked.examples,
        known_bad=asked.known_bad,
        reference=reference,
        pathways=pathways,
        only=asked.only,
        pace={**asdict(declaration.pace), "step_seconds": step_seconds},
        journeys=tuple(
            PlannedJourney(name, journeys[name].pathway, sitting.number, journeys[name].title)
            for sitting in sittings
            for name in sitting.journeys
        ),
        sittings=sittings,
        not_planned=tuple(
            KnownJourney(
                name, journey.pathway, journey.title, _why_not(name, journey, asked, pathways, declaration)
            )
            for name, journey in journeys.items()
            if name not in chosen
        ),
        profiles=tuple(_planned_profile(profiles[name]) for name in sorted(profiles)),
        asks=_asks(journeys),
    )


def _asks(journeys: Mapping[str, type[Journey]]) -> dict[str, Asks]:
    """Give which conditions the people of journeys draw, of those that ask for any, or pin some."""
    further = fixture("people")
    asks = {name: asks_of(journey, further.get(name, ())) for name, journey in journeys.items()}
    return {name: asked for name, asked in asks.items() if asked != Asks()}


def _planned_profile(profile: Profile) -> PlannedProfile:
    return PlannedProfile(profile.name, profile.source, profile.certainty, profile.digest, profile.held)


def no_journey(name: str, journeys: Mapping[str, type[Journey]]) -> str:
    """Say that no journey has a name, which one has the name that is nearest, and what lists them."""
    meant = did_you_mean(name, journeys) or "."
    return f"no journey is called {shown(name)}{meant} `cpcs journeys` lists them"


def _gate(asked: Asked, catalogue: Catalogue) -> str:
    words = catalogue.vocabulary
    if asked.gate and asked.gate not in words.gates:
        raise UsageProblem(f"--gate {asked.gate} is not one of {', '.join(words.gates)}")
    return asked.gate or words.first_gate


def _pathways(asked: Asked, declaration: Declaration) -> tuple[str, ...]:
    undeclared = [name for name in asked.pathways if name not in declaration.pathways]
    if undeclared:
        raise UsageProblem(
            f"--pathway {', '.join(undeclared)} is not declared by the candidate, "
            f"which declares {', '.join(declaration.pathways)}"
        )
    return asked.pathways or declaration.pathways


def _chosen(
    asked: Asked, journeys: Mapping[str, type[Journey]], pathways: Sequence[str], declaration: Declaration
) -> list[str]:
    unknown = [name for name in asked.only if name not in journeys]
    if unknown:
        raise UsageProblem("; ".join(f"--only: {no_journey(name, journeys)}" for name in unknown))
    elsewhere = [name for name in asked.only if journeys[name].pathway not in pathways]
    if elsewhere:
        raise UsageProblem(f"--only {', '.join(elsewhere)} is not a journey of {', '.join(pathways)}")
    unwanted = [name for name in asked.only if not journeys[name].wanted(declaration)]
    if unwanted:
        raise UsageProblem(
            f"--only {', '.join(unwanted)} is not a journey that the candidate's declaration leads to: "
            "see [fhir], [mesh], [adaptor] and [options] of candidate.toml"
        )
    chosen = [
        name
        for name, journey in journeys.items()
        if journey.pathway in pathways
        and (not asked.only or name in asked.only)
        and journey.wanted(declaration)
    ]
    if not chosen:
        raise UsageProblem(
            f"no journey is left: --only {', '.join(asked.only)} has none in {', '.join(pathways)} "
            "that the candidate's declaration leads to"
        )
    return chosen


def _why_not(
    name: str, journey: type[Journey], asked: Asked, pathways: Sequence[str], declaration: Declaration
) -> str:
    """Say what would have a journey planned that is not."""
    if journey.pathway not in pathways:
        declared = journey.pathway in declaration.pathways
        return "left out by --pathway" if declared else "see pathways in candidate.toml"
    if not journey.wanted(declaration):
        return f"see {journey.asked_for_by or '[options]'} in candidate.toml"
    return "left out by --only" if asked.only and name not in asked.only else ""


def _sittings(chosen: Sequence[str], journeys: Mapping[str, type[Journey]]) -> tuple[PlannedSitting, ...]:
    """Group journeys: by their moments, those of now first, and the others in the order in which time goes."""
    groups: dict[tuple[tuple[datetime, ...], str], list[str]] = {}
    for name in chosen:
        journey = journeys[name]
        apart = (journey.with_others or name) if journey.alone else ""
        groups.setdefault((tuple(map(moment_of, journey.clock)), apart), []).append(name)
    ordered = sorted(groups.items(), key=lambda group: (group[0][0], bool(group[0][1])))
    return tuple(
        PlannedSitting(number, next(iter(journeys[names[0]].clock), "real"), tuple(names))
        for number, (_, names) in enumerate(ordered, start=1)
    )
