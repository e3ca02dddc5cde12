"""Which candidate is assessed: the reference service, or the one that a declaration describes."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from cpcs_harness._content.mocks.nation import SERVICES
from cpcs_harness._content.mocks.senders import with_broker
from cpcs_harness.catalogue import Catalogue, load_catalogue
from cpcs_harness.declaration import Declaration, load_declaration
from cpcs_harness.declaration.model import Cis2, Control, Itk
from cpcs_harness.drivers.base import Driver
from cpcs_harness.drivers.http import HttpDriver
from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence.events import Looked
from cpcs_harness.evidence.reference_build import (
    DECLARATION,
    REFERENCE,
    digest_of_reference,
    files_of_reference,
)
from cpcs_harness.journeys.sitting_clock import set_back_before
from cpcs_harness.judging.judgement import RULINGS
from cpcs_harness.judging.rulings import load_rulings
from cpcs_harness.mockkit import Endpoints
from cpcs_harness.people.environment import as_certified, hosts_of, make_environment
from cpcs_harness.people.environment_file import load_environment, save_environment
from cpcs_harness.people.model import Environment
from cpcs_harness.run.memory import folder_in_memory
from cpcs_harness.run.preflight import look_at_candidate
from cpcs_harness.run.provision import provision
from cpcs_harness.run.reference_process import OwnProcess, ReferenceProcess, Start
from cpcs_harness.run.throwaway import throwaway
from cpcs_harness.times import real_now

ENVIRONMENT = "environment.json"


@dataclass(frozen=True)
class Candidate:
    """A candidate that can be driven, and its declaration, with the addresses that it really has."""

    driver: Driver
    declaration: Declaration


def declaration_of(path: Path | None, catalogue: Catalogue, amqp: str = "") -> Declaration:
    """Load a supplier's declaration, or the reference's own; with a broker it is sent to through that as well."""
    if path is not None:
        return _loaded(path, catalogue)
    declaration = _reference_declaration(catalogue)
    return with_broker(declaration, catalogue, amqp) if amqp else declaration


def _reference_declaration(catalogue: Catalogue) -> Declaration:
    """Give what the reference declares against a catalogue: all pathways and no option, where nobody wrote it down."""
    if catalogue.reference is not None:
        return _loaded(catalogue.reference / DECLARATION, catalogue)
    declaration = _reference_declaration(load_catalogue())
    return replace(declaration, pathways=tuple(catalogue.vocabulary.pathways), options={}, declared=())


def _loaded(path: Path, catalogue: Catalogue) -> Declaration:
    return load_declaration(path, catalogue, [kind.service for kind in SERVICES])


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
    environment = load_environment(file)
    _check_host(environment, declaration.mocks.advertised, file)
    return environment


def _check_host(environment: Environment, advertised: str, file: Path) -> None:
    """Raise UsageProblem where the candidate would have to refuse our certificate for the name that it calls."""
    try:
        known = hosts_of(environment)
    except ValueError as broken:
        raise UsageProblem(
            f"{file}: server_pem holds no certificate of a server ({broken}). Restore it, or remove the file: a new "
            "one is made then, and the candidate has to be provisioned again."
        ) from broken
    if as_certified(advertised) not in known:
        raise UsageProblem(
            f"the servers' certificate in {file} is not for {advertised}, which mocks.advertised says, but for "
            f"{', '.join(sorted(known))}. Say one of these, or remove the file: a new one is made then, and the "
            "candidate has to be provisioned again."
        )


def fresh_seed(path: Path | None) -> int:
    """Choose the seed of a run: new for a candidate that keeps what it has seen, the same for the reference."""
    return 1 if path is None else secrets.randbelow(10**6)


@cache
def environment_for_a_run(seed: int) -> Environment:
    """Make the reference's environment, once a process: its keys take a second, and are thrown away anyhow."""
    return make_environment(seed)


def looked_at(path: Path | None, declaration: Declaration, environment: Environment) -> tuple[Looked, ...]:
    """Look at a supplier's candidate, before anything of an earlier run is cleared away; nothing for the reference.

    A clock that an earlier run left at another time is set back first. Raises UsageProblem where it is not up.
    """
    if path is None:
        return ()
    driver = _driver(declaration)
    set_back_before(driver, environment, declaration.pace.step_seconds)
    return look_at_candidate(driver, declaration)


def start(
    path: Path | None,
    declaration: Declaration,
    environment: Environment,
    endpoints: Endpoints,
    fault: str | None,
    closing: ExitStack,
    how: Start = OwnProcess,
) -> Candidate:
    """Start the reference, or connect to the candidate of a declaration; `closing` ends what was begun."""
    if path is None:
        declaration = _start_reference(declaration, environment, endpoints, fault, closing, how)
    driver = _driver(declaration)
    closing.callback(driver.close)
    return Candidate(driver, declaration)


def _start_reference(
    declaration: Declaration,
    environment: Environment,
    endpoints: Endpoints,
    fault: str | None,
    closing: ExitStack,
    how: Start,
) -> Declaration:
    """Start the reference; gives its declaration with the addresses that it took."""
    # Its records are thrown away with it, and its writers, one at a time, would each wait for the disk.
    folder = closing.enter_context(throwaway("reference", folder_in_memory()))
    process = ReferenceProcess(provision(environment, endpoints, folder), folder, fault, how)
    closing.callback(process.close)
    base = process.base()
    return replace(
        declaration,
        control=Control(f"{base}/control/v1", process.token),
        itk=Itk(f"{base}/itk"),
        fhir_url=f"{base}/fhir",
        cis2=Cis2(f"{base}/cis2/callback", f"{base}/cis2/logout") if declaration.cis2 else None,
    )


def _driver(declaration: Declaration) -> HttpDriver:
    control = declaration.control
    return HttpDriver(control.url, control.token, declaration.pace.step_seconds)


def reference_of(path: Path | None, catalogue: Catalogue, fault: str | None) -> str:
    """Give the digest of the reference service; empty where the candidate is another, or is wrong on purpose."""
    if path is not None or fault is not None:
        return ""
    return digest_of_reference(files_of_reference(catalogue.reference or REFERENCE))


def check_rulings(path: Path | None, catalogue: Catalogue) -> None:
    """Raise UsageProblem for rulings beside a declaration that cannot be used: before a run, and not after it."""
    folder = catalogue.reference if path is None else path.parent
    if folder is not None:
        load_rulings(folder / RULINGS, catalogue.criteria, catalogue.vocabulary.pathways, real_now())


def keep_rulings(path: Path | None, out: Path, catalogue: Catalogue) -> None:
    """Put the rulings that go with a candidate beside its evidence: the project's own, for the reference."""
    folder = catalogue.reference if path is None else path.parent
    if folder is None:
        return
    source = folder / RULINGS
    if source.is_file() and source.resolve() != (out / RULINGS).resolve():
        shutil.copyfile(source, out / RULINGS)
