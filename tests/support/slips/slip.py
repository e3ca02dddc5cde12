"""A slip: one place in one file of the reference service, written otherwise."""

from __future__ import annotations

import difflib
from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """What is written otherwise, where, and by which operator."""

    file: str
    """From the folder in which the package `reference` lies."""
    line: int
    operator: str
    start: int
    """First character of what is replaced, from the start of the file."""
    end: int
    text: str

    def put_into(self, source: str) -> str:
        """Give the file with the slip."""
        return source[: self.start] + self.text + source[self.end :]

    def shown(self, source: str) -> str:
        """Give the lines that differ, those before and those after."""
        lines = difflib.ndiff(source.splitlines(), self.put_into(source).splitlines())
        return "\n".join(line for line in lines if line[0] in "+-")

    @property
    def room(self) -> str:
        """The folder that the file is in, or the file where it is in none."""
        return self.file.rpartition("/")[0].removeprefix("reference/")
