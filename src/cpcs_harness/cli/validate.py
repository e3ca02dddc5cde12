"""`cpcs validate`: what is wrong with messages in files: NHS 111's, a mini service's, and resources of PDS."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpcs_harness.errors import Exit, UsageProblem

if TYPE_CHECKING:
    from cpcs_harness.formats.nhs111.schemas import OfficialPack, Problem

KINDS = ("nhs111-report", "nhs111-answer", "smsp-request", "pds")
MOST_BYTES = 20 * 1024 * 1024
"""Of one file; the largest message that a sender was seen to send has 437 KB."""


@click.command("validate")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option(
    "--kind", type=click.Choice(KINDS), help="What every file is; without it, what the body holds tells."
)
@click.option(
    "--schemas",
    type=click.Path(path_type=Path),
    help="The folder of the official NHS 111 pack: its schemas judge too.",
)
def command(paths: tuple[Path, ...], kind: str | None, schemas: Path | None) -> int:
    """Judge the messages in PATH..., in folders every *.xml (or *.json, of pds); print a line for each thing wrong."""
    ending = ".json" if kind == "pds" else ".xml"
    files = [file for path in paths for file in _files(path, ending)]
    pack = _pack(schemas)
    wrong, levels = 0, {"error": 0, "warning": 0}
    for file in files:
        found = _judged(file, kind, pack)
        for problem in found:
            click.echo(_line(file, problem))
            levels[problem.level] += 1
        wrong += any(problem.level == "error" for problem in found)
    click.echo(
        f"{_counted(len(files), 'file')}, {wrong} with errors: "
        f"{_counted(levels['error'], 'error')}, {_counted(levels['warning'], 'warning')}",
        err=True,
    )
    return Exit.NOT_MET if wrong else Exit.MET


def _pack(folder: Path | None) -> OfficialPack | None:
    from cpcs_harness.formats.nhs111.schemas import OfficialPack

    return None if folder is None else OfficialPack(folder)


def _files(path: Path, ending: str) -> list[Path]:
    """Give the files that a path means; one that means none is a mistake of whoever asked."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise UsageProblem(f"there is no file or folder {path}")
    found = sorted(_walk(path, ending))
    if not found:
        raise UsageProblem(f"there is no *{ending} in the folder {path}")
    return found


def _walk(folder: Path, ending: str) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        every = (Path(place) / name for name in names if name.lower().endswith(ending))
        yield from (path for path in every if path.is_file())


def _judged(file: Path, kind: str | None, pack: OfficialPack | None) -> list[Problem]:
    from cpcs_harness.formats.fhir import pds
    from cpcs_harness.formats.nhs111.schemas import Problem, kind_of, problems
    from cpcs_harness.formats.smsp import message as smsp
    from cpcs_harness.formats.smsp import schemas as smsp_schemas
    from cpcs_harness.formats.xml import read_xml

    try:
        with file.open("rb") as opened:
            body = opened.read(MOST_BYTES + 1)
    except OSError as failed:
        raise UsageProblem(f"{file} cannot be read: {failed.strerror}") from failed
    if len(body) > MOST_BYTES:
        text = f"the file has more than {MOST_BYTES} bytes, and was not read"
        return [Problem("error", "SIZE", "", text, "a bound of this harness")]
    if kind == "pds" or (kind is None and file.suffix.lower() == ".json"):
        return pds.problems(body)
    root = read_xml(body)
    if kind == "smsp-request" or (kind is None and smsp.is_request(root)):
        return smsp_schemas.problems(root, body)
    found = problems(root, _asked(kind, kind_of(root)), body)
    return found + (pack.problems(root) if pack is not None else [])


def _asked(kind: str | None, seen: str) -> str:
    """Say what a message is judged as: a nullification is a report that takes one back."""
    if kind == "nhs111-answer":
        return "answer"
    return "report" if kind == "nhs111-report" and seen == "answer" else seen


def _line(file: Path, problem: Problem) -> str:
    where = f" (at {problem.where})" if problem.where else ""
    line = f"{file}:{problem.line or 1}: {problem.level} {problem.rule}: {problem.text}{where}"
    # a message's own values are in it, and a terminal obeys what they may hold
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
