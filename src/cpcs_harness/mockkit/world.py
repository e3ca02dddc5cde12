"""What the mocks of one run share: who there is, what time it is, what to do wrong, and where to write."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from cpcs_harness.clock import Clock
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.mockkit.faults import Faults
from cpcs_harness.session.care_worker import CareWorker
from cpcs_harness.session.demographics import CareRecord, Demographics
from cpcs_harness.session.model import Issued, Person, Practice, Premises
from cpcs_harness.session.register import Register


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


@dataclass
class World:
    """The surroundings of every mock."""

    environment: Environment
    register: Register
    recorder: Recorder
    faults: Faults = field(default_factory=Faults)
    clock: Clock = field(default_factory=Clock)
    people: dict[str, Person] = field(default_factory=dict)
    """Patients by NHS number."""
    demographics: dict[str, Demographics] = field(default_factory=dict)
    """What PDS and the Spine Mini Service hold, by NHS number."""
    care_records: dict[str, CareRecord] = field(default_factory=dict)
    """What there is of Summary Care Records, by NHS number."""
    care_workers: dict[str, CareWorker] = field(default_factory=dict)
    """Whom the Care Identity Service knows, by user id."""
    practices: dict[str, Practice] = field(default_factory=dict)
    """GP practices by ODS code."""
    own_mark: str = field(default_factory=secrets.token_hex)
    """Sent as a header by the harness's own clients, so that a candidate's call is never taken for one of them."""
    addresses: dict[str, str] = field(default_factory=dict)
    """Base address of each mock by its service's name, as candidates are to call it; set when it is served."""

    def admit(self, issued: Issued) -> None:
        """Let a journey's people in: from now on the national services know them."""
        self.people[issued.person.nhs_number] = issued.person
        self.demographics[issued.person.nhs_number] = Demographics.of(issued.person)
        self.practices[issued.person.practice.ods] = issued.person.practice
        if issued.care_worker is not None:
            self.care_workers[issued.care_worker.user_id] = issued.care_worker
        self.register.add(issued)

    def hold(self, record: Demographics | CareRecord, journey: str) -> None:
        """Let the national services hold a record for a journey's patient, in place of what they held."""
        if isinstance(record, Demographics) and not record.known:
            self.demographics.pop(record.nhs_number, None)
        elif isinstance(record, Demographics):
            self.demographics[record.nhs_number] = record
        else:
            self.care_records[record.nhs_number] = record
        self.register.link("NHS number", record.nhs_number, journey)
