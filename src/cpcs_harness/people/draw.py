"""Draws what one attempt of one journey is given: patient, practice, pharmacist, report and referral."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from cpcs_harness.people.care_worker import CareWorker
from cpcs_harness.people.conditioned import Settings, conditioned, conditioned_person
from cpcs_harness.people.fixtures import fixture, of_pathway
from cpcs_harness.people.model import GpReferral, Person, Pharmacist, Practice, Premises, Report, Section
from cpcs_harness.people.nhs_number import check_digit
from cpcs_harness.people.series import ALL, Series

HABITS = ("field", "strict", "tpp")
_INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_EARLIEST_BIRTH = date(1941, 1, 1)
_BIRTH_DAYS = 63 * 365


class Draw:
    """The draw of one attempt; `block` is a number below `BLOCKS` that no other attempt of the series has.

    What is drawn depends on the order of the calls: the same calls give the same people. `shift` is a number below
    1,000, the same for all of a block: where the NHS numbers of its first series begin.
    """

    def __init__(
        self,
        slot: int,
        block: int,
        name: str,
        labelled: bool,
        series: Series = ALL[0],
        shift: int = 0,
    ) -> None:
        self.slot, self.block, self.labelled = slot, block, labelled
        self.series, self.shift = series, shift
        self.name = name
        self.settings = Settings()
        """The conditions of the report, and of what else is drawn; none where the person is as plain as can be."""
        self.rng = random.Random(name)  # noqa: S311 - people, not secrets

    def person(self, family: str, born: date | None = None) -> Person:
        """Draw a patient of a family name, with a practice where they live; born on a day, where one is given."""
        names = fixture("names")
        gender = self.rng.choice(("female", "male"))
        place, address, postcode = self._home()
        person = Person(
            nhs_number=self._nhs_number(),
            prefix=self.rng.choice(names["prefix"][gender]),
            given=self.rng.choice(names["given"][gender]),
            family=family,
            birth_date=self._birth_date(born),
            gender=gender,
            address=address,
            postcode=postcode,
            home_telephone=f"{self.series.home}{self.block:03d}",
            callback=f"{self.series.callback}{self.block:03d}",
            practice=self._practice(place),
        )
        return conditioned_person(person, self.settings, self.name)

    def _birth_date(self, given: date | None) -> date:
        # Drawn also where one is given: what is drawn afterwards is then the same.
        drawn = _EARLIEST_BIRTH + timedelta(days=self.rng.randrange(_BIRTH_DAYS))
        return given or drawn

    def pharmacist(self) -> Pharmacist:
        """Draw who works at the candidate's screen."""
        names = fixture("names")["pharmacists"]
        given, family = names["given"], names["family"]
        return Pharmacist(
            " ".join(filter(None, (given[self.block % len(given)], self._further(names["middle"])))),
            family[self.block // len(given)],
            self._gphc(),
        )

    def care_worker(self, someone: Pharmacist, premises: Premises) -> CareWorker:
        """Draw a pharmacist's account at the Care Identity Service, with a role at the premises."""
        worker = CareWorker(self._user_id(), someone.given, someone.family, someone.gphc)
        return worker.with_roles((premises.ods, premises.name))

    def report(self, person: Person, premises: Premises, pathway: str, now: datetime) -> Report:
        """Draw a report by NHS 111 on a patient, sent to a pharmacy some minutes before now."""
        sender = self.rng.choice(fixture("places")["providers"])
        handlers = fixture("names")["call_handlers"]
        disposition = self.rng.choice(of_pathway("dispositions", pathway))
        case = f"{self.series.case}{self.block:03d}{self.rng.randrange(10**5):05d}"
        told = {
            "given": person.given,
            "family": person.family,
            "callback": person.callback,
            "case": case,
            "pharmacy": premises.name,
            "disposition": f"{disposition['text']} ({disposition['code']})",
        }
        report = Report(
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
        return conditioned(report, self.settings, self.name)

    def gp_referral(self, report: Report) -> GpReferral:
        """Draw a practice's referral of the same patient to the same pharmacy."""
        texts = fixture("report_texts")["gp-practice"]
        told = {"given": report.person.given, "family": report.person.family}
        handlers = fixture("names")["call_handlers"]
        return GpReferral(
            reference=f"{self.series.referral}{self.block:03d}{self.rng.randrange(10**6):06d}",
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
        complaint = self.rng.choice(of_pathway("report_texts", pathway))
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
        districts = places["further"][self.series.number - 1] if self.series.number else places["districts"]
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
        kind = named["kinds"][self.block // len(named["words"])]
        name = " ".join(filter(None, (word, self._further(named["middle"]), kind)))
        ods = f"{self.series.practice}{self.block:03d}{self._digit()}"
        return Practice(
            ods=ods,
            name=name,
            address=(f"{self.rng.randint(1, 99)} {word} Street", place["town"], place["county"]),
            postcode=f"{place['district']} {self.rng.choice('89')}ZZ",
            telephone=f"{self.series.surgery}{self.block:03d}",
            email=f"{name.lower().replace(' ', '-')}.{self.block:03d}{self.rng.randrange(100):02d}@nhs.net",
            mailbox=f"{ods}OT001",
            mailbox_password=self._uuid(),
        )

    def _nhs_number(self) -> str:
        while True:
            first_nine = f"999{self.block:03d}{self._rest():03d}"
            digit = check_digit(first_nine)
            if digit is not None:
                return f"{first_nine}{digit}"

    def _rest(self) -> int:
        # Each series has a band of its own: no two of one block have a number.
        band = 1000 // len(ALL)
        return (self.shift + self.series.number * band + self.rng.randrange(band)) % 1000

    def _gphc(self) -> str:
        # 245 or 246 followed by anything is no piece of a timestamp, and above what is registered.
        if not self.series.number:
            return f"245{self.block:03d}{self._digit()}"
        return f"246{self.series.number}{self.block:03d}"

    def _user_id(self) -> str:
        # The 9 parts the block from what follows: nothing in it can be a GPhC number, which begins with 245.
        if not self.series.number:
            return f"55{self.block:03d}9{self.rng.randrange(10**5):05d}0"
        # Nor here, where too few digits follow the block; the 8 and the even digit before it tell it from the others.
        return f"55{self.rng.randrange(300, 1000, 2)}8{self.series.number:02d}{self.block:03d}0"

    def _further(self, words: Sequence[str]) -> str:
        """Give what all series but the first add to a name."""
        return words[self.series.number - 1] if self.series.number else ""

    def _digit(self) -> int:
        return self.rng.randrange(10)

    def _uuid(self) -> str:
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4)).upper()
