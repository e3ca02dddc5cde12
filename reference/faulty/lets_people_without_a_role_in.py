"""Shows somebody as signed in with CIS2 whose account has no role."""

from ..national.identity.cis2 import Cis2, Person, Role
from ..service import Service

CATCHES = ("CIS-05",)
CONDITION = "an account without a role"


class _AnyRole(Cis2):
    def person(self, code: str, redirect_uri: str, nonce: str) -> Person:
        person = super().person(code, redirect_uri, nonce)
        own = person.roles or (Role("", "", "", "Guest"),)
        return Person(person.user_id, person.name, person.session, own, person.selected, person.id_token)


def install(service: Service) -> None:
    """Let people without a role in."""
    service.cis2.__class__ = _AnyRole
