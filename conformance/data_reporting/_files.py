"""The files of an export, put together from the answers in which they came, and read as tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cpcs_harness.formats.extract.not_csv import NotCsv
from cpcs_harness.formats.extract.table import Table, read_table
from cpcs_harness.judging import JourneyView, NotShown, expect
from cpcs_harness.judging.in_words import in_words
from cpcs_harness.judging.views import ArtefactView, ObservationView


@dataclass(frozen=True)
class Answers:
    """The answers in which one export came, of which each had a part of its files."""

    journey: JourneyView
    seen: tuple[ObservationView, ...]

    @property
    def first(self) -> ObservationView:
        """The one that stands for all of them in a message."""
        return self.seen[0]

    def files(self) -> dict[str, list[ArtefactView]]:
        """Give the files by name, each with its pieces in order; raises NotMet where there is none."""
        found: dict[str, list[ArtefactView]] = {}
        for seen in self.seen:
            for artefact in self.journey.artefacts_of(seen):
                found.setdefault(_name(seen, artefact), []).append(artefact)
        expect(bool(found), "a file at least", self.first.shown.get("files"), self.first)
        return found

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Read each file as a table, with its name; raises NotCsv, there and for each row, for what is none."""
        header: tuple[str, ...] | None = None
        for name, pieces in self.files().items():
            table = read_table(piece.content for piece in pieces)
            if header not in (None, table.header):
                raise NotCsv(
                    f"the header is another than that of the first file: {in_words(table.header)}", 1, 1
                )
            header = table.header
            yield name, table


def _name(seen: ObservationView, artefact: ArtefactView) -> str:
    """Give what a file was called, which stands beside where its content stood."""
    members = seen.shown.get("files")
    place = int(artefact.name.partition("[")[2].rstrip("]"))
    member = members[place] if isinstance(members, list) and place < len(members) else None
    return str(member.get("name")) if isinstance(member, dict) else ""


def answers_of(journey: JourneyView) -> list[Answers]:
    """Give each export of a journey; raises NotShown for one of which a part is missing."""
    exports: list[list[ObservationView]] = []
    for seen in journey.observations("export_data"):
        if seen.given.get("part", 1) == 1 or not exports:
            exports.append([])
        exports[-1].append(seen)
    for parts in exports:
        due = parts[0].shown.get("parts", 1)
        if len(parts) != due:
            raise NotShown(f"{parts[0].where}: it has {due} parts, and {len(parts)} were had")
    return [Answers(journey, tuple(parts)) for parts in exports]
