"""Which candidate is assessed: the reference service, or the one that a declaration describes."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from cpcs_harness._content import ROOT
from cpcs_harness._content.mocks.controls import hosts_of
from cpcs_harness.catalogue import Catalogue
from cpcs_harness.declaration import Declaration, load_declaration
from cpcs_harness.declaration.model import Adaptor, Cis2
from cpcs_harness.drivers.base import Driver
from cpcs_harness.drivers.http import HttpDriver
from cpcs_harness.judging.judgement import RULINGS
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.environment_file import load_environment, save_environment
from cpcs_harness.people.model import Environment
from cpcs_harness.run.reference_process import ReferenceProcess, provision

REFERENCE_DECLARATION = "candidate.toml"
ENVIRONMENT = "environment.json"
ADAPTOR = "111-adaptor"
"""The option of who stands behind the 111 Adaptor."""


@dataclass(frozen=True)
class Candidate:
    """A candidate that can be driven, and where it takes NHS 111's reports."""

    driver: Driver
    itk_url: str
    fhir_url: str
    """Empty where it takes no referral by FHIR."""
    cis2: Cis2 | None = None
    """Where it takes people back who have signed in with CIS2; None where it does not."""
    hosts: frozenset[str] = frozenset()
    """Hosts, with their ports, where a browser may go on its behalf."""


def declaration_of(path: Path | None, catalogue: Catalogue, amqp: str = "") -> Declaration:
    """Load a supplier's declaration, or the reference's own; with a broker it stands behind the adaptor as well."""
    declaration = load_declaration(path or ROOT / "reference" / REFERENCE_DECLARATION, catalogue)
    if path is not None or not amqp:
        return declaration
    behind = {
        id: (*words, ADAPTOR) if ADAPTOR in catalogue.requirement(id).options else words
        for id, words in declaration.options.items()
    }
    queue = f"encounter-report-{secrets.token_hex(4)}"  # nobody else's, where the broker is shared
    return replace(declaration, options=behind, adaptor=Adaptor("played", amqp, queue))


def broker_of(declaration: Declaration) -> dict[str, dict[str, Any]]:
    """Give the broker as an endpoint that the reference is provisioned with, where the adaptor is played."""
    adaptor = declaration.adaptor
    if adaptor is None or adaptor.mode != "played":
        return {}
    return {"adaptor": {"amqp_url": adaptor.amqp, "queue": adaptor.queue}}


def environment_of(
    path: Path | None, declaration: Declaration, seed: int, tell: Callable[[str], None]
) -> Environment:
    """Give the lasting environment beside a declaration, made at its first use; the reference gets a new one."""
    if path is None:
        return environment_for_a_run(seed)
    file = path.parent / ENVIRONMENT
    if not file.exists():
        hosts = ("127.0.0.1", "localhost", declaration.mocks.advertised)
        save_environment(make_environment(secrets.token_hex(16), tuple(dict.fromkeys(hosts))), file)
        tell(f"wrote {file}: `cpcs mocks` writes what the candidate is to be provisioned with")
    return load_environment(file)


def fresh_seed(path: Path | None) -> int:
    """Choose the seed of a run: new for a candidate that keeps what it has seen, the same for the reference."""
    return 1 if path is None else secrets.randbelow(10**6)


@cache
def environment_for_a_run(seed: int) -> Environment:
    """Make the reference's environment, once a process: its keys take a second, and are thrown away anyhow."""
    return make_environment(seed)


def must_be_there(path: Path | None, declaration: Declaration) -> None:
    """Raise UsageProblem when a supplier's candidate is not up: before anything of an earlier run is cleared away."""
    if path is not None:
        HttpDriver(declaration.control.url, declaration.control.token, declaration.pace.step_seconds).about()


def start(
    path: Path | None,
    declaration: Declaration,
    environment: Environment,
    endpoints: Mapping[str, Mapping[str, Any]],
    fault: str | None,
    closing: ExitStack,
) -> Candidate:
    """Start the reference, or connect to the candidate of a declaration; `closing` ends what was begun."""
    if path is not None:
        driver = HttpDriver(declaration.control.url, declaration.control.token, declaration.pace.step_seconds)
        closing.callback(driver.close)
        return Candidate(
            driver, declaration.itk.url, declaration.fhir_url, declaration.cis2, _hosts(declaration)
        )
    folder = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="cpcs-reference-")))
    process = ReferenceProcess(provision(environment, endpoints, folder), folder, fault)
    closing.callback(process.close)
    base = process.base()
    driver = HttpDriver(f"{base}/control/v1", process.token, declaration.pace.step_seconds)
    closing.callback(driver.close)
    cis2 = Cis2(f"{base}/cis2/callback", f"{base}/cis2/logout") if declaration.cis2 else None
    return Candidate(driver, f"{base}/itk", f"{base}/fhir", cis2, hosts_of(base))


def _hosts(declaration: Declaration) -> frozenset[str]:
    cis2 = declaration.cis2
    own = (cis2.redirect_uri, cis2.logout_uri) if cis2 else ()
    return hosts_of(*own, declaration.control.url)


def keep_rulings(path: Path | None, out: Path) -> None:
    """Put the rulings that go with a candidate beside its evidence: the project's own, for the reference."""
    source = (ROOT / "reference" if path is None else path.parent) / RULINGS
    if source.is_file() and source.resolve() != (out / RULINGS).resolve():
        shutil.copyfile(source, out / RULINGS)
