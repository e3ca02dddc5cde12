"""The words of one catalogue: its pathways, levels and components, in the order in which its tables have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

CONTEXT = "context"
"""Level and component of what other documents ask for; a catalogue has no level of this name."""
NO_GATE = "none"
"""The gate that asks for nothing; a catalogue has no level of this name."""


@dataclass(frozen=True)
class Pathway:
    """One table of a catalogue."""

    id: str
    title: str
    initials: str
    """With which the ids of its requirements begin."""
    rows: tuple[str, ...]
    """Its components, from top to bottom."""
    medicine: str = ""
    """The role of a medicine without which none of its journeys can be shown; empty where none needs one."""
    more_medicines: tuple[str, ...] = ()
    """Roles that single steps need; a candidate without one does not go them."""


@dataclass(frozen=True)
class Level:
    """One column of the tables; `by` is the day by which all of it is due, where there is one."""

    id: str
    title: str
    by: date | None = None


@dataclass(frozen=True)
class Component:
    """One row of the tables."""

    id: str
    title: str
    is_fall_back: bool = False
    """It stays in use beside its successor: meeting the higher cell does not replace the lower."""


@dataclass(frozen=True)
class Vocabulary:
    """All names that a catalogue gives to what it asks for; each mapping is by id, in the catalogue's order."""

    title: str
    called: str
    """The catalogue within a sentence, such as "the Toolkit"."""
    pathways: Mapping[str, Pathway]
    levels: Mapping[str, Level]
    components: Mapping[str, Component]

    @classmethod
    def from_header(cls, header: Mapping[str, Any]) -> Vocabulary:
        """The vocabulary that the checked file of a catalogue states."""
        fall_backs = header.get("fall_backs", ())
        return cls(
            title=header["title"],
            called=header["called"],
            pathways={
                entry["id"]: Pathway(
                    **{
                        **entry,
                        "rows": tuple(entry["rows"]),
                        "more_medicines": tuple(entry.get("more_medicines", ())),
                    }
                )
                for entry in header["pathways"]
            },
            levels={entry["id"]: _level(entry) for entry in header["levels"]},
            components={
                entry["id"]: Component(entry["id"], entry["title"], entry["id"] in fall_backs)
                for entry in header["components"]
            },
        )

    @property
    def gates(self) -> tuple[str, ...]:
        """What `--gate` may ask for: each level, which includes those before it, or nothing."""
        return (*self.levels, NO_GATE)

    @property
    def first_gate(self) -> str:
        """The gate of who asks for none by name: the first level."""
        return next(iter(self.levels))

    @property
    def medicines(self) -> tuple[str, ...]:
        """The roles of medicines that a declaration may map to a code of its own."""
        return tuple(
            role
            for pathway in self.pathways.values()
            for role in (pathway.medicine, *pathway.more_medicines)
            if role
        )

    @property
    def context_title(self) -> str:
        """What the requirements of other documents are called together."""
        return f"Beyond {self.called}"

    def component_title(self, component: str) -> str:
        """The title of a row, or of what other documents ask for."""
        return self.components[component].title if component in self.components else self.context_title

    def as_record(self, pathways: Iterable[str]) -> dict[str, Any]:
        """What a report needs of these words beside what an assessment's pathways and requirements carry."""
        rows = {
            name: [{"id": row, "title": self.component_title(row)} for row in self.pathways[name].rows]
            for name in pathways
        }
        return {"title": self.title, "called": self.called, "rows": rows}

    def is_higher(self, level: str, than: str) -> bool:
        """Whether a level stands to the right of another one."""
        order = list(self.levels)
        return order.index(level) > order.index(than)


def _level(entry: Mapping[str, str]) -> Level:
    return Level(entry["id"], entry["title"], date.fromisoformat(entry["by"]) if "by" in entry else None)
