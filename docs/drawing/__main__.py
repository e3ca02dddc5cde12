"""Writes docs/images/architecture.svg from the import rules; with --check, says whether it is current."""

from __future__ import annotations

import sys

from .architecture import draw
from .rules import ROOT, read_rules

PICTURE = ROOT / "docs" / "images" / "architecture.svg"
COMMAND = "python -m docs.drawing"


def main(arguments: list[str]) -> int:
    """Write the drawing, or compare it; gives the exit status."""
    drawn = draw(read_rules())
    if arguments != ["--check"]:
        PICTURE.write_text(drawn, encoding="utf-8")
        return 0
    if PICTURE.is_file() and PICTURE.read_text(encoding="utf-8") == drawn:
        return 0
    print(
        f"{PICTURE.relative_to(ROOT)} is not what the import rules say. Refresh it with: {COMMAND}",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
