"""Makes what lasts from run to run: premises, and every credential that a candidate is provisioned with.

All of it is made up and throw-away: it opens nothing but the mocks.
"""

from __future__ import annotations

from ipaddress import ip_address

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.jwk import RSAKey

from cpcs_harness.people.model import Environment
from cpcs_harness.people.seeded_secrets import secrets_of, sign_in_secrets

KEY_BITS = 2048
"""The platform asks for RSA of 4096 bits; making such a key takes seconds, and nothing here rests on its size."""


def make_environment(seed: int | str, hosts: tuple[str, ...] = ("127.0.0.1", "localhost")) -> Environment:
    """Make an environment whose mail server is known by the given host names; passwords follow from the seed."""
    secrets = secrets_of(seed)
    private_pem = _private_key()
    ca = trustme.CA(organization_name="CPCS harness")
    server = ca.issue_cert(*hosts)
    return Environment(
        premises=secrets.premises,
        api_key=secrets.api_key,
        kid=secrets.kid,
        private_key_pem=private_pem,
        public_jwk=_public_jwk(private_pem, secrets.kid),
        dos_username=secrets.dos_username,
        dos_password=secrets.dos_password,
        mesh_shared_key=secrets.mesh_shared_key,
        ca_pem=ca.cert_pem.bytes().decode(),
        server_pem=server.private_key_and_cert_chain_pem.bytes().decode(),
        **sign_in_secrets(f"{seed}/sign-in"),
        **client_certificate(),
    )


def hosts_of(environment: Environment) -> set[str]:
    """Give the host names and addresses that the servers' certificate is for; ValueError where it is none."""
    certificate = x509.load_pem_x509_certificates(environment.server_pem.encode())[0]
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound as lacks:
        raise ValueError("it names no host") from lacks
    return {*names.get_values_for_type(x509.DNSName), *map(str, names.get_values_for_type(x509.IPAddress))}


def as_certified(host: str) -> str:
    """Give a host as certificates name it: an address in its short form, a name in small letters."""
    try:
        return str(ip_address(host))
    except ValueError:
        return host.lower()


def client_certificate() -> dict[str, str]:
    """Make the certificate by which a candidate is known over mutual TLS, and its authority: new ones each time."""
    ca = trustme.CA(organization_name="CPCS harness, clients")
    issued = ca.issue_cert("candidate.cpcs-harness.example", common_name="CPCS candidate")
    return {
        "client_ca_pem": ca.cert_pem.bytes().decode(),
        "client_certificate_pem": b"".join(part.bytes() for part in issued.cert_chain_pems).decode(),
        "client_key_pem": issued.private_key_pem.bytes().decode(),
    }


def _private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def _public_jwk(private_pem: str, kid: str) -> dict[str, object]:
    key = RSAKey.import_key(private_pem)
    return {**key.as_dict(private=False), "kid": kid, "use": "sig", "alg": "RS512"}
