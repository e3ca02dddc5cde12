"""What a candidate is configured with, once: pharmacies, addresses, credentials, and the files that go with them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cpcs_harness.mockkit import ConfigFile, Endpoints
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.model import Environment, Premises
from cpcs_harness.profiles import Profiles


def provision(environment: Environment, endpoints: Endpoints, folder: Path) -> dict[str, Any]:
    """Give the configuration, by section, as JSON can hold it; files are written into the folder, and named by path."""
    folder.mkdir(parents=True, exist_ok=True)
    given: dict[str, Any] = {"premises": [_premises(premises) for premises in environment.premises]}
    lasting: Mapping[str, Mapping[str, Any]] = fixture("provision")
    for section in (*endpoints, *(name for name in lasting if name not in endpoints)):
        values = {**lasting.get(section, {}), **endpoints.get(section, {})}
        given[section] = {key: _written(value, folder) for key, value in values.items()}
    return given


def with_profiles(endpoints: Endpoints, profiles: Profiles) -> Endpoints:
    """Add what the profiles say that stand in place of ours: a candidate has to go by them."""
    said = {name: profile.held for name, profile in profiles.replaced.items()}
    return {**endpoints, "profiles": said} if said else endpoints


def _written(value: Any, folder: Path) -> Any:
    if not isinstance(value, ConfigFile):
        return value
    path = folder / value.name
    path.write_text(value.text, encoding="utf-8")
    if value.secret:
        path.chmod(0o600)
    return str(path)


def _premises(premises: Premises) -> dict[str, Any]:
    mail = {"address": premises.email, "username": premises.email, "password": premises.email_password}
    return {
        "ods": premises.ods,
        "name": premises.name,
        "address": list(premises.address),
        "postcode": premises.postcode,
        "telephone": premises.telephone,
        "dos_service_id": premises.dos_service_id,
        "nhsmail": mail,
        "mesh": {"mailbox": premises.mailbox, "password": premises.mailbox_password},
    }
