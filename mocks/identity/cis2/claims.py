"""What the Care Identity Service says of a healthcare worker: the claims of ID token, user info and logout token.

Source: CIS2 Authentication, developer guidance: scopes and claims, role selection (interface sheet pds-smsp-auth,
section 11.2); OpenID Connect Back-Channel Logout 1.0. Left out: workgroups, professional memberships beyond the GPhC
number, e-mail.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cpcs_harness.people.care_worker import CareWorker, Role

ID_TOKEN_SECONDS = 3600
LOGOUT_SECONDS = 120
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
REALM_NAME = "/oidc"


@dataclass(frozen=True)
class Asked:
    """What an application asked for when it sent a person to sign in."""

    client_id: str
    redirect_uri: str
    scope: tuple[str, ...]
    state: str | None
    nonce: str | None
    acr_values: tuple[str, ...]
    prompt: str
    challenge: str = ""
    """PKCE, by S256; empty where the application uses none."""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """Read a request to sign in, which names its client and where to go back to."""
        return cls(
            query["client_id"],
            query["redirect_uri"],
            tuple(query.get("scope", "").split()),
            query.get("state"),
            query.get("nonce"),
            tuple(query.get("acr_values", "").split()),
            query.get("prompt", ""),
            query.get("code_challenge", ""),
        )


@dataclass
class SignedIn:
    """One session of one person."""

    asked: Asked
    worker: CareWorker
    authenticator: str
    level: int
    at: datetime
    role: str = ""
    """Id of the role that was selected; empty where none was."""
    sid: str = field(default_factory=lambda: str(uuid.uuid4()))
    ended: bool = False


def id_token(issuer: str, signed_in: SignedIn, now: datetime, access_token: str) -> dict[str, Any]:
    """Give the claims of an ID token."""
    asked, seconds = signed_in.asked, int(now.timestamp())
    claims: dict[str, Any] = {
        "iss": issuer,
        "sub": signed_in.worker.user_id,
        "aud": asked.client_id,
        "azp": asked.client_id,
        "exp": seconds + ID_TOKEN_SECONDS,
        "iat": seconds,
        "auth_time": int(signed_in.at.timestamp()),
        "acr": (asked.acr_values or (f"AAL{signed_in.level}_ANY",))[0],
        "amr": [signed_in.authenticator.partition("_")[2]],
        "id_assurance_level": 3,
        "authentication_assurance_level": signed_in.level,
        "at_hash": _half_hash(access_token),
        "sid": signed_in.sid,
        "realm": REALM_NAME,
        "tokenName": "id_token",
        "tokenType": "JWTToken",
        "auditTrackingId": str(uuid.uuid4()),
    }
    if asked.nonce is not None:
        claims["nonce"] = asked.nonce
    if signed_in.role:
        claims["selected_roleid"] = signed_in.role
    return claims


def user_info(signed_in: SignedIn) -> dict[str, Any]:
    """Give what the scopes that were asked for open of a person."""
    worker, scope = signed_in.worker, signed_in.asked.scope
    claims: dict[str, Any] = {"sub": worker.user_id}
    if {"profile", "nhsperson"} & set(scope):
        claims |= {
            "uid": worker.user_id,
            "nhsid_useruid": worker.user_id,
            "name": f"{worker.family} {worker.given}",
            "given_name": worker.given,
            "family_name": worker.family,
        }
    if "nhsperson" in scope:
        claims |= {"gphc_id": worker.gphc, "idassurancelevel": 3}
    if "nationalrbacaccess" in scope:
        claims["nhsid_nrbac_roles"] = [_role(role) for role in worker.roles]
    if "associatedorgs" in scope:
        named = {role.ods: role.organisation for role in worker.roles}
        claims["nhsid_user_orgs"] = [{"org_code": ods, "org_name": name} for ods, name in named.items()]
    if signed_in.role:
        claims["selected_roleid"] = signed_in.role
    return claims


def logout_token(issuer: str, signed_in: SignedIn, now: datetime) -> dict[str, Any]:
    """Give the claims by which an application learns that a session has ended."""
    seconds = int(now.timestamp())
    return {
        "iss": issuer,
        "sub": signed_in.worker.user_id,
        "aud": signed_in.asked.client_id,
        "iat": seconds,
        "exp": seconds + LOGOUT_SECONDS,
        "jti": str(uuid.uuid4()),
        "sid": signed_in.sid,
        "events": {LOGOUT_EVENT: {}},
    }


def no_logout_tokens(claims: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give what ends no session though CIS2 has signed it: without the event, with a nonce, for another (2.6)."""
    wrong: tuple[dict[str, Any], ...] = ({"events": {}}, {"nonce": "any"}, {"aud": "another-application"})
    return [{**claims, **one, "jti": str(uuid.uuid4())} for one in wrong]


def facts_of(signed_in: SignedIn) -> dict[str, Any]:
    """Give what the evidence is to say of a session, which only the provider knows."""
    return {
        "user_id": signed_in.worker.user_id,
        "session": signed_in.sid,
        "selected_role": signed_in.role,
        "roles": [role.role_id for role in signed_in.worker.roles],
        "level": signed_in.level,
    }


def challenge_of(verifier: str) -> str:
    """Give the S256 challenge of a PKCE verifier."""
    return _url_safe(hashlib.sha256(verifier.encode()).digest())


def _role(role: Role) -> dict[str, Any]:
    return {
        "person_orgid": f"{int(role.role_id) + 10**11}",
        "person_roleid": role.role_id,
        "org_code": role.ods,
        "role_code": role.code,
        "role_name": f'"Clinical":"Clinical Provision":"{role.name}"',
        "activity_codes": list(role.activities),
    }


def _half_hash(text: str) -> str:
    return _url_safe(hashlib.sha256(text.encode()).digest()[:16])


def _url_safe(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
