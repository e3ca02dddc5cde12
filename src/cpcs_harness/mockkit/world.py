"""What the mocks of one run share: who there is, what time it is, what to do wrong, and where to write."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from cpcs_harness.evidence.lateness import Late
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.mockkit.faults import Faults
from cpcs_harness.mockkit.intake import Intake
from cpcs_harness.mockkit.tally import Tally
from cpcs_harness.mockkit.untrusted import Untrusted
from cpcs_harness.people.care_worker import CareWorker
from cpcs_harness.people.demographics import CareRecord, Demographics
from cpcs_harness.people.directory import HeldServices, plain_place
from cpcs_harness.people.exemptions import HeldExemption
from cpcs_harness.people.held import Held
from cpcs_harness.people.mailbox import HeldMailbox
from cpcs_harness.people.model import Environment, Issued, Person, Practice
from cpcs_harness.people.prescriptions import HeldPrescriptions
from cpcs_harness.people.registrations import HeldRegistration
from cpcs_harness.profiles import Profiles
from cpcs_harness.times import Clock


@dataclass
class World:
    """The surroundings of every mock."""

    environment: Environment
    register: Register
    recorder: Recorder
    faults: Faults = field(default_factory=Faults)
    untrusted: Untrusted = field(default_factory=Untrusted)
    """Whose certificates nobody has a reason to trust now."""
    intake: Intake = field(default_factory=Intake)
    """What every mock reads requests through."""
    tally: Tally = field(default_factory=Tally)
    """What every mock and sender counts by itself."""
    clock: Clock = field(default_factory=Clock)
    """The sitting's: what services say of times, of days and of ages."""
    token_clock: Clock = field(default_factory=Clock)
    """What tokens end by: the machine's time in every sitting, as for TLS and MESH."""
    people: dict[str, Person] = field(default_factory=dict)
    """Patients by NHS number."""
    demographics: dict[str, Demographics] = field(default_factory=dict)
    """What PDS and the Spine Mini Service hold, by NHS number."""
    care_records: dict[str, CareRecord] = field(default_factory=dict)
    """What there is of Summary Care Records, by NHS number."""
    directory: dict[str, HeldServices] = field(default_factory=dict)
    """What the Directory of Services has of its own near a place, by postcode without its blank."""
    care_workers: dict[str, CareWorker] = field(default_factory=dict)
    """Whom the Care Identity Service knows, by user id."""
    practices: dict[str, Practice] = field(default_factory=dict)
    """GP practices by ODS code."""
    practices_at: dict[str, dict[str, Practice]] = field(default_factory=dict)
    """The same by their postcode without its blank: there are as many practices as patients."""
    mailboxes: dict[str, HeldMailbox] = field(default_factory=dict)
    """What practices take by MESH, where it is not what every practice takes, by ODS code."""
    prescriptions: dict[str, HeldPrescriptions] = field(default_factory=dict)
    """What the Electronic Prescription Service holds, by NHS number."""
    exemptions: dict[tuple[str, str], HeldExemption] = field(default_factory=dict)
    """What the exemption checking service finds, by NHS number and identifier of the prescription."""
    registrations: dict[str, HeldRegistration] = field(default_factory=dict)
    """What the register of pharmacists has, by GPhC number."""
    late: list[Late] = field(default_factory=list)
    """When the harness itself was late, in this run."""
    profiles: Profiles = field(default_factory=Profiles)
    """What no public document states, as it is played."""
    own_mark: str = field(default_factory=secrets.token_hex)
    """Sent as a header by the harness's own clients, so that a candidate's call is never taken for one of them."""
    addresses: dict[str, str] = field(default_factory=dict)
    """Base address of each mock by its service's name, as candidates are to call it; set when it is served."""

    def admit(self, issued: Issued) -> None:
        """Let a journey's people in: from now on the national services know them."""
        self.people[issued.person.nhs_number] = issued.person
        self.demographics[issued.person.nhs_number] = Demographics.of(issued.person)
        practice = issued.person.practice
        self.practices[practice.ods] = practice
        self.practices_at.setdefault(plain_place(practice.postcode), {})[practice.ods] = practice
        if issued.care_worker is not None:
            self.care_workers[issued.care_worker.user_id] = issued.care_worker
        pharmacist = issued.pharmacist
        known = HeldRegistration(pharmacist.gphc, pharmacist.full_name)
        self.registrations.setdefault(pharmacist.gphc, known)
        self.register.add(issued)

    def hold(self, record: Held, journey: str) -> None:
        """Let the national services hold a record for a journey, in place of what they held."""
        if isinstance(record, HeldMailbox):
            self.mailboxes[record.ods] = record
            return
        if isinstance(record, HeldRegistration):
            self.registrations[record.gphc] = record
            return
        if isinstance(record, HeldServices):
            self.directory[record.place] = record
            self.register.link("postcode", record.postcode, journey)
            for service in record.services:
                self.register.link_service(str(service["service_id"]), journey)
            return
        if isinstance(record, Demographics) and not record.known:
            self.demographics.pop(record.nhs_number, None)
        elif isinstance(record, Demographics):
            self.demographics[record.nhs_number] = record
        elif isinstance(record, HeldPrescriptions):
            self.prescriptions[record.nhs_number] = record
            for prescription in record.prescriptions:
                self.register.link("document", prescription.id, journey)
        elif isinstance(record, HeldExemption):
            self.exemptions[record.nhs_number, record.prescription] = record
        else:
            self.care_records[record.nhs_number] = record
        self.register.link("NHS number", record.nhs_number, journey)
