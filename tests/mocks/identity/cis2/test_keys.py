"""Signatures of the Care Identity Service: what it signs can be verified by its key set, and what is forged cannot."""

import pytest
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, UnsupportedAlgorithmError
from joserfc.jwk import KeySet

from cpcs_harness._content.mocks.identity.cis2.keys import ALGORITHM, Keys


def claims_in(token, keys):
    return jwt.decode(token, KeySet.import_key_set(keys.published()), algorithms=[ALGORITHM]).claims


def test_what_was_signed_before_its_keys_changed_can_still_be_verified():
    keys = Keys()
    before = keys.sign({"sub": "before"})
    keys.rotate()

    assert claims_in(before, keys)["sub"] == "before"
    assert claims_in(keys.sign({"sub": "after"}), keys)["sub"] == "after"


@pytest.mark.parametrize(
    ("forged", "why"),
    [
        ("signature", BadSignatureError),
        ("key", InvalidKeyIdError),
        ("algorithm", UnsupportedAlgorithmError),
    ],
)
def test_a_forged_signature_is_refused_for_what_is_wrong_with_it(forged, why):
    keys = Keys()

    with pytest.raises(why):
        claims_in(keys.sign({"sub": "somebody"}, forged=forged), keys)
