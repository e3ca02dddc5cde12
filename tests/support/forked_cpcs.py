"""The command line in a process of its own, forked from one that has imported it: importing takes a second."""

import importlib
import os
import signal
import subprocess
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

IMPORTED = [
    "cpcs_harness.assess",
    "cpcs_harness.cli.assess",
    "cpcs_harness.cli.prove",
    "cpcs_harness.run.record",
]
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(IMPORTED)


def run(arguments, cwd, timeout, constants=()):
    """Run `cpcs` with arguments from a folder; gives the finished process, or raises TimeoutExpired.

    `constants`: by module and name, as `cpcs_harness.stalls.SECONDS`, what is another value there.
    """
    with tempfile.TemporaryDirectory() as folder:
        said = {name: Path(folder) / name for name in ("stdout", "stderr")}
        files = [str(path) for path in said.values()]
        given = (arguments, str(cwd), dict(os.environ), files, dict(constants))
        process = _CONTEXT.Process(target=_be_cpcs, args=given)
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(
                arguments, timeout, *(path.read_bytes() for path in said.values())
            )
        told = {name: path.read_text(encoding="utf-8") for name, path in said.items()}
        return subprocess.CompletedProcess(arguments, process.exitcode, **told)


def _be_cpcs(arguments, cwd, environment, files, constants):
    from cpcs_harness.cli import main  # in the process that is forked, and not in every one that tests

    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    for number, name in enumerate(files, start=1):
        with Path(name).open("wb") as file:
            os.dup2(file.fileno(), number)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name, value in constants.items():
        module, _, constant = name.rpartition(".")
        setattr(importlib.import_module(module), constant, value)
    sys.argv = ["cpcs", *arguments]
    main()
