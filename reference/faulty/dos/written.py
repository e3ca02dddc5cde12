"""Faults in reading services of the Directory of Services whose parts are written otherwise than most are."""

from __future__ import annotations

from typing import Any

from ...national.dos import Dos
from .._wrong import wrong

Services = list[dict[str, Any]]
_KNOWN = {"unheardOf", "publicNameWelsh"}
"""Members that nobody described, and that are there all the same."""


@wrong(catches=("DOS-13",), shows_when="blanks around the ODS code")
class CountsBlanksIntoOdsCodes(Dos):
    """Takes the first five characters of an ODS code, blanks among them."""

    def ods(self, code: str) -> str:
        return code[:5]


@wrong(catches=("DOS-07",), shows_when="a type that is a number")
class LeavesOutTypesThatAreNumbers(Dos):
    """Takes a service for another's whose type is written as a number, and not as a text."""

    def ask(self, segments: list[str]) -> Services:
        return [service for service in super().ask(segments) if isinstance(service["type"]["id"], str)]


@wrong(catches=("DOS-07",), shows_when="a member that nobody described")
class LeavesOutWhatHasUnknownMembers(Dos):
    """Leaves out a service that has a member which no description has."""

    def ask(self, segments: list[str]) -> Services:
        return [service for service in super().ask(segments) if not _KNOWN & set(service)]


@wrong(catches=("DOS-04",), shows_when="a number that something is written behind")
class RunsNumbersTogether(Dos):
    """Shows all digits of a telephone as one number: a fax number behind it is a part of it."""

    def telephone(self, phone: dict[str, Any]) -> str:
        return "".join(filter(str.isdigit, super().telephone(phone)))


@wrong(catches=("DOS-07",), shows_when="a service without a public name")
class LeavesOutWhatHasNoPublicName(Dos):
    """Leaves out a service without a public name."""

    def ask(self, segments: list[str]) -> Services:
        return [service for service in super().ask(segments) if service.get("publicName")]
