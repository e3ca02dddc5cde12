"""The command line: a file for each command, loaded when it is called."""

from __future__ import annotations

import errno
import importlib
import os
import signal
import sys
import traceback
from typing import Any

import click

from cpcs_harness import __version__
from cpcs_harness.errors import Exit, HarnessError, UsageProblem

COMMANDS = {
    "assess": "Assess a candidate, or the reference service when none is named.",
    "doctor": "See whether a candidate is set up so that it can be assessed; nothing is judged.",
    "judge": "Judge a recorded run again, from its records alone.",
    "releases": "Say which release this install is, and whether it was altered.",
    "validate": "Judge single NHS 111 messages and answers, by schema and rule.",
    "init": "Make a candidate.toml to fill in.",
    "requirements": "List the requirements, or show one with its criteria.",
    "journeys": "List the journeys, or show one: its steps, and what it needs of a candidate.",
    "coverage": "Show which criteria have checks, journeys and known-bad candidates.",
    "prove": "Run known-bad candidates, and show which criterion catches which.",
    "rulings": "Show what of the reference was ruled on, and what has changed since.",
    "mocks": "Play the national services until Ctrl-C.",
    "reference": "Run the reference service from a configuration file.",
}


_OF_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG}
_CAUSES = 5
"""Errors behind one another that are looked at."""


class _Lazy(click.Group):
    """Imports a command's module only when that command is called: start-up is most of a short run."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"cpcs_harness.cli.{name}")
        command: click.Command = module.command
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy)
@click.version_option(__version__, prog_name="cpcs")
def cpcs() -> None:
    """Assess whether a pharmacy IT system meets the NHS CPCS Technical Toolkit."""


def main() -> None:
    """Run a command, and end with its exit status: a mistake is told in words, never by a traceback."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        status: Any = cpcs.main(standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):  # click turns Ctrl-C into Abort
        _end(Exit.INTERRUPTED, "interrupted; what was recorded stays, and of a run `cpcs judge` can judge it")
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(Exit.USAGE)
    except UsageProblem as wrong:
        _end(Exit.USAGE, str(wrong))
    except Exception as broken:  # noqa: BLE001 - the last resort: ours, said so, and never a bare traceback
        if (refused := _refused_by_disk(broken)) is not None:
            _end(Exit.USAGE, _no_room(broken, refused))
        said = f"the harness broke: {broken}" if isinstance(broken, HarnessError) else _broken(broken)
        _end(Exit.HARNESS, said)
    sys.exit(status if isinstance(status, int) else 0)


def _refused_by_disk(broken: BaseException) -> OSError | None:
    """Give what the operating system said, where it is for whoever started the command to make room or give a right."""
    cause: BaseException | None = broken
    for _ in range(_CAUSES):
        if isinstance(cause, OSError) and cause.errno in _OF_DISK:
            return cause
        cause = cause.__cause__ if cause is not None else None
    return None


def _no_room(broken: Exception, refused: OSError) -> str:
    where = refused.filename2 or refused.filename
    said = f"{where}: {refused.strerror}" if where else str(refused.strerror if broken is refused else broken)
    return (
        f"{said}. No verdict was written: make room, or give the right to write there, or name another folder "
        "(`assess --out`); then run it again."
    )


def _broken(broken: Exception) -> str:
    if "CPCS_TRACEBACK" in os.environ:
        return "".join(traceback.format_exception(broken))
    last = traceback.extract_tb(broken.__traceback__)[-1]
    return (
        f"the harness broke, which is not the candidate's fault: {type(broken).__name__}: {broken} "
        f"({last.filename}:{last.lineno}). Set CPCS_TRACEBACK=1 to see where, and report it."
    )


def _end(status: Exit, message: str) -> None:
    click.echo(f"cpcs: {message}", err=True)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # threads that still wait for a silent candidate must not hold the process
