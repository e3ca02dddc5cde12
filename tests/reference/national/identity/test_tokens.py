"""Access tokens of the API platform: the assertion, one token for all, what follows a refusal."""

import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from joserfc import jwt
from joserfc.jwk import RSAKey


@pytest.fixture
def referral(pharmacy, make_report):
    pharmacy.service.intake.receive(make_report())
    return pharmacy.see("worklist")["referrals"][0]["referral"]


def outcome(code):
    return {"resourceType": "OperationOutcome", "issue": [{"details": {"coding": [{"code": code}]}}]}


def ids(requests):
    return [headers["x-request-id"] for _, _, headers, _ in requests]


def test_the_assertion_is_signed_and_short_lived(pharmacy, nation, referral, key_file):
    pharmacy.see("find_patient", referral, nhs_number="999 000 0018")

    form = parse_qs(nation.asked("/oauth2/token")[0][3].decode())
    token = jwt.decode(
        form["client_assertion"][0], RSAKey.import_key(key_file.read_text()), algorithms=["RS512"]
    )
    assert token.header["kid"] == "test-1"
    assert token.claims["iss"] == token.claims["sub"] == "key-of-this-app"
    assert token.claims["aud"] == pharmacy.service.config.pds.token_url
    assert 0 < token.claims["exp"] - time.time() <= 300


def halves_of_two_keys():
    """Give an RSA key whose private exponent is not that of its public half."""
    sound = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_numbers()
    wrong = rsa.RSAPrivateNumbers(
        sound.p, sound.q, sound.d + 2, sound.dmp1 + 2, sound.dmq1, sound.iqmp, sound.public_numbers
    )
    return wrong.private_key(unsafe_skip_rsa_key_validation=True)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (halves_of_two_keys, "its two halves do not belong together"),
        (lambda: ec.generate_private_key(ec.SECP256R1()), "it is no RSA key"),
    ],
    ids=["halves of two keys", "no RSA key"],
)
def test_a_key_that_cannot_sign_is_told_of(nation, settings, make_service, at, tmp_path, key, said):
    path = tmp_path / "wrong.pem"
    plain = serialization.NoEncryption()
    path.write_bytes(
        key().private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    settings["pds"]["private_key_file"] = str(path)

    answer = at(make_service()).do("find_patient", nhs_number="9990000018")

    assert answer["status"] == "failed"
    assert f"cannot sign ({said})" in str(answer)
    assert nation.asked("/oauth2/token") == []


def test_many_at_once_share_one_token(pharmacy, nation):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: pharmacy.see("find_patient", nhs_number="9990000018"), range(16)))

    assert len(nation.asked("/oauth2/token")) == 1
    assert len(set(ids(nation.asked("/pds/")))) == 16


def test_a_refused_token_is_replaced_once(pharmacy, nation, referral):
    nation.pds_answers = [(401, outcome("ACCESS_DENIED"))]

    assert pharmacy.see("find_patient", referral, nhs_number="9990000018")["outcome"] == "found"
    assert len(nation.asked("/oauth2/token")) == 2
    assert len(set(ids(nation.asked("/pds/")))) == 1


def test_tokens_refused_again_and_again_end_it(pharmacy, nation, referral):
    nation.pds_answers = [(401, outcome("ACCESS_DENIED"))] * 9

    answer = pharmacy.do("find_patient", referral, nhs_number="9990000018")

    assert answer["status"] == "failed"
    assert len(nation.asked("/pds/")) == 2
