"""The command line: `python -P -m reference --config FILE [--fault NAME]`."""

import argparse
import gc
import logging
import os
import sys
import threading
from collections.abc import Sequence

from .kit.problems import StartupProblem

OBJECTS = 10_000
"""Are made, and kept, between two looks for garbage: each request makes more than the usual 700."""

TURN_SECONDS = 0.0005
"""How long a thread goes on while others wait: a tenth of the usual, which each that comes back from the disk or from a
service would wait, and everybody with whoever has the turn to write."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the service as the arguments, or those of this process, say; or say in one line why it cannot start."""
    options = _options(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s", stream=sys.stderr)
    for name in ("httpx", "httpcore", "uvicorn", "mesh_client", "urllib3"):
        logging.getLogger(name).setLevel(logging.WARNING)  # addresses that they log name patients
    if options.until_stdin_closes:
        threading.Thread(target=_end_with_stdin, name="lifeline", daemon=True).start()
    try:
        _run(options.config, options.fault)
    except StartupProblem as problem:
        print(f"reference: {problem}", file=sys.stderr)
        return 2
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="reference", description="The reference CPCS service.")
    parser.add_argument("--config", required=True, metavar="FILE", help="the configuration, a JSON file")
    parser.add_argument(
        "--fault", metavar="NAME", help="be wrong on purpose, in one way; see reference/faulty/"
    )
    parser.add_argument(
        "--until-stdin-closes",
        action="store_true",
        help="end with whoever started it and holds its standard input",
    )
    return parser.parse_args(arguments)


def _end_with_stdin() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(0)


def _run(config_file: str, fault: str | None) -> None:
    # Imported here, so that a configuration that cannot be used is told of before anything heavy is loaded.
    from .faulty import check_name, installer
    from .kit.config import load

    config = load(config_file)
    if fault is not None:
        check_name(fault)

    from .app import App
    from .service import Service
    from .web.server import serve

    app = App(Service(config))
    if fault is not None:
        installer(fault)(app)
    gc.freeze()  # what stays until the end is not looked through again and again
    gc.set_threshold(OBJECTS)
    sys.setswitchinterval(TURN_SECONDS)
    serve(app.service, app.web)


if __name__ == "__main__":
    sys.exit(main())
