"""Who has signed in, as CIS2's user info and ID token name them."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Role:
    """One of a person's roles: its id, and the organisation that it is at."""

    role_id: str
    ods: str
    organisation: str
    name: str = ""
    code: str = ""
    """The last part of its role code: R8003."""

    def shown(self) -> dict[str, str]:
        """The role as a person chooses it."""
        return {"role_id": self.role_id, "ods": self.ods, "org": self.organisation, "name": self.name}


@dataclass(frozen=True)
class Person:
    """A person; the ID token is kept as it came, for what is exchanged for it later."""

    user_id: str
    name: str
    session: str
    roles: tuple[Role, ...]
    selected: str
    id_token: str = field(repr=False)


def person(claims: dict[str, Any], user_info: dict[str, Any], id_token: str) -> Person:
    """The person of an ID token's claims and of the user info that belongs to it."""
    return Person(
        user_id=str(claims["sub"]),
        name=" ".join(filter(None, (text(user_info, "given_name"), text(user_info, "family_name")))),
        session=text(claims, "sid"),
        roles=tuple(_roles(user_info)),
        selected=text(claims, "selected_roleid"),
        id_token=id_token,
    )


def text(holder: dict[str, Any], name: str) -> str:
    """A text or number; empty where there is none."""
    value = holder.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _roles(user_info: dict[str, Any]) -> list[Role]:
    organisations = {
        text(organisation, "org_code"): text(organisation, "org_name")
        for organisation in _objects(user_info, "nhsid_user_orgs")
    }
    return [
        Role(
            text(role, "person_roleid"),
            text(role, "org_code"),
            organisations.get(text(role, "org_code"), ""),
            text(role, "role_name").rpartition(":")[2].strip('"'),
            text(role, "role_code").rpartition(":")[2],
        )
        for role in _objects(user_info, "nhsid_nrbac_roles")
        if text(role, "person_roleid")
    ]


def _objects(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = holder.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
