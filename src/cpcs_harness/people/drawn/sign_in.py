"""How somebody signs in with CIS2: with which roles, by what means, what comes back, and how the session ends."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

RIGHT, ANOTHERS = "right", "another's"
WRONG = ("nonce", "audience", "issuer", "expired", "level", "signature", "key", "algorithm")
"""What can be wrong with an ID token."""
SIGNED_OUT, ENDED_BY_CIS2 = "signed out", "ended by CIS2"
ONE, FIRST_OF_TWO, SECOND_OF_TWO, THEN_ANOTHERS, ANOTHERS_FIRST, NONE = (
    *("one", "first of two", "second of two"),
    *("another pharmacy's after it", "another pharmacy's before it", "none"),
)

FIELDS: Mapping[str, tuple[str | bool, ...]] = MappingProxyType(
    {
        "roles": (ONE, FIRST_OF_TWO, SECOND_OF_TWO, THEN_ANOTHERS, ANOTHERS_FIRST, NONE),
        "means": (
            *("AAL3_N3_SMARTCARD", "AAL3_CIS2_SMARTCARD", "AAL3_FIDO2", "AAL3_IOS"),
            *("AAL2_NHSMAIL", "AAL2_TOTP", "AAL1_USERPASS"),
        ),
        "answer": (RIGHT, *WRONG, ANOTHERS),
        "end": (SIGNED_OUT, ENDED_BY_CIS2),
    }
)
