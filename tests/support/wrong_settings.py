"""Settings that a supplier may get wrong, one at a time, and what each is to be told by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.model import Environment
from external_candidate import Folder
from ports import free_ports

Provisioned = dict[str, Any]
Change = Callable[[Folder, Provisioned], None]

NHS111, PDS = ("urgent-medicine-supplied",), ("pds-search-um",)
EMAIL, MESH = ("minor-illness-product-recommended",), ("urgent-medicine-supplied",)


@dataclass(frozen=True)
class Wrong:
    """One wrong setting."""

    name: str
    key: str
    """What the supplier is to be told to look at."""
    change: Change = lambda _folder, _given: None
    declared: Mapping[str, str] = field(default_factory=dict)
    journeys: tuple[str, ...] = ()
    """Where it shows in a run; none where no run begins with it."""
    needs: str = "self_test"
    """What a candidate has to have; a self-test where nothing else tells of it before the run."""
    before: bool = True
    """Whether it is found before the run."""
    clock: float = 0.0
    another_day: bool = False
    """Whether the candidate is provisioned from another environment."""


def put(key: str, value: str | Callable[[Folder, Provisioned], Any]) -> Change:
    """Change one key of what the candidate is provisioned with."""

    def change(folder: Folder, given: Provisioned) -> None:
        *path, last = key.split(".")
        table: Any = given
        for step in path:
            table = table[int(step)] if step.isdigit() else table[step]
        table[last] = value(folder, given) if callable(value) else value

    return change


def address(section: str, key: str, old: Callable[[Folder], Any], new: Callable[[Folder], Any]) -> Change:
    """Change a part of an address."""
    return put(
        f"{section}.{key}",
        lambda folder, given: given[section][key].replace(str(old(folder)), str(new(folder))),
    )


def port_of(service: str) -> Callable[[Folder], int]:
    """Give the port of a service."""
    return lambda folder: folder.ports[service]


def nobodys_port(_folder: Folder) -> int:
    """Give a port that nobody listens at."""
    return free_ports(1)[0]


def added(section: str, key: str, end: str) -> Change:
    """Write more at the end of an address."""
    return put(f"{section}.{key}", lambda _folder, given: given[section][key] + end)


def _of_another(name: str, end: str) -> Callable[[Folder, Provisioned], str]:
    """Give a file of another environment in place of one, such as a certificate."""

    def written(folder: Folder, _given: Provisioned) -> str:
        file = folder.path / f"another-{end}"
        file.write_text(getattr(_another_environment(), name))
        return str(file)

    return written


@cache
def _another_environment() -> Environment:
    return make_environment("yet another day")


def _another_certificate(folder: Folder, given: Provisioned) -> None:
    """Give certificate and key of another environment, which belong together."""
    put("eps_tracker.certificate_file", _of_another("client_certificate_pem", "client.pem"))(folder, given)
    put("eps_tracker.key_file", _of_another("client_key_pem", "client-key.pem"))(folder, given)


def _another_key(folder: Folder, _given: Provisioned) -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form, no_password = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = folder.path / "another.pem"
    file.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, no_password))
    return str(file)


NOBODY = "http://127.0.0.1:9"
CLOCK = "the clock of the candidate's machine"
WRONG = (
    Wrong("key id", "pds.kid", put("pds.kid", "another"), journeys=PDS),
    Wrong("API key", "pds.api_key", put("pds.api_key", "x" * 32), journeys=PDS),
    Wrong("private key", "pds.private_key_file", put("pds.private_key_file", _another_key), journeys=PDS),
    Wrong("clock an hour ahead", CLOCK, clock=3600, needs="clock", journeys=NHS111),
    Wrong("clock an hour behind", CLOCK, clock=-3600, needs="clock", journeys=PDS),
    Wrong("port of PDS", "pds.base", address("pds", "base", port_of("pds"), nobodys_port), journeys=PDS),
    Wrong("path of PDS", "pds.base", added("pds", "base", "/v9"), journeys=PDS),
    Wrong("path of the token endpoint", "pds.token_url", added("pds", "token_url", "s"), journeys=PDS),
    Wrong("password of DoS", "dos.password", put("dos.password", "another"), journeys=NHS111),
    Wrong("user of DoS", "dos.username", put("dos.username", "another"), journeys=NHS111),
    Wrong("scheme of DoS", "dos.base", address("dos", "base", lambda _: "http:", lambda _: "https:"),
          journeys=NHS111),
    Wrong("MYS at the port of another service", "mys.base", address("mys", "base", port_of("mys"), port_of("dos")),
          journeys=EMAIL, needs="", before=False),
    Wrong("shared key of MESH", "mesh.shared_key", put("mesh.shared_key", "another"), journeys=MESH),
    Wrong("MESH mailbox", "premises[].mesh.mailbox", put("premises.0.mesh.mailbox", "FA109OT001"), journeys=MESH),
    Wrong("password of a MESH mailbox", "premises[0].mesh.password", put("premises.0.mesh.password", "another"),
          journeys=MESH),
    Wrong("password of a mailbox of NHSmail", "premises[0].nhsmail.password",
          put("premises.0.nhsmail.password", "another"), journeys=EMAIL),
    Wrong("port of SMTP", "nhsmail.port", put("nhsmail.port", lambda folder, _: nobodys_port(folder)), journeys=EMAIL),
    Wrong("port of IMAP", "nhsmail.imap_port", put("nhsmail.imap_port", lambda folder, _: nobodys_port(folder)),
          journeys=("gp-referral-mailbox",), needs="imap"),
    Wrong("secret at CIS2", "cis2.client_secret", put("cis2.client_secret", "another"),
          journeys=("cis2-sign-in-um",), needs="cis2", before=False),
    Wrong("key of NICE's partner", "cks.api_key", put("cks.api_key", "another"), journeys=("cks-guidance",),
          needs="cks"),
    Wrong("port of the prescription tracker", "eps_tracker.base",
          address("eps_tracker", "base", port_of("eps_tracker"), nobodys_port), journeys=("eps-tracker",)),
    Wrong("certificate of the prescription tracker", "eps_tracker.certificate_file", _another_certificate,
          journeys=("eps-tracker",)),
    Wrong("who signed for the prescription tracker", "eps_tracker.ca_file",
          put("eps_tracker.ca_file", _of_another("ca_pem", "eps-ca.pem")), journeys=("eps-tracker",)),
    Wrong("ASID of the prescription tracker", "eps_tracker.asid", put("eps_tracker.asid", "200000000999"),
          journeys=("eps-tracker",)),
    Wrong("path of the clinical tracker", "clinical_tracker.base", added("clinical_tracker", "base", "/v9"),
          journeys=("eps-tracker",), needs="clinical_tracker"),
    Wrong("port of the clinical tracker", "clinical_tracker.base",
          address("clinical_tracker", "base", port_of("clinical_tracker"), nobodys_port), journeys=("eps-tracker",),
          needs="clinical_tracker"),
    Wrong("port of RTEC", "rtec.base", address("rtec", "base", port_of("rtec"), nobodys_port),
          journeys=("exemption-checked",), needs="rtec"),
    Wrong("who signed for RTEC", "rtec.ca_file", put("rtec.ca_file", _of_another("ca_pem", "rtec-ca.pem")),
          journeys=("exemption-checked",), needs="rtec"),
    Wrong("who signed for NHSmail", "nhsmail.ca_file", put("nhsmail.ca_file", _of_another("ca_pem", "mail-ca.pem")),
          journeys=EMAIL),
    Wrong("key of CPPE", "cppe.api_key", put("cppe.api_key", "another"), journeys=("pharmacist-enrolled-um",),
          needs="cppe"),
    Wrong("address of CPPE", "cppe.base", address("cppe", "base", port_of("cppe"), nobodys_port),
          journeys=("pharmacist-enrolled-um",), needs="cppe"),
    Wrong("path of MYS", "mys.base", added("mys", "base", "/v9"), journeys=("month-reported-um",),
          needs="month", before=False),
    Wrong("address of other pharmacies", "onward.base", address("onward", "base", port_of("onward"), nobodys_port),
          journeys=("onward-by-fhir",), needs="", before=False),
    Wrong("path of the SCR", "scr.base", added("scr", "base", "/v9"), journeys=("scr-viewer-um",), needs="scr"),
    Wrong("address of the Spine Mini Service", "smsp.url", address("smsp", "url", port_of("smsp"), nobodys_port),
          journeys=("smsp-um",), needs="smsp"),
    Wrong("ODS code", "premises[0].ods", put("premises.0.ods", "FA109"), journeys=NHS111),
    Wrong("environment of another day", "environment.json", another_day=True, journeys=(*PDS, *NHS111)),
    Wrong("path of ITK", "itk.url", declared={"itk.url": "BASE/elsewhere"}, journeys=NHS111, needs=""),
    Wrong("port of ITK", "itk.url", declared={"itk.url": f"{NOBODY}/itk"}, journeys=NHS111, needs=""),
    Wrong("path of FHIR", "fhir.url", declared={"fhir.url": "BASE/elsewhere"}, journeys=("nhs111-fhir-um",),
          needs="fhir"),
    Wrong("name of another system", "name", declared={"name": "Another"}, journeys=NHS111, needs=""),
    Wrong("version of another day", "version", declared={"version": "0.0.1"}, journeys=NHS111, needs=""),
    Wrong("path of the control API", "control.url", declared={"control.url": "BASE/elsewhere"}, needs=""),
    Wrong("process down", "[control] url", declared={"control.url": f"{NOBODY}/control/v1"}, needs=""),
    Wrong("token of the control API", "[control] token", declared={"control.token": "another"}, needs=""),
)  # fmt: skip
"""Each of them once; some thirty."""
