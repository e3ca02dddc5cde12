"""Makes what lasts from run to run: premises, and every credential that a candidate is provisioned with.

All of it is made up and throw-away: it opens nothing but the mocks.
"""

from __future__ import annotations

import random
import string

import trustme
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.jwk import RSAKey

from cpcs_harness.people.model import Environment, Premises

KEY_BITS = 2048
"""The platform asks for RSA of 4096 bits; making such a key takes seconds, and nothing here rests on its size."""

# ods, name, address, postcode, telephone (Ofcom's numbers for drama), id at the Directory of Services
_PREMISES = (
    ("FA101", "Alder Pharmacy", ("1 High Street", "Leeds"), "LS1 4AB", "01632 960901", "2000090101"),
    ("FA102", "Birch Chemist", ("22 Mill Lane", "Bradford"), "BD1 5QT", "01632 960902", "2000090102"),
)


def make_environment(seed: int | str, hosts: tuple[str, ...] = ("127.0.0.1", "localhost")) -> Environment:
    """Make an environment whose mail server is known by the given host names; passwords follow from the seed."""
    rng = random.Random(f"{seed}/environment")  # noqa: S311 - throw-away credentials of mocks, to be repeatable
    private_pem = _private_key()
    kid = f"cpcs-{_secret(rng, 8)}"
    ca = trustme.CA(organization_name="CPCS harness")
    server = ca.issue_cert(*hosts)
    return Environment(
        premises=tuple(_premises(rng, *row) for row in _PREMISES),
        api_key=_secret(rng, 32),
        kid=kid,
        private_key_pem=private_pem,
        public_jwk=_public_jwk(private_pem, kid),
        dos_username="cpcs-candidate",
        dos_password=_secret(rng, 20),
        mesh_shared_key=_secret(rng, 24),
        ca_pem=ca.cert_pem.bytes().decode(),
        server_pem=server.private_key_and_cert_chain_pem.bytes().decode(),
        **sign_in_secrets(f"{seed}/sign-in"),
        **client_certificate(),
    )


def sign_in_secrets(seed: str) -> dict[str, str]:
    """Make what a candidate signs its users in with; an environment of before is given the same each time."""
    rng = random.Random(seed)  # noqa: S311 - throw-away credentials of mocks, to be repeatable
    return {
        "api_secret": _secret(rng, 16),
        "cis2_client_id": f"{rng.randrange(10**11, 10**12)}.apps.supplier",
        "cis2_client_secret": _secret(rng, 48),
    }


def client_certificate() -> dict[str, str]:
    """Make the certificate by which a candidate is known over mutual TLS, and its authority: new ones each time."""
    ca = trustme.CA(organization_name="CPCS harness, clients")
    issued = ca.issue_cert("candidate.cpcs-harness.example", common_name="CPCS candidate")
    return {
        "client_ca_pem": ca.cert_pem.bytes().decode(),
        "client_certificate_pem": b"".join(part.bytes() for part in issued.cert_chain_pems).decode(),
        "client_key_pem": issued.private_key_pem.bytes().decode(),
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


def _private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def _public_jwk(private_pem: str, kid: str) -> dict[str, object]:
    key = RSAKey.import_key(private_pem)
    return {**key.as_dict(private=False), "kid": kid, "use": "sig", "alg": "RS512"}


def _secret(rng: random.Random, length: int) -> str:
    return "".join(rng.choices(string.ascii_letters + string.digits, k=length))
