"""Which addresses are at NHSmail, and which anybody may have."""

import pytest

from cpcs_harness._content.conformance._shared.mail_domains import is_public, is_secure


@pytest.mark.parametrize(
    ("address", "secure", "public"),
    [
        ("pharmacy.fx501@nhs.net", True, False),
        (" A@NHS.NET ", True, False),
        ("fx501.nhs.net@gmail.com", False, True),
        ("fx501@hotmail.co.uk", False, True),
        ("fx501@nhs.net.example", False, False),
    ],
)
def test_a_domain_is_what_stands_after_the_last_at_sign(address, secure, public):
    assert (is_secure(address), is_public(address)) == (secure, public)
