"""The local directory: where practices and pharmacies are written to, as somebody loaded it."""

from typing import Any

from ..kit.models import Practice
from ..kit.problems import BadInput, Refused
from ..kit.store import Store
from ..national.endpoints import PRACTICE, PROVIDER

KINDS = (PRACTICE, PROVIDER)
_ANYBODYS = ("gmail.", "googlemail.", "hotmail.", "outlook.", "yahoo.", "icloud.", "aol.", "live.")


class Directory:
    """Keeps entries by their codes; what is loaded again replaces what was there."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def load(self, entries: list[dict[str, Any]]) -> int:
        """Put entries in, all or none; gives their number."""
        practices = [_entry(entry, number) for number, entry in enumerate(entries)]
        self.check([entry.email for entry in practices])
        self.store.keep(*practices)
        return len(practices)

    def check(self, addresses: list[str]) -> None:
        """Refuse addresses at providers that anybody may have an account with."""
        public = [text for text in addresses if text.casefold().rpartition("@")[2].startswith(_ANYBODYS)]
        if public:
            raise Refused(f"{public[0]} is no secure address, and nothing was loaded; ask for one at nhs.net")

    def lookup(self, ods: str, kind: str) -> Practice:
        """The entry of a code and kind; refused where there is none."""
        entry = self.entry(ods)
        if entry is None or entry.kind != kind:
            raise Refused(f"The directory has no {kind} {ods}; load it first")
        return entry

    def email(self, ods: str, kind: str) -> str:
        """The address of a code and kind; empty where there is none."""
        entry = self.entry(ods)
        return entry.email if entry is not None and entry.kind == kind else ""

    def entry(self, ods: str) -> Practice | None:
        """The entry of a code."""
        return self.store.practice(ods)

    def entries(self) -> list[Practice]:
        """Every entry, by code."""
        return self.store.practices()


def _entry(entry: dict[str, Any], number: int) -> Practice:
    values = {name: entry.get(name, "") for name in ("ods", "name", "email", "kind")}
    wrong = [
        name for name, value in values.items() if not isinstance(value, str) or (name != "name" and not value)
    ]
    if wrong:
        raise BadInput(
            f"expected entries[{number}] to have the text {wrong[0]}, received {entry.get(wrong[0])!r}"
        )
    if values["kind"] not in KINDS:
        raise BadInput(
            f"expected entries[{number}].kind to be one of {', '.join(KINDS)}, received {values['kind']!r}"
        )
    return Practice(**values)
