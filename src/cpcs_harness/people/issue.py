"""Issues synthetic people to journeys, with all that marks them: no mark is given twice in a run.

Each attempt of each journey has a slot of its own, and every mark is computed from seed and slot. Slots of journeys
named beforehand follow their names' order: the same seed gives them the same people, in whatever order they run.
Further patients are hashed to a slot, and take the next free one where that is taken: a few of their numbers depend on
the order in which journeys ask.
"""

from __future__ import annotations

import hashlib
import random
import threading
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import yaml

from cpcs_harness._content import ROOT
from cpcs_harness.errors import HarnessError
from cpcs_harness.people.care_worker import CareWorker
from cpcs_harness.people.model import (
    Environment,
    GpReferral,
    Issued,
    Medicine,
    Person,
    Pharmacist,
    Practice,
    Premises,
    Report,
    Section,
)
from cpcs_harness.people.nhs_number import check_digit
from cpcs_harness.times import real_now

SLOTS = 1000
"""Attempts a run can hold: Ofcom keeps 1,000 numbers a range for drama, and there are as many names."""

HABITS = ("field", "strict", "tpp")
_INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_EARLIEST_BIRTH = date(1941, 1, 1)
_BIRTH_DAYS = 63 * 365


class Issuer:
    """Gives each attempt of each journey people, a practice and a report of its own."""

    def __init__(self, seed: int | str, environment: Environment, journeys: Sequence[str] = ()) -> None:
        self.seed = seed
        self.environment = environment
        self._lock = threading.Lock()
        self._blocks = _shuffled(range(SLOTS), f"{seed}/blocks")
        self._families = _shuffled(fixture("names")["families"], f"{seed}/families")
        self._slots = {(journey, 1): slot for slot, journey in enumerate(sorted(set(journeys)))}

    def issue(
        self,
        journey_id: str,
        pathway: str,
        attempt: int = 1,
        now: datetime | None = None,
        label: str = "",
        premises: Premises | None = None,
    ) -> Issued:
        """Issue all that one attempt of one journey needs, or, under a label, a further patient of it.

        The report was written some minutes before now. A further patient is sent to the given premises.
        """
        name = f"{journey_id}/{label}" if label else journey_id
        slot = self._slot(name, attempt)
        draw = _Draw(slot, self._blocks[slot], f"{self.seed}/{name}/{attempt}", bool(label))
        person = draw.person(self._family(slot))
        report = draw.report(person, self._premises(slot, premises), pathway, now or real_now())
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
            medicines={row["role"]: _medicine(row) for row in fixture("medicines")},
            care_worker=draw.care_worker(pharmacist, report.premises),
            label=label,
        )

    def _premises(self, slot: int, given: Premises | None) -> Premises:
        return given or self.environment.premises[slot % len(self.environment.premises)]

    def _slot(self, journey: str, attempt: int) -> int:
        with self._lock:
            if (journey, attempt) not in self._slots:
                self._slots[journey, attempt] = self._free_slot(f"{journey}/{attempt}")
            return self._slots[journey, attempt]

    def _family(self, slot: int) -> str:
        if slot < len(self._families):
            return str(self._families[slot])
        joined = fixture("names")["joined"]
        first, second = divmod(slot, len(joined["second"]))
        return f"{joined['first'][first % len(joined['first'])]}-{joined['second'][second]}"

    def _free_slot(self, name: str) -> int:
        taken = set(self._slots.values())
        first = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % SLOTS
        for step in range(SLOTS):
            if (first + step) % SLOTS not in taken:
                return (first + step) % SLOTS
        raise HarnessError(f"more than {SLOTS} attempts in one run: people cannot be told apart any more")


class _Draw:
    """Draws one attempt's things; `block` is a number below SLOTS that no other attempt of the run has."""

    def __init__(self, slot: int, block: int, name: str, labelled: bool) -> None:
        self.slot, self.block, self.labelled = slot, block, labelled
        self.rng = random.Random(name)  # noqa: S311 - people, not secrets

    def person(self, family: str) -> Person:
        names = fixture("names")
        gender = self.rng.choice(("female", "male"))
        place, address, postcode = self._home()
        return Person(
            nhs_number=self._nhs_number(),
            prefix=self.rng.choice(names["prefix"][gender]),
            given=self.rng.choice(names["given"][gender]),
            family=family,
            birth_date=_EARLIEST_BIRTH + timedelta(days=self.rng.randrange(_BIRTH_DAYS)),
            gender=gender,
            address=address,
            postcode=postcode,
            home_telephone=f"03069 990{self.block:03d}",
            callback=f"07700 900{self.block:03d}",
            practice=self._practice(place),
        )

    def pharmacist(self) -> Pharmacist:
        names = fixture("names")["pharmacists"]
        given, family = names["given"], names["family"]
        # 245 followed by anything is no piece of a timestamp, and above what is registered.
        return Pharmacist(
            given[self.block % len(given)],
            family[self.block // len(given)],
            f"245{self.block:03d}{self._digit()}",
        )

    def care_worker(self, someone: Pharmacist, premises: Premises) -> CareWorker:
        """Draw a pharmacist's account at the Care Identity Service, with a role at the premises."""
        # The 9 parts the block from what follows: nothing in it can be a GPhC number, which begins with 245.
        user_id = f"55{self.block:03d}9{self.rng.randrange(10**5):05d}0"
        worker = CareWorker(user_id, someone.given, someone.family, someone.gphc)
        return worker.with_roles((premises.ods, premises.name))

    def report(self, person: Person, premises: Premises, pathway: str, now: datetime) -> Report:
        sender = self.rng.choice(fixture("places")["providers"])
        handlers = fixture("names")["call_handlers"]
        disposition = self.rng.choice(_of_pathway("dispositions", pathway))
        case = f"WYC{self.block:03d}{self.rng.randrange(10**5):05d}"
        told = {
            "given": person.given,
            "family": person.family,
            "callback": person.callback,
            "case": case,
            "pharmacy": premises.name,
            "disposition": f"{disposition['text']} ({disposition['code']})",
        }
        return Report(
            case_reference=self._uuid(),
            case_id=case,
            document_id=self._uuid(),
            set_id=self._uuid(),
            version=1,
            tracking_id=self._uuid(),
            message_id=self._uuid(),
            created=(now - timedelta(minutes=self.rng.randint(2, 12))).replace(microsecond=0),
            sender_ods=sender["ods"],
            sender_name=sender["name"],
            author_name=(self.rng.choice(handlers["given"]), self.rng.choice(handlers["family"])),
            person=person,
            premises=premises,
            disposition_code=disposition["code"],
            disposition_text=disposition["text"],
            sections=self._sections(pathway, told),
            habits=self.rng.choice(HABITS) if self.labelled else HABITS[self.slot % len(HABITS)],
        )

    def gp_referral(self, report: Report) -> GpReferral:
        """Draw a practice's referral of the same patient to the same pharmacy."""
        texts = fixture("report_texts")["gp-practice"]
        told = {"given": report.person.given, "family": report.person.family}
        handlers = fixture("names")["call_handlers"]
        return GpReferral(
            reference=f"GPR{self.block:03d}{self.rng.randrange(10**6):06d}",
            message_id=self._uuid(),
            document_id=self._uuid(),
            bundle_id=self._uuid(),
            created=report.created,
            person=report.person,
            premises=report.premises,
            referrer=(self.rng.choice(handlers["given"]), self.rng.choice(handlers["family"])),
            referrer_role=self.rng.choice(texts["roles"]),
            service=texts["service"],
            **{
                part: self.rng.choice(texts[part]).format_map(told)
                for part in ("complaint", "history", "notes")
            },
        )

    def _sections(self, pathway: str, told: Mapping[str, str]) -> tuple[Section, ...]:
        texts = fixture("report_texts")
        complaint = self.rng.choice(_of_pathway("report_texts", pathway))
        assessment = texts["assessment"]
        written = (
            complaint["condition"],
            texts["disposition"],
            complaint["summary"],
            "\n".join([assessment["opening"], *assessment["lines"], assessment["closing"]]),
            texts["advice"],
            texts["special_notes"],
        )
        return tuple(
            Section(title, text.format_map(told))
            for title, text in zip(texts["titles"], written, strict=True)
        )

    def _home(self) -> tuple[Mapping[str, str], tuple[str, ...], str]:
        places = fixture("places")
        districts = places["districts"]
        place = districts[self.block % len(districts)]
        lines = (
            f"{self.rng.randint(1, 199)} {self.rng.choice(places['streets'])}",
            place["town"],
            place["county"],
        )
        return place, lines, f"{place['district']} {self._inward(self.block // len(districts))}"

    def _inward(self, index: int) -> str:
        """Give the second half of a postcode, another one for each index below 80, the digit below 8."""
        rest, second = divmod(index * 40 + self.rng.randrange(40), len(_INWARD_LETTERS))
        digit, first = divmod(rest, len(_INWARD_LETTERS))
        return f"{digit}{_INWARD_LETTERS[first]}{_INWARD_LETTERS[second]}"

    def _practice(self, place: Mapping[str, str]) -> Practice:
        named = fixture("places")["practices"]
        word = named["words"][self.block % len(named["words"])]
        name = f"{word} {named['kinds'][self.block // len(named['words'])]}"
        ods = f"Y1{self.block:03d}{self._digit()}"
        return Practice(
            ods=ods,
            name=name,
            address=(f"{self.rng.randint(1, 99)} {word} Street", place["town"], place["county"]),
            postcode=f"{place['district']} {self.rng.choice('89')}ZZ",
            telephone=f"01632 9609{10 + self.block % 80}",  # some practices share it: nobody is known by it
            email=f"{name.lower().replace(' ', '-')}.{self.block:03d}{self.rng.randrange(100):02d}@nhs.net",
            mailbox=f"{ods}OT001",
            mailbox_password=self._uuid(),
        )

    def _nhs_number(self) -> str:
        while True:
            first_nine = f"999{self.block:03d}{self.rng.randrange(1000):03d}"
            digit = check_digit(first_nine)
            if digit is not None:
                return f"{first_nine}{digit}"

    def _digit(self) -> int:
        return self.rng.randrange(10)

    def _uuid(self) -> str:
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4)).upper()


@cache
def fixture(name: str) -> Any:
    """Read one file of synthetic data from `fixtures/`."""
    return yaml.load((ROOT / "fixtures" / f"{name}.yaml").read_bytes(), yaml.CSafeLoader)


def _of_pathway(name: str, pathway: str) -> Any:
    """Give what a file of synthetic data holds for a pathway, or for those that it does not name."""
    held = fixture(name)
    return held[pathway if pathway in held else held["otherwise"]]


def _shuffled(things: Sequence[Any], name: str) -> list[Any]:
    shuffled = list(things)
    random.Random(name).shuffle(shuffled)  # noqa: S311 - people, not secrets
    return shuffled


def _medicine(row: Mapping[str, str]) -> Medicine:
    return Medicine(row["role"], row["code"], row["level"], row["display"], row["unit"], row["unit_code"])
