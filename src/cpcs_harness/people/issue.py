"""Issues synthetic people to journeys, with all that marks them: no mark is given twice in a run.

Each attempt of each journey has a slot of its own, and every mark is computed from seed and slot. Slots of journeys
named beforehand follow their names' order: the same seed gives them the same people, in whatever order they run.
Further patients are hashed to a slot, and take the next free one where that is taken: a few of their numbers depend on
the order in which journeys ask. The first series of 1,000 is filled before the others are begun.
"""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cpcs_harness.errors import HarnessError
from cpcs_harness.people.age import Age, london_day
from cpcs_harness.people.draw import Draw
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.medicines import OwnMedicine, medicines
from cpcs_harness.people.model import Environment, Issued, Premises
from cpcs_harness.people.series import ALL, BLOCKS, further_families
from cpcs_harness.times import real_now

SLOTS = BLOCKS * len(ALL)
"""Attempts a run can hold: Ofcom keeps 1,000 numbers a range for drama, and each series has ranges of its own."""


class Issuer:
    """Gives each attempt of each journey people, a practice and a report of its own."""

    def __init__(
        self,
        seed: int | str,
        environment: Environment,
        journeys: Sequence[str] = (),
        own: Mapping[str, OwnMedicine] | None = None,
    ) -> None:
        """Issue by seed and environment; `own` is what the candidate has for the roles of medicines."""
        self.seed = seed
        self._own = own or {}
        self.environment = environment
        self._lock = threading.Lock()
        self._blocks = _shuffled(range(BLOCKS), f"{seed}/blocks")
        self._families = _shuffled(fixture("names")["families"], f"{seed}/families")
        self._slots = {(journey, 1): slot for slot, journey in enumerate(sorted(set(journeys)))}
        if len(self._slots) > SLOTS:
            raise _too_many()
        self._holders = {slot: holder for holder, slot in self._slots.items()}

    @property
    def left(self) -> int:
        """How many more can be issued."""
        return SLOTS - len(self._slots)

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
        slot = self._slot(name, attempt)
        draw = self._draw(slot, name, attempt, bool(label))
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
        )

    def _draw(self, slot: int, name: str, attempt: int, labelled: bool) -> Draw:
        series, index = divmod(slot, BLOCKS)
        first = self._number(index) if series else ""
        return Draw(slot, self._blocks[index], f"{self.seed}/{name}/{attempt}", labelled, ALL[series], first)

    def _number(self, slot: int) -> str:
        """Give the NHS number of whoever holds a slot of the first series."""
        name, attempt = self._holders[slot]
        return self._draw(slot, name, attempt, labelled=False).person(self._family(slot)).nhs_number

    def _premises(self, slot: int, given: Premises | None) -> Premises:
        return given or self.environment.premises[slot % len(self.environment.premises)]

    def _slot(self, journey: str, attempt: int) -> int:
        with self._lock:
            if (journey, attempt) not in self._slots:
                slot = self._free_slot(f"{journey}/{attempt}")
                self._slots[journey, attempt] = slot
                self._holders[slot] = journey, attempt
            return self._slots[journey, attempt]

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
        first_series, others = range(min(BLOCKS, SLOTS)), range(BLOCKS, SLOTS)
        slots = first_series if len(self._holders) < len(first_series) else others
        for step in range(len(slots)):
            slot = slots[(number + step) % len(slots)]
            if slot not in self._holders:
                return slot
        raise _too_many()


def _too_many() -> HarnessError:
    return HarnessError(f"more than {SLOTS} attempts in one run: people cannot be told apart any more")


def _shuffled(things: Sequence[Any], name: str) -> list[Any]:
    shuffled = list(things)
    random.Random(name).shuffle(shuffled)  # noqa: S311 - people, not secrets
    return shuffled
