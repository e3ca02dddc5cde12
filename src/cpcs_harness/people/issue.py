"""Issues synthetic people to journeys, with all that marks them: no mark is given twice in a run.

Each attempt of each journey has a slot of its own, and every mark is computed from seed and slot. Slots of journeys
and of further patients named beforehand follow their names' order, for both attempts of a run: the same seed gives them
the same people, in whatever order they ask, and whichever of them ask. `fixtures/people.yaml` names those of the
catalogue. Whoever is not named beforehand is hashed to a slot of what is left, and takes the next free one where that
is taken.
"""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol

from cpcs_harness.errors import HarnessError
from cpcs_harness.people.age import Age, london_day
from cpcs_harness.people.conditioned import Settings
from cpcs_harness.people.draw import Draw
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.medicines import OwnMedicine, medicines
from cpcs_harness.people.model import Issued, Premises
from cpcs_harness.people.series import ALL, BLOCKS, further_families
from cpcs_harness.people.words import draw_words
from cpcs_harness.times import real_now

SLOTS = BLOCKS * len(ALL)
"""Attempts a run can hold: Ofcom keeps 1,000 numbers a range for drama, and each series has ranges of its own."""

ATTEMPTS = 2
"""How often a run carries out a journey at most."""

NOBODY: Mapping[str, Sequence[str]] = MappingProxyType({})


class Places(Protocol):
    """Where people are sent: all that an issuer needs of an environment."""

    @property
    def premises(self) -> tuple[Premises, ...]:
        """The pharmacies."""


class Issuer:
    """Gives each attempt of each journey people, a practice and a report of its own."""

    def __init__(
        self,
        seed: int | str,
        environment: Places,
        journeys: Sequence[str] = (),
        own: Mapping[str, OwnMedicine] | None = None,
        further: Mapping[str, Sequence[str]] = NOBODY,
        settings: Mapping[str, Settings] = MappingProxyType({}),
    ) -> None:
        """Issue by seed and environment; `own` is what the candidate has for the roles of medicines.

        `journeys` and the labels of their `further` patients are those who are named beforehand. `settings` are the
        conditions of people, by journey, or journey and label; others have plain ones.
        """
        self.seed = seed
        self._own = own or {}
        self._settings = settings
        self.environment = environment
        self._lock = threading.Lock()
        self._blocks = _shuffled(range(BLOCKS), f"{seed}/blocks")
        self._families = _shuffled(fixture("names")["families"], f"{seed}/families")
        labelled = {f"{journey}/{label}" for journey, labels in further.items() for label in labels}
        named = [*sorted(set(journeys)), *sorted(labelled)]
        if len(named) > SLOTS:
            raise _too_many()
        self._slots = {name: slot for slot, name in enumerate(named)}
        self._kept = min(ATTEMPTS, SLOTS // max(1, len(named)))
        """How many attempts of those named beforehand have slots of their own."""
        self._given: dict[tuple[str, int], int] = {}
        """Slots besides those of first attempts that were named beforehand."""

    @property
    def left(self) -> int:
        """How many more can be issued, besides the first attempts that were named beforehand."""
        return SLOTS - len(self._slots) - len(self._given)

    def issue(
        self,
        journey_id: str,
        pathway: str,
        attempt: int = 1,
        now: datetime | None = None,
        label: str = "",
        premises: Premises | None = None,
        age: Age | None = None,
    ) -> Issued:
        """Issue all that one attempt of one journey needs, or, under a label, a further patient of it.

        The report was written some minutes before now. A further patient is sent to the given premises. With an age,
        the patient was born so as to have it today, as days are in London.
        """
        name = f"{journey_id}/{label}" if label else journey_id
        planned = _planned(name, attempt)
        slot = self._slot(planned, attempt)
        draw = self._draw(slot, name, attempt, bool(label))
        draw.settings = self._settings.get(planned, draw.settings)
        now = now or real_now()
        person = draw.person(self._family(slot), age.born(london_day(now)) if age else None)
        report = draw.report(person, self._premises(slot, premises), pathway, now)
        pharmacist, gp_referral = draw.pharmacist(), draw.gp_referral(report)
        return Issued(
            journey=journey_id,
            pathway=pathway,
            attempt=attempt,
            person=person,
            pharmacist=pharmacist,
            premises=report.premises,
            report=report,
            gp_referral=gp_referral,
            medicines=medicines(self._own, everywhere=bool(label)),
            care_worker=draw.care_worker(pharmacist, report.premises),
            label=label,
            words=draw_words(self.seed, f"{name}/{attempt}", pathway, slot),
            drawn=draw.settings.things,
            several=draw.settings.several,
        )

    def _draw(self, slot: int, name: str, attempt: int, labelled: bool) -> Draw:
        series, index = divmod(slot, BLOCKS)
        block = self._blocks[index]
        shift = random.Random(f"{self.seed}/numbers/{block}").randrange(1000)  # noqa: S311 - people, not secrets
        return Draw(slot, block, f"{self.seed}/{name}/{attempt}", labelled, ALL[series], shift)

    def _premises(self, slot: int, given: Premises | None) -> Premises:
        return given or self.environment.premises[slot % len(self.environment.premises)]

    def _slot(self, journey: str, attempt: int) -> int:
        with self._lock:
            named = self._slots.get(journey, SLOTS) if attempt <= self._kept else SLOTS
            if named < SLOTS and attempt == 1:
                return named
            holder = journey, attempt
            if holder not in self._given:
                again = named + (attempt - 1) * len(self._slots)
                self._given[holder] = again if named < SLOTS else self._free_slot(f"{journey}/{attempt}")
            return self._given[holder]

    def _family(self, slot: int) -> str:
        if slot < len(self._families):
            return str(self._families[slot])
        if slot >= BLOCKS:
            return further_families()[slot - BLOCKS]
        joined = fixture("names")["joined"]
        first, second = divmod(slot, len(joined["second"]))
        return f"{joined['first'][first % len(joined['first'])]}-{joined['second'][second]}"

    def _free_slot(self, name: str) -> int:
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
        left, taken = len(self._slots) * self._kept, set(self._given.values())
        for slots in (range(left, min(BLOCKS, SLOTS)), range(max(left, BLOCKS), SLOTS)):
            for step in range(len(slots)):
                slot = slots[(number + step) % len(slots)]
                if slot not in taken:
                    return slot
        raise _too_many()


def _planned(name: str, attempt: int) -> str:
    """Give the name without the number of the attempt, which follows the journey's id where it is not the first."""
    journey, mark, label = name.partition(f"/{attempt}")
    return f"{journey}{label}" if mark and attempt > 1 and label[:1] in ("", "/") else name


def _too_many() -> HarnessError:
    return HarnessError(f"more than {SLOTS} attempts in one run: people cannot be told apart any more")


def _shuffled(things: Sequence[Any], name: str) -> list[Any]:
    shuffled = list(things)
    random.Random(name).shuffle(shuffled)  # noqa: S311 - people, not secrets
    return shuffled
