"""The lasting environment: two premises, and credentials that fit together."""

import json
import ssl
import tempfile
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc import jws
from joserfc.jwk import RSAKey

from cpcs_harness.errors import UsageProblem
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.environment_file import load_environment, save_environment


@pytest.fixture(scope="module")
def environment():
    return make_environment(1)


def test_two_premises_share_nothing(environment):
    first, second = environment.premises

    for name in (
        "ods",
        "name",
        "postcode",
        "telephone",
        "dos_service_id",
        "email",
        "email_password",
        "mailbox",
    ):
        assert getattr(first, name) != getattr(second, name), name
    assert first.email == f"pharmacy.{first.ods.lower()}@nhs.net"
    assert first.mailbox == f"{first.ods}OT001"


def test_passwords_follow_from_the_seed_and_keys_do_not(environment):
    again, other = make_environment(1), make_environment(2)

    assert again.premises == environment.premises
    assert (again.api_key, again.mesh_shared_key) == (environment.api_key, environment.mesh_shared_key)
    assert other.premises[0].mailbox_password != environment.premises[0].mailbox_password
    assert again.private_key_pem != environment.private_key_pem


def test_the_public_key_is_that_of_the_private_one(environment):
    key = RSAKey.import_key(environment.private_key_pem)
    signed = jws.serialize_compact({"alg": "RS512"}, b"payload", key, algorithms=["RS512"])

    public = RSAKey.import_key(environment.public_jwk)
    assert jws.deserialize_compact(signed, public, algorithms=["RS512"]).payload == b"payload"
    assert environment.public_jwk["kid"] == environment.kid
    assert not public.is_private


def test_the_servers_certificate_is_for_its_hosts_and_of_the_ca(environment):
    chain = x509.load_pem_x509_certificates(environment.server_pem.encode())
    ca = x509.load_pem_x509_certificate(environment.ca_pem.encode())

    names = chain[0].extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]
    chain[0].verify_directly_issued_by(ca)
    assert load_pem_private_key(environment.server_pem.encode(), None).public_key() == chain[0].public_key()


def test_openssl_takes_the_servers_certificate(environment):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "server.pem"
        file.write_text(environment.server_pem)

        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(file)


def test_a_file_of_before_sign_in_with_cis2_is_given_its_secrets_and_the_same_each_time(
    environment, tmp_path
):
    path = tmp_path / "environment.json"
    save_environment(environment, path)
    data = json.loads(path.read_text())
    for name in ("api_secret", "cis2_client_id", "cis2_client_secret"):
        del data[name]
    path.write_text(json.dumps(data))

    first, second = load_environment(path), load_environment(path)

    assert first == second
    assert first.cis2_client_id.endswith(".apps.supplier")
    assert len(first.cis2_client_secret) > 30


def test_a_clients_certificate_is_of_its_own_authority_and_fits_its_key(environment):
    certificate = x509.load_pem_x509_certificate(environment.client_certificate_pem.encode())
    ca = x509.load_pem_x509_certificate(environment.client_ca_pem.encode())

    certificate.verify_directly_issued_by(ca)
    key = load_pem_private_key(environment.client_key_pem.encode(), None)
    assert key.public_key() == certificate.public_key()
    assert environment.client_ca_pem != environment.ca_pem
    assert make_environment(1).client_key_pem != environment.client_key_pem


def test_a_file_of_before_mutual_tls_is_given_a_certificate_that_lasts(environment, tmp_path):
    path = tmp_path / "environment.json"
    save_environment(environment, path)
    data = json.loads(path.read_text())
    del data["client_key_pem"]
    path.write_text(json.dumps(data))

    first, second = load_environment(path), load_environment(path)

    assert first == second
    assert first.client_key_pem != environment.client_key_pem
    assert first.ca_pem == environment.ca_pem


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"api_key": None}, "api_key is null"),
        ({"ca_pem": 5}, "ca_pem is int"),
        ({"premises": {}}, "premises is dict"),
        ({"premises": [{"ods": "FA001"}]}, "name is missing"),
    ],
)
def test_a_file_that_was_damaged_is_refused_with_its_key(environment, tmp_path, change, message):
    path = tmp_path / "environment.json"
    save_environment(environment, path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))

    with pytest.raises(UsageProblem, match=message):
        load_environment(path)
