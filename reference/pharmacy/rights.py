"""Who may do what: the roles that people have here, and what each of them lets them see."""

from ..kit.problems import Refused

DEMOGRAPHICS = "demographics"
"""Looking patients up in a national service."""
CARE_RECORD = "care record"
"""Viewing Summary Care Records."""

_CLINICAL = ("pharmacist", "locum-pharmacist", "pharmacy-technician")
_MAY = {DEMOGRAPHICS: _CLINICAL, CARE_RECORD: _CLINICAL}
_SAYS = {DEMOGRAPHICS: "look patients up", CARE_RECORD: "view Summary Care Records"}


class Rights:
    """Refuses what a role does not allow, before a national service is asked."""

    def check(self, role: str, right: str) -> None:
        """Refuse a right that a role does not have."""
        if self.name(role) not in _MAY[right]:
            raise Refused(
                f"The role {role or 'of nobody'} may not {_SAYS[right]} here; ask a pharmacist to do it"
            )

    def name(self, role: str) -> str:
        """A role as it is called here, however it is written."""
        return "-".join(role.casefold().split())
