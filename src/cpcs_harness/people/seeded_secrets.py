"""What of an environment follows from its seed: premises, passwords and ids, and no keys or certificates."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass

from cpcs_harness.people.model import Premises

# ods, name, address, postcode, telephone (Ofcom's numbers for drama), id at the Directory of Services
_PREMISES = (
    ("FA101", "Alder Pharmacy", ("1 High Street", "Leeds"), "LS1 4AB", "01632 960901", "2000090101"),
    ("FA102", "Birch Chemist", ("22 Mill Lane", "Bradford"), "BD1 5QT", "01632 960902", "2000090102"),
)


@dataclass(frozen=True)
class Secrets:
    """What of an environment follows from its seed, but for what users are signed in with: keys do not."""

    kid: str
    premises: tuple[Premises, ...]
    api_key: str
    dos_username: str
    dos_password: str
    mesh_shared_key: str


def secrets_of(seed: int | str) -> Secrets:
    """Make what follows from a seed, the same each time."""
    rng = random.Random(f"{seed}/environment")  # noqa: S311 - throw-away credentials of mocks, to be repeatable
    return Secrets(
        kid=f"cpcs-{_secret(rng, 8)}",
        premises=tuple(_premises(rng, *row) for row in _PREMISES),
        api_key=_secret(rng, 32),
        dos_username="cpcs-candidate",
        dos_password=_secret(rng, 20),
        mesh_shared_key=_secret(rng, 24),
    )


def sign_in_secrets(seed: str) -> dict[str, str]:
    """Make what a candidate signs its users in with; an environment of before is given the same each time."""
    rng = random.Random(seed)  # noqa: S311 - throw-away credentials of mocks, to be repeatable
    return {
        "api_secret": _secret(rng, 16),
        "cis2_client_id": f"{rng.randrange(10**11, 10**12)}.apps.supplier",
        "cis2_client_secret": _secret(rng, 48),
    }


def _premises(
    rng: random.Random,
    ods: str,
    name: str,
    address: tuple[str, ...],
    postcode: str,
    telephone: str,
    service_id: str,
) -> Premises:
    return Premises(
        ods=ods,
        name=name,
        address=address,
        postcode=postcode,
        telephone=telephone,
        dos_service_id=service_id,
        email=f"pharmacy.{ods.lower()}@nhs.net",
        email_password=_secret(rng, 20),
        mailbox=f"{ods}OT001",
        mailbox_password=_secret(rng, 16),
    )


def _secret(rng: random.Random, length: int) -> str:
    return "".join(rng.choices(string.ascii_letters + string.digits, k=length))
