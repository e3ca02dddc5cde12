"""The reference service, which says in the end which of its lines were carried out: `python -m slips.traced`.

Started as `python -m reference` is, it writes a JSON object, of each file the numbers of lines, to the file that the
variable TRACED names. What is carried out while it is imported is left out.
"""

import json
import os
import sys
import threading
from pathlib import Path
from types import CodeType, FrameType

import reference.app  # imported before anything is noted
import reference.web.server  # as above
from reference import __main__ as command_line
from reference.actions import all_actions

HERE = str(Path(reference.app.__file__).parent)
SEEN: dict[str, set[int]] = {}
LEFT: dict[CodeType, set[int]] = {}
"""Lines of a function that were not carried out yet."""
_exit, _execv = os._exit, os.execv


def called(frame: FrameType, event: str, _: object) -> object:
    """Follow a call of the reference in which a line is left that was not seen."""
    code = frame.f_code
    if not code.co_filename.startswith(HERE):
        return None
    left = LEFT.get(code)
    if left is None:
        left = LEFT[code] = {line for *_, line in code.co_lines() if line}
    return went if left else None


def went(frame: FrameType, event: str, _: object) -> object:
    """Note a line."""
    line = frame.f_lineno
    SEEN.setdefault(frame.f_code.co_filename, set()).add(line)
    LEFT[frame.f_code].discard(line)
    return went


def told() -> None:
    """Write down what was seen, with what a process before this one saw."""
    sys.settrace(None)
    file = Path(os.environ["TRACED"])
    before = json.loads(file.read_text()) if file.exists() else {}
    seen = {name: sorted(lines | set(before.get(name, ()))) for name, lines in dict(SEEN).items()}
    file.write_text(json.dumps({**before, **seen}))


def main() -> int:
    """Be the service."""

    def ended(status: int) -> None:
        told()
        _exit(status)

    def replaced(*arguments: object) -> None:
        told()
        _execv(*arguments)

    os._exit, os.execv = ended, replaced
    all_actions()
    threading.settrace(called)
    sys.settrace(called)
    status = command_line.main()
    told()
    return status


if __name__ == "__main__":
    sys.exit(main())
