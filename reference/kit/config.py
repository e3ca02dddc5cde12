"""The configuration file: read once at start-up, checked whole, then passed inward as frozen records."""

import json
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from .agreed import Agreed
from .problems import StartupProblem


@dataclass(frozen=True)
class NhsmailAccount:
    """The shared NHSmail mailbox of one pharmacy."""

    address: str
    username: str
    password: str


@dataclass(frozen=True)
class MeshAccount:
    """The MESH mailbox of one pharmacy."""

    mailbox: str
    password: str


@dataclass(frozen=True)
class Premises:
    """One pharmacy that this system serves."""

    ods: str
    name: str
    address: tuple[str, ...]
    postcode: str
    telephone: str
    dos_service_id: str
    nhsmail: NhsmailAccount
    mesh: MeshAccount


@dataclass(frozen=True)
class PdsSettings:
    """Where PDS is, and the key pair that this system is registered with."""

    base: str
    token_url: str
    api_key: str
    kid: str
    private_key_file: str
    api_secret: str = ""
    """With which the tokens of people who are signed in are renewed."""


@dataclass(frozen=True)
class Cis2Settings:
    """Where people sign in with CIS2, and how this system proves itself there; no issuer means that nobody does."""

    issuer: str = ""
    client_id: str = ""
    client_secret: str = ""
    redirect_uri: str = ""
    """Where people come back to; empty for this system's own address, which it knows once it listens."""


@dataclass(frozen=True)
class ScrSettings:
    """Where the Summary Care Record API is, and the id that this system has at the Spine."""

    base: str = ""
    asid: str = ""


@dataclass(frozen=True)
class SmspSettings:
    """Where the Spine Mini Service is, and this system's id there; no address means that it is not used."""

    url: str = ""
    asid: str = ""


@dataclass(frozen=True)
class DosSettings:
    """Where the Directory of Services is, and this system's account there."""

    base: str
    username: str
    password: str
    service_type: str


@dataclass(frozen=True)
class CppeSettings:
    """Where CPPE's register is, and this system's key; without an address pharmacists are enrolled by hand alone."""

    base: str = ""
    api_key: str = ""


@dataclass(frozen=True)
class CksSettings:
    """Where NICE's integration partner is, and this system's key; no address means that only links are shown."""

    base: str = ""
    api_key: str = ""


@dataclass(frozen=True)
class TrackerSettings:
    """Where the prescription tracker's interface is, and this system's id there; no address means a link alone.

    Over mutual TLS: who signed its certificate, and this system's own with its key.
    """

    base: str = ""
    asid: str = ""
    ca_file: str = ""
    certificate_file: str = ""
    key_file: str = ""


@dataclass(frozen=True)
class RtecSettings:
    """Where exemptions are checked, who signed its certificate, and this system's id; no address: it is not used."""

    base: str = ""
    ca_file: str = ""
    asid: str = ""


@dataclass(frozen=True)
class ClinicalTrackerSettings:
    """Where the prescription tracker's FHIR interface is; no address means that it is not asked."""

    base: str = ""


@dataclass(frozen=True)
class MysSettings:
    """Where claims are sent to."""

    base: str


@dataclass(frozen=True)
class WarehouseSettings:
    """Where each month's export is handed in, before pharmacy and month; no address means that a person does it."""

    base: str = ""


@dataclass(frozen=True)
class OnwardSettings:
    """Where other pharmacies take referrals by FHIR, before their ODS code; no address means that none is sent so."""

    base: str = ""


@dataclass(frozen=True)
class MeshSettings:
    """Where MESH is, its shared key, and the workflows of urgent supply, of practices' referrals, of minor illness."""

    base: str
    shared_key: str
    workflow: str
    referral_workflow: str
    minor_illness_workflow: str = "DIGMED_MINOR_ILLNESS_PEM"


@dataclass(frozen=True)
class NhsmailSettings:
    """Where e-mail is submitted, where mailboxes are read (TLS from the start), and who signs the certificates."""

    host: str
    port: int
    ca_file: str
    imap_host: str
    imap_port: int


@dataclass(frozen=True)
class AdaptorSettings:
    """The broker behind the 111 Adaptor, and the queue on it; no address means no adaptor."""

    amqp_url: str = ""
    queue: str = "encounter-report"


@dataclass(frozen=True)
class Links:
    """The addresses of the web sites that a pharmacist is sent to."""

    eps_tracker: str
    cks: str
    scr: str


@dataclass(frozen=True)
class Timeouts:
    """How long a national service may take; PDS, for which somebody waits at the screen, less than others."""

    seconds: float
    pds_seconds: float = 3.0


@dataclass(frozen=True)
class OutboxSettings:
    """How often what waits is tried again; 0 for when somebody asks for it alone."""

    every_seconds: float = 300.0


@dataclass(frozen=True)
class Config:
    """Everything that this system knows of the world."""

    listen: str
    ready_file: str
    database: str
    control_token: str
    premises: tuple[Premises, ...]
    pds: PdsSettings
    dos: DosSettings
    mys: MysSettings
    mesh: MeshSettings
    nhsmail: NhsmailSettings
    links: Links
    timeouts: Timeouts
    adaptor: AdaptorSettings = AdaptorSettings()
    scr: ScrSettings = ScrSettings()
    smsp: SmspSettings = SmspSettings()
    cks: CksSettings = CksSettings()
    cppe: CppeSettings = CppeSettings()
    eps_tracker: TrackerSettings = TrackerSettings()
    rtec: RtecSettings = RtecSettings()
    clinical_tracker: ClinicalTrackerSettings = ClinicalTrackerSettings()
    cis2: Cis2Settings = Cis2Settings()
    onward: OnwardSettings = OnwardSettings()
    warehouse: WarehouseSettings = WarehouseSettings()
    outbox: OutboxSettings = OutboxSettings()
    profiles: Agreed = field(default_factory=Agreed)

    @property
    def host(self) -> str:
        """The address to listen on."""
        return self.listen.rpartition(":")[0]

    @property
    def port(self) -> int:
        """The port to listen on; 0 lets the system choose."""
        return int(self.listen.rpartition(":")[2])


def load(path: str) -> Config:
    """Read the configuration file, or say what is wrong with it and where."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StartupProblem(
            f"configuration file {path} cannot be read ({error}); give its path with --config"
        ) from error
    try:
        data = json.loads(text)
    except ValueError as error:
        raise StartupProblem(f"configuration file {path} is not JSON ({error}); correct it there") from error
    try:
        config: Config = _record(Config, data, "")
    except _Mismatch as error:
        raise StartupProblem(f"configuration file {path}: {error}") from error
    return _checked(config, path)


def _checked(config: Config, path: str) -> Config:
    host, _, port = config.listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise StartupProblem(
            f"configuration file {path}: expected listen to be HOST:PORT, received {config.listen!r}; use 127.0.0.1:0"
        )
    if not config.premises:
        raise StartupProblem(f"configuration file {path}: premises is empty; name at least one pharmacy")
    if not config.control_token:
        raise StartupProblem(
            f"configuration file {path}: control_token is empty; give the control API a token"
        )
    return config


class _Mismatch(Exception):
    """The data does not have the shape of its record."""


def _record(kind: Any, data: Any, where: str) -> Any:
    if not isinstance(data, dict):
        raise _Mismatch(f"expected {where or 'the file'} to be an object, received {type(data).__name__}")
    hints = get_type_hints(kind)
    values = {}
    for known in fields(kind):
        place = f"{where}.{known.name}" if where else known.name
        if known.name not in data:
            if (known.default, known.default_factory) != (MISSING, MISSING):
                continue
            raise _Mismatch(f"{place} is missing; add it")
        values[known.name] = _value(hints[known.name], data[known.name], place)
    return kind(**values)


def _value(kind: Any, value: Any, where: str) -> Any:
    if is_dataclass(kind):
        return _record(kind, value, where)
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise _Mismatch(f"expected {where} to be a list, received {type(value).__name__}")
        return tuple(_value(get_args(kind)[0], item, f"{where}[{n}]") for n, item in enumerate(value))
    if get_origin(kind) is dict:
        if not isinstance(value, dict) or not all(isinstance(inner, str) for inner in value.values()):
            raise _Mismatch(f"expected {where} to be an object of texts, received {value!r}")
        return dict(value)
    wanted = (int, float) if kind is float else kind
    if isinstance(value, bool) or not isinstance(value, wanted):
        raise _Mismatch(f"expected {where} to be {kind.__name__}, received {value!r}")
    return value
