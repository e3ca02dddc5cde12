"""Which of a candidate's settings a call was refused for: what a mock notes among an exchange's facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FACT = "wrong_setting"
CLOCK = "clock"
"""Stands for a key: the candidate's clock is no setting of provision.json."""


@dataclass(frozen=True)
class WrongSetting:
    """A key of provision.json, such as `pds.kid`, whose value a call did not go by."""

    key: str
    account: str = ""
    """The mailbox or account that the call was for, where the service has several for one candidate."""

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> WrongSetting | None:
        """Read what a mock noted; None where it noted nothing."""
        noted = facts.get(FACT)
        if not isinstance(noted, Mapping) or not noted.get("key"):
            return None
        return cls(str(noted["key"]), str(noted.get("account", "")))

    def as_facts(self) -> dict[str, Any]:
        """Give it as facts of an exchange."""
        return {FACT: {"key": self.key, "account": self.account}}
