"""What the Care Identity Service says of itself as a provider, at its well-known address.

Source: OpenID Connect Discovery 1.0, section 3; CIS2 Authentication, developer guidance.
"""

from __future__ import annotations

from typing import Any

from .keys import ALGORITHM
from .sign_in import ALLOWED

SCOPES = ("openid", "profile", "email", "nhsperson", "associatedorgs", "nationalrbacaccess", "selectedrole")
ABILITIES = {
    "scopes_supported": list(SCOPES),
    "response_types_supported": ["code"],
    "grant_types_supported": ["authorization_code"],
    "subject_types_supported": ["public"],
    "id_token_signing_alg_values_supported": [ALGORITHM],
    "token_endpoint_auth_methods_supported": [
        "client_secret_post",
        "client_secret_basic",
        "private_key_jwt",
    ],
    "token_endpoint_auth_signing_alg_values_supported": ["RS256", "RS512"],
    "acr_values_supported": list(ALLOWED),
    "code_challenge_methods_supported": ["S256"],
    "backchannel_logout_supported": True,
    "backchannel_logout_session_supported": True,
}
"""What the provider says of itself beside its addresses."""


def configuration_of(issuer: str) -> dict[str, Any]:
    """Give the addresses and abilities of the provider with this issuer."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/access_token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "jwks_uri": f"{issuer}/connect/jwk_uri",
        "end_session_endpoint": f"{issuer}/connect/endSession",
        **ABILITIES,
    }
