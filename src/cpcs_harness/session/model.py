"""The people, places and things that a run makes up, and what was told of them to the candidate."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Practice:
    """A GP practice; unique to one journey."""

    ods: str
    name: str
    address: tuple[str, ...]
    postcode: str
    telephone: str
    email: str
    mailbox: str
    """MESH mailbox."""
    mailbox_password: str


@dataclass(frozen=True)
class Premises:
    """A pharmacy that uses the candidate, with every credential it is provisioned with."""

    ods: str
    name: str
    address: tuple[str, ...]
    postcode: str
    telephone: str
    dos_service_id: str
    email: str
    email_password: str
    mailbox: str
    mailbox_password: str


@dataclass(frozen=True)
class Pharmacist:
    """A person who works at the candidate's screen; unique to one journey."""

    given: str
    family: str
    gphc: str
    """Registration number: seven digits."""

    @property
    def full_name(self) -> str:
        """The name as registered."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True)
class Person:
    """A patient; number, postcode, names, telephones and practice are unique to one journey."""

    nhs_number: str
    prefix: str
    given: str
    family: str
    birth_date: date
    gender: str
    """male | female"""
    address: tuple[str, ...]
    postcode: str
    home_telephone: str
    callback: str
    practice: Practice


@dataclass(frozen=True)
class Medicine:
    """A product by its dm+d code; journeys name its role, and candidates map that to a code of their own."""

    role: str
    code: str
    level: str
    display: str
    unit: str
    unit_code: str


@dataclass(frozen=True)
class Section:
    """One part of the report's text, as a person reads it."""

    title: str
    text: str


@dataclass(frozen=True)
class Report:
    """One NHS 111 report about one patient, addressed to one pharmacy: what is sent, in plain data."""

    case_reference: str
    case_id: str
    document_id: str
    set_id: str
    version: int
    tracking_id: str
    message_id: str
    created: datetime
    sender_ods: str
    sender_name: str
    author_name: tuple[str, str]
    person: Person
    premises: Premises
    disposition_code: str
    disposition_text: str
    sections: tuple[Section, ...]
    habits: str = "field"
    """Header habits of the sending system: see mocks/nhs111.py."""


@dataclass(frozen=True)
class Issued:
    """All that one attempt of one journey was given; written to the evidence before its first step."""

    journey: str
    pathway: str
    attempt: int
    person: Person
    pharmacist: Pharmacist
    premises: Premises
    report: Report
    medicines: dict[str, Medicine] = field(default_factory=dict)
