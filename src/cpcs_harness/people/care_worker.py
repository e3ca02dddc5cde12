"""A healthcare worker as the Care Identity Service knows them: who they are, and in what roles, where.

Shapes: user ids and role ids of twelve digits; role codes as `S…:G…:R…` (interface sheet pds-smsp-auth, section 11).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

PHARMACIST = "S8001:G8003:R8003"
"""Job role of a health professional."""
READS_DEMOGRAPHICS = ("B0264", "B0370")
"""Activities by which a role may search for patients and read of them."""

SMARTCARD = "AAL3_N3_SMARTCARD"
AUTHENTICATORS = {
    "AAL1_USERPASS": 1,
    "AAL2_NHSMAIL": 2,
    "AAL2_TOTP": 2,
    "AAL3_CIS2_SMARTCARD": 3,
    "AAL3_FIDO2": 3,
    "AAL3_IOS": 3,
    SMARTCARD: 3,
}
"""What a person may sign in with, and the authentication assurance level that it reaches."""


@dataclass(frozen=True)
class Role:
    """One role profile of a healthcare worker at one organisation."""

    role_id: str
    """Twelve digits; what NHSD-Session-URID names."""
    ods: str
    organisation: str
    code: str = PHARMACIST
    name: str = "Health Professional Access Role"
    activities: tuple[str, ...] = READS_DEMOGRAPHICS


@dataclass(frozen=True)
class CareWorker:
    """A person with an account of the Care Identity Service; unique to one journey."""

    user_id: str
    """Twelve digits."""
    given: str
    family: str
    gphc: str
    roles: tuple[Role, ...] = ()

    @property
    def full_name(self) -> str:
        """The name as registered."""
        return f"{self.given} {self.family}"

    @property
    def role_stem(self) -> str:
        """What all role ids of this person begin with: eleven digits."""
        return f"56{self.user_id[2:-1]}"

    def with_roles(self, *organisations: tuple[str, str]) -> CareWorker:
        """Give the same person with one role at each organisation, given by ODS code and name."""
        return replace(
            self,
            roles=tuple(
                Role(f"{self.role_stem}{number}", ods, name)
                for number, (ods, name) in enumerate(organisations, start=1)
            ),
        )
