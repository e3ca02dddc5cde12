"""The people, places and things that a run makes up, and what was told of them to the candidate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cpcs_harness.people.care_worker import CareWorker
from cpcs_harness.people.drawn.email import EmailForm
from cpcs_harness.people.words import Words
from cpcs_harness.people.written import Caller as Caller  # a part of a report, and read with it
from cpcs_harness.people.written import Written


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
class Environment:
    """What lasts from run to run: premises and every credential that the candidate is provisioned with."""

    premises: tuple[Premises, ...]
    api_key: str
    """Of the candidate's application at the API platform: `iss` and `sub` of its assertions."""
    kid: str
    private_key_pem: str
    public_jwk: dict[str, Any]
    dos_username: str
    dos_password: str
    mesh_shared_key: str
    ca_pem: str
    server_pem: str
    """Private key and certificate chain, for STARTTLS."""
    api_secret: str
    """Of the candidate's application at the API platform, where a refresh token is used."""
    cis2_client_id: str
    """Of the candidate at the Care Identity Service."""
    cis2_client_secret: str
    client_ca_pem: str
    """The authority of the candidate's own certificate."""
    client_certificate_pem: str
    """By which the candidate is known over mutual TLS."""
    client_key_pem: str


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
    """As dm+d has it; empty where the candidate declares the product."""
    display: str
    unit: str
    unit_code: str
    form: str = ""
    legal: str = ""
    """POM, P or GSL; empty for what is no medicine."""
    schedule: str = ""
    """Of the Misuse of Drugs Regulations 2001; empty for what is no controlled drug."""
    pack: float = 0
    """How much the smallest pack holds, in its unit."""
    pack_rule: str = ""
    """What may be supplied on request instead of so many days: smallest-pack, full-cycle, full-course."""
    only_for: str = ""
    """What it may be supplied for although its schedule bars it."""
    own_code: str = ""
    """The candidate's own; empty where it declares none."""
    is_declared: bool = False
    """Whether the candidate declares a product of its own for the role."""

    @property
    def prescription_only(self) -> bool:
        """Whether a prescriber must order it."""
        return self.legal == "POM"


@dataclass(frozen=True)
class Section:
    """One part of the report's text, as a person reads it: lines, or in a table cells by tabs."""

    title: str
    text: str
    markup: str = "lines"
    """lines | table | headed | list | cdata | footnotes | bold | raised | links"""
    inside: tuple[Section, ...] = ()
    """Sections within this one, which are read after it."""


@dataclass(frozen=True)
class Parent:
    """The version of a document that another one replaces."""

    document_id: str
    set_id: str
    version: int


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
    """Header habits of the sending system: field | strict | tpp | cleric | ic24 | online."""
    sender: str = "telephony"
    """telephony | online"""
    number: str = "verified"
    """How the NHS number goes: verified | unverified | zeros | short | bad-check | two | absent."""
    second_number: str = ""
    """Another valid NHS number, where two go as verified; nobody has it."""
    local_id: str = ""
    names_practice: bool = True
    practice_copied: bool = False
    caller: Caller | None = None
    parent: Parent | None = None
    interaction: str = "primary"
    """primary | copy | nullify | repeat-caller"""
    earlier: tuple[Report, ...] = ()
    """Further documents of the same envelope, after this one."""
    addressing: str = "ods+dos"
    """ods+dos | dos+ods | ods | dos | none"""
    ods_suffix: str = ""
    also_to: tuple[Premises, ...] = ()
    """Addressed besides, and before, the premises."""
    times: str = ""
    """By habits where empty, or hours | minutes | none | to-the-minute | fraction | ahead | greenwich | zulu | iso."""
    birth_known: str = "day"
    """day | month | year | unknown | impossible"""
    gender: str = ""
    """In place of the person's: not specified | unknown."""
    ended: bool = True
    """Whether the encounter has an end."""
    forms: tuple[str, ...] = ()
    """Further lawful peculiarities, by name: see mocks/nhs111/sender.py."""
    written: Written = field(default_factory=Written)


@dataclass(frozen=True)
class GpReferral:
    """One referral by a GP practice to one pharmacy, by e-mail or by ITK3: what is sent, in plain data."""

    reference: str
    message_id: str
    document_id: str
    bundle_id: str
    created: datetime
    person: Person
    premises: Premises
    referrer: tuple[str, str]
    referrer_role: str
    service: str
    """What is asked for, by the name that mocks/gp_practice knows it by."""
    complaint: str
    history: str
    notes: str
    medicine: str = ""
    wants_business: bool = True
    wants_infrastructure: bool = True
    form: EmailForm = field(default_factory=EmailForm)
    """How it is written where it goes by e-mail."""


@dataclass(frozen=True)
class Sent:
    """What became of sending one message: the exchange, and the answer's HTTP status (0 where there was none)."""

    exchange: str
    status: int
    answer: bytes = b""
    error: str = ""
    """Why nothing came back; empty where something did."""


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
    gp_referral: GpReferral
    medicines: dict[str, Medicine] = field(default_factory=dict)
    care_worker: CareWorker | None = None
    """The pharmacist as the Care Identity Service knows them, with a role at the premises."""
    label: str = ""
    """Of a further patient of the journey; empty for its own."""
    words: Words = field(default_factory=Words)
    """What the pharmacist writes down of them."""
    drawn: Mapping[str, Mapping[str, str | bool]] = field(default_factory=dict)
    """What journeys draw besides, by thing and field: conditions are read from what came of it, and never from here."""
    several: Mapping[str, tuple[Mapping[str, str | bool], ...]] = field(default_factory=dict)
    """The same of things of which one person has several."""
