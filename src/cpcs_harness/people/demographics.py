"""What the national services hold of a person: demographics at the Spine, and a Summary Care Record.

Plain data, made by journeys and served by mocks; whoever judges reads it back from the evidence. A person who was
issued has a plain record (`Demographics.of`); a journey that wants another one changes it with `dataclasses.replace`.
Source: Personal Demographics Service FHIR API (interface sheet pds-smsp-auth, sections 3 and 4).
"""

from __future__ import annotations

from dataclasses import dataclass

from cpcs_harness.people.model import Person

SINCE = "2015-04-01"
"""From when everything in a plain record is valid."""


@dataclass(frozen=True)
class HeldName:
    """One name; dates are as much of YYYY-MM-DD as is known, empty where open."""

    family: str
    given: tuple[str, ...] = ()
    use: str = "usual"
    """usual | temp | nickname | old | maiden"""
    prefix: str = ""
    start: str = SINCE
    end: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class HeldAddress:
    """One address."""

    lines: tuple[str, ...]
    postcode: str
    use: str = "home"
    """home | temp | billing | work"""
    text: str = ""
    """What kind of temporary address it is, in PDS's words."""
    start: str = SINCE
    end: str = ""
    uprn: str = ""
    """Key of the property: up to twelve digits."""
    paf: str = ""
    """Key in the Postal Address File: eight digits."""


@dataclass(frozen=True)
class HeldTelecom:
    """One telephone number, e-mail address or textphone."""

    value: str
    system: str = "phone"
    """phone | fax | email | other (a textphone)"""
    use: str = "home"
    start: str = SINCE
    end: str = ""


@dataclass(frozen=True)
class HeldRelation:
    """One related person."""

    kind: str
    """Code of the relationship, such as MTH mother, SPS spouse, PRN parent, N next of kin."""
    family: str = ""
    given: str = ""
    nhs_number: str = ""
    """Where the related person's own record is known: it stands in place of a name."""
    telephone: str = ""
    role: str = "Personal"
    """Agent | Guardian | Personal"""
    next_of_kin: bool = False
    address: HeldAddress | None = None
    rank: int | None = None
    """In which order the patient's contacts are tried: 1 to 99."""
    copied: bool = False
    """Whether the person has copies of what is written to the patient."""
    start: str = SINCE
    end: str = ""
    object_id: str = ""
    """As published, of a sandbox patient's; otherwise the mock gives it one."""


@dataclass(frozen=True)
class HeldPeriod:
    """From when to when something was valid, where that is held; empty where it is not."""

    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class Demographics:
    """One record at the Spine, in whatever state."""

    nhs_number: str
    known: bool = True
    """Whether the Spine has the record at all; a patient of another country is not known there."""
    names: tuple[HeldName, ...] = ()
    birth_date: str = ""
    """As much of YYYY-MM-DD as is known."""
    gender: str = ""
    """male | female | other | unknown, or nothing"""
    addresses: tuple[HeldAddress, ...] = ()
    telecoms: tuple[HeldTelecom, ...] = ()
    practice: str = ""
    """ODS code of the practice that the patient is, or was, registered with."""
    practice_start: str = SINCE
    practice_end: str = ""
    managing_organisation: str = ""
    """Of a patient who was taken off the practice's list."""
    managing_period: HeldPeriod = HeldPeriod()
    removal: str = ""
    """Why: SCT | TRA | EMB | NIT | ORR | DEA."""
    removal_period: HeldPeriod = HeldPeriod()
    """Where nothing is held of it, the removal is effective from when the practice's time ended."""
    security: str = "U"
    """U unrestricted | R restricted | V very restricted | REDACTED invalidated"""
    replaced_by: str = ""
    """NHS number of the record that superseded this one."""
    deceased: str = ""
    """As much of the date and time of death as is known."""
    death_status: str = ""
    """1 informal | 2 formal | U removed"""
    birth_order: int | None = None
    nominated_pharmacy: str = ""
    dispensing_doctor: str = ""
    appliance_supplier: str = ""
    language: str = ""
    """Language code of a patient who does not speak English; `interpreter` says whether one is needed."""
    emergency_telephone: str = ""
    emergency_period: HeldPeriod = HeldPeriod()
    relations: tuple[HeldRelation, ...] = ()
    version: int = 1
    oddities: tuple[str, ...] = ()
    """Lawful peculiarities of the resource: unknown-extension | null-lines | no-period | past-shown (in searches)."""
    birth_place: tuple[str, ...] = ()
    """Town, county, country code; as many of them as are known."""
    interpreter: bool = True
    """Whether a patient whose language is held needs an interpreter."""
    contact_method: str = ""
    """1 letter | 2 visit | 3 telephone | 4 e-mail | 5 textphone | 6 by proxy | 7 sign language | 8 no telephone"""
    contact_times: str = ""
    written_format: str = ""
    """11 large print | 12 Braille | 13 audio tape"""

    @classmethod
    def of(cls, person: Person) -> Demographics:
        """Give the plain record of a person who was issued."""
        return cls(
            nhs_number=person.nhs_number,
            names=(HeldName(person.family, (person.given,), prefix=person.prefix),),
            birth_date=person.birth_date.isoformat(),
            gender=person.gender,
            addresses=(HeldAddress(person.address, person.postcode),),
            telecoms=(HeldTelecom(person.home_telephone),),
            practice=person.practice.ods,
        )


@dataclass(frozen=True)
class CareSection:
    """One section of a Summary Care Record: its heading, and its text as HTML."""

    code: str
    """Such as AllergiesHeader."""
    title: str
    html: str


@dataclass(frozen=True)
class CareRecord:
    """What the Spine has of a person's Summary Care Record."""

    nhs_number: str
    document_id: str = ""
    """UUID of the record that is current; empty where the person has none."""
    permission: str = "Ask"
    """What the person lets be seen: Ask, each time | No, they have opted out | Yes, which is old and means Ask."""
    sections: tuple[CareSection, ...] = ()
    created: str = ""
    """When it was last uploaded, as an ISO moment."""
    withheld: bool = False
    """Access control refuses whatever is asked about the person."""
    about: str = ""
    """NHS number that the answer names, where that is another patient's."""
    asked_too: bool = False
    """The patient who was asked for stands in the answer as well, though the record is about another."""
    then: CareRecord | None = None
    """What the practice uploads in place of this one, as soon as this one's identifier was told."""
