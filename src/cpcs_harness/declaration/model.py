"""What a candidate declares, as the rest of the harness sees it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cpcs_harness.people.medicines import OwnMedicine

_TRACKERS = {"json": ("json",), "fhir": ("fhir",), "both": ("json", "fhir")}


@dataclass(frozen=True)
class Control:
    """Where the candidate takes the actions of a person at its screen; the token is never shown or recorded."""

    url: str
    token: str = field(repr=False)


@dataclass(frozen=True)
class Itk:
    """Where the candidate takes NHS 111 reports."""

    url: str


@dataclass(frozen=True)
class Adaptor:
    """How the candidate stands behind the 111 Adaptor: with its own, or with one that the harness plays."""

    mode: str
    """own (ITK goes to the supplier's adaptor) | played (its bundle goes to a broker that both reach)"""
    amqp: str = field(default="", repr=False)
    """The broker's URL, which may hold a password: it is never shown or recorded."""
    queue: str = "encounter-report"


@dataclass(frozen=True)
class Cis2:
    """Where CIS2 sends a person back to who has signed in, and where it tells of a session that ended."""

    redirect_uri: str
    logout_uri: str = ""


@dataclass(frozen=True)
class Pace:
    """How fast the candidate is: how often it polls, when it tries again, and how long a step may take."""

    poll_seconds: float = 1.0
    arrival_seconds: float = 10.0
    """Until a referral that was acknowledged is on the worklist."""
    retry_seconds: float = 5.0
    step_seconds: float = 20.0


@dataclass(frozen=True)
class Mocks:
    """The address that the mocks listen on, the one under which the candidate reaches them, and their ports."""

    listen: str = "127.0.0.1"
    advertised: str = "127.0.0.1"
    ports: Mapping[str, int] = field(default_factory=dict)
    """By service; a service that is not named takes a free one."""


@dataclass(frozen=True)
class Declared:
    """A criterion that the supplier states to be met, by whom, and the file that bears it out."""

    criterion: str
    statement: str
    evidence: str
    by: str
    role: str
    sha256: str = field(default="", compare=False)
    """Of the file's bytes, by which it is known again."""

    @classmethod
    def from_entry(cls, entry: Mapping[str, str], folder: Path) -> Declared:
        """What a checked entry of candidate.toml states, with the digest of its file."""
        with (folder / entry["evidence"]).open("rb") as file:
            return cls(**entry, sha256=hashlib.file_digest(file, "sha256").hexdigest())


@dataclass(frozen=True)
class Declaration:
    """A candidate's own account of itself; `options` holds the options chosen, by requirement id."""

    name: str
    supplier: str
    version: str
    pathways: tuple[str, ...]
    control: Control
    itk: Itk
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fhir_url: str = ""
    """Where it takes referrals by FHIR; empty where it does not."""
    mesh_referrals: bool = False
    """Whether it takes GP practices' referrals by ITK3 over MESH."""
    minor_illness_over_mesh: bool = False
    """Whether it tells practices of minor illnesses by ITK3 over MESH."""
    adaptor: Adaptor | None = None
    cis2: Cis2 | None = None
    """How its users sign in with CIS2; None where they do not."""
    healthcare_worker: bool = False
    """Whether it asks PDS with healthcare-worker access."""
    mini_service: str = "itk-2.2"
    """By what its Spine Mini Service is asked, where it declares one: itk-2.2 | proprietary."""
    cppe_register: bool = False
    """Whether it asks CPPE's register when a pharmacist is enrolled."""
    scr_viewer: bool = False
    """Whether it shows the Summary Care Record itself."""
    trackers: tuple[str, ...] = ("json",)
    """By which interfaces it asks the prescription tracker: json, fhir."""
    mutual_tls: bool = False
    """Whether it presents its own certificate to the tracker's JSON interface."""
    pace: Pace = Pace()
    mocks: Mocks = Mocks()
    driver: str = "http"
    medicines: Mapping[str, str] = field(default_factory=dict)
    """Its own codes, by role."""
    products: Mapping[str, OwnMedicine] = field(default_factory=dict)
    """What dm+d says of those that are products of its own, by role."""
    declared: tuple[Declared, ...] = ()
    profiles: Mapping[str, Path] = field(default_factory=dict, compare=False)
    """Folders of profiles that stand in place of the harness's, by the profile's name."""
    folder: Path = field(default=Path(), compare=False)

    @classmethod
    def from_toml(cls, data: Mapping[str, Any], folder: Path) -> Declaration:
        """The declaration that a checked file states."""
        plain = {key: data[key] for key in ("name", "supplier", "version", "driver") if key in data}
        return cls(
            **plain,
            pathways=tuple(data["pathways"]),
            control=Control(**data["control"]),
            itk=Itk(**data["itk"]),
            options={id: tuple(words) for id, words in data.get("options", {}).items() if words},
            fhir_url=data.get("fhir", {}).get("url", ""),
            mesh_referrals=data.get("mesh", {}).get("gp_referrals", False),
            minor_illness_over_mesh=data.get("mesh", {}).get("minor_illness_notifications", False),
            adaptor=Adaptor(**data["adaptor"]) if "adaptor" in data else None,
            cis2=Cis2(**data["cis2"]) if "cis2" in data else None,
            healthcare_worker=data.get("pds", {}).get("healthcare_worker", False),
            mini_service=data.get("pds", {}).get("mini_service", "itk-2.2"),
            cppe_register=data.get("cppe", {}).get("register", False),
            scr_viewer=data.get("scr", {}).get("viewer", False),
            trackers=_TRACKERS[data.get("eps", {}).get("tracker", "json")],
            mutual_tls=data.get("eps", {}).get("mutual_tls", False),
            pace=Pace(**{key: float(seconds) for key, seconds in data.get("pace", {}).items()}),
            mocks=Mocks(**data.get("mocks", {})),
            medicines={
                role: said if isinstance(said, str) else said["code"]
                for role, said in data.get("medicines", {}).items()
            },
            products={
                role: OwnMedicine(**said)
                for role, said in data.get("medicines", {}).items()
                if not isinstance(said, str)
            },
            declared=tuple(Declared.from_entry(entry, folder) for entry in data.get("declared", ())),
            profiles={name: folder / place for name, place in data.get("profiles", {}).items()},
            folder=folder,
        )

    @property
    def takes_itk(self) -> bool:
        """Whether NHS 111's reports go to its `[itk]` address, where its own adaptor may stand, as ITK 2.2."""
        return self.chose("itk-2.2") or self.adaptor is None or self.adaptor.mode == "own"

    def chose(self, option: str) -> bool:
        """Whether an option is declared for any requirement."""
        return any(option in words for words in self.options.values())

    def options_of(self, requirement_id: str) -> tuple[str, ...]:
        """The options declared for a requirement; none is not a mistake, but leaves it not shown."""
        return self.options.get(requirement_id, ())

    @property
    def own_medicines(self) -> dict[str, OwnMedicine]:
        """What it has for each role that it declares."""
        return {role: self.products.get(role, OwnMedicine(code)) for role, code in self.medicines.items()}

    def evidence_file(self, declared: Declared) -> Path:
        """Where the file lies that bears out what was declared."""
        return self.folder / declared.evidence

    def as_record(self) -> dict[str, Any]:
        """The declaration for the evidence, as JSON can hold it: everything but the control token."""
        return {
            "name": self.name,
            "supplier": self.supplier,
            "version": self.version,
            "pathways": list(self.pathways),
            "options": {id: list(words) for id, words in self.options.items()},
            "control": {"url": self.control.url},
            "itk": asdict(self.itk),
            "fhir": {"url": self.fhir_url},
            "mesh": {
                "gp_referrals": self.mesh_referrals,
                "minor_illness_notifications": self.minor_illness_over_mesh,
            },
            "adaptor": {"mode": self.adaptor.mode, "queue": self.adaptor.queue} if self.adaptor else None,
            "cis2": asdict(self.cis2) if self.cis2 else None,
            "pds": {"healthcare_worker": self.healthcare_worker, "mini_service": self.mini_service},
            "cppe": {"register": self.cppe_register},
            "scr": {"viewer": self.scr_viewer},
            "eps": {"tracker": list(self.trackers), "mutual_tls": self.mutual_tls},
            "pace": asdict(self.pace),
            "mocks": asdict(self.mocks),
            "driver": self.driver,
            "medicines": dict(self.medicines),
            "products": {role: asdict(product) for role, product in self.products.items()},
            "declared": [asdict(entry) for entry in self.declared],
        }
