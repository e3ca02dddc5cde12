"""Runs every benchmark, each in a process of its own, and writes what they tell to out/bench.json."""

import argparse
import ast
import json
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from _figures import Figure
from _machine import commit, machine
from _page import DOCS, write_page
from _results import Measured, Results, read

HERE = Path(__file__).resolve().parent
OUT = Path("out") / "bench"
RESULTS = Path("out") / "bench.json"
FIRST = ("whole_run",)
"""Before the others, which use the run that it records."""
WITH_RUN = ("account", "judging", "large_message", "report")


def benchmarks() -> list[str]:
    """Name the files that measure, in the order in which they run."""
    names = sorted(path.stem for path in HERE.glob("[!_]*.py"))
    return sorted(names, key=lambda name: (name not in FIRST, name))


def measure(name: str, smallest: bool) -> Measured | None:
    """Run one in a process of its own; gives what it told, or None where it failed."""
    told = OUT / f"{name}.json"
    command = [sys.executable, str(HERE / f"{name}.py"), "--json", str(told), *["--smallest"] * smallest]
    run = OUT / ("smallest-run" if smallest else "run")
    if name in FIRST:
        command += ["--keep", str(run)]
    if name in WITH_RUN and run.is_dir():
        command += ["--run", str(run)]
    if subprocess.run(command, check=False).returncode:
        return None
    figures = [Figure(**figure) for figure in json.loads(told.read_text(encoding="utf-8"))]
    return Measured(about(name), f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit()}", figures)


def about(name: str) -> str:
    """Give what a benchmark measures: the first line of its docstring."""
    text = ast.get_docstring(ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))) or ""
    return " ".join(text.partition("\n\n")[0].split())


def measure_all(names: list[str], results: Results, smallest: bool) -> list[str]:
    """Run them one after another, and note what each told; gives those that failed."""
    failed, began = [], time.perf_counter()
    for name in names:
        print(f"\n== {name} ({time.perf_counter() - began:.0f} s so far)", flush=True)
        measured = measure(name, smallest)
        results.benchmarks.pop(name, None)
        if measured:
            results.benchmarks[name] = measured
            results.write(RESULTS)
        else:
            failed.append(name)
    results.benchmarks = {
        name: results.benchmarks[name] for name in benchmarks() if name in results.benchmarks
    }
    results.write(RESULTS)
    return failed


def begun(names: list[str]) -> Results:
    """Begin anew, or with what others told where only some are run."""
    results = Results(machine())
    if names and RESULTS.is_file():
        results.benchmarks = read(RESULTS).benchmarks
    elif OUT.is_dir():
        shutil.rmtree(OUT)
    OUT.mkdir(parents=True, exist_ok=True)
    return results


def main() -> int:
    """Measure, and write; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these of {', '.join(benchmarks())}")
    parser.add_argument("--smallest", action="store_true", help="as little work as shows that each runs")
    page = "docs/explanation/performance.md"
    parser.add_argument("--write", action="store_true", help=f"make {page} of it, with its plots")
    parser.add_argument("--page", action="store_true", help=f"measure nothing, and make {page} of {RESULTS}")
    parser.add_argument("--docs", type=Path, default=DOCS, metavar="FOLDER", help="make it in another folder")
    asked = parser.parse_args()
    if asked.smallest and asked.write:
        parser.error("--smallest measures nothing that a page should tell")
    if unknown := set(asked.names) - set(benchmarks()):
        parser.error(
            f"no benchmark is named {', '.join(sorted(unknown))}; there are {', '.join(benchmarks())}"
        )
    failed = []
    if not asked.page:
        failed = measure_all(asked.names or benchmarks(), begun(asked.names), asked.smallest)
        print(f"\n{RESULTS} has all figures")
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    elif asked.write or asked.page:
        print("written:", *write_page(read(RESULTS), asked.docs))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
