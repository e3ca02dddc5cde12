"""Who may do what: the roles that people have here, and what each of them lets them see."""

from .problems import Refused

DEMOGRAPHICS = "demographics"
"""Looking patients up in a national service."""

_MAY = {DEMOGRAPHICS: ("pharmacist", "locum-pharmacist", "pharmacy-technician")}


class Rights:
    """Refuses what a role does not allow, before anybody outside is asked."""

    def check(self, role: str, right: str) -> None:
        """Refuse a right that a role does not have."""
        if self.name(role) not in _MAY[right]:
            raise Refused(
                f"The role {role or 'of nobody'} may not look patients up here; ask a pharmacist to do it"
            )

    def name(self, role: str) -> str:
        """A role as it is called here, however it is written."""
        return "-".join(role.casefold().split())
