"""Tells what CI took, target by target, as the last `bash .ci/run` here wrote it down."""

from collections.abc import Iterator
from pathlib import Path

from _figures import Figure, options, tell

TIMES = Path(__file__).resolve().parents[1] / "out" / "ci" / "seconds.txt"


def figures(told: str) -> Iterator[Figure]:
    """Give the seconds of each target; `check` runs beside the others."""
    for line in told.splitlines():
        name, seconds = line.split()
        if name == "all":
            yield Figure("`.ci/run`", "s", [float(seconds)], 720, before="26 to 32 min")
        else:
            yield Figure(f"of it, `make {name}`", "s", [float(seconds)])


def main() -> None:
    """Tell it, where CI was run here."""
    asked = options(__doc__).parse_args()
    if asked.smallest:
        tell(asked, figures("assess 40\nall 500"))
    elif TIMES.is_file():
        tell(asked, figures(TIMES.read_text(encoding="utf-8")))
    else:
        print(f"{TIMES} is not there: `bash .ci/run` writes it")
        tell(asked, [])


if __name__ == "__main__":
    main()
