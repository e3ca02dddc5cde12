"""Measures report.html of a recorded run in Chromium: size, elements, the first page, jumps to exchanges, a search."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from _figures import Figure, options, tell
from _recorded import add_run, recorded

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from chromium import CHROMIUM, Chromium

JUMPS = 10
"""To exchanges that lie apart in the run."""

FIRST_PAGE = """new Promise(done => requestAnimationFrame(() => setTimeout(() => {
  const [page] = performance.getEntriesByType("navigation");
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  done([paint?.startTime ?? page.loadEventEnd, performance.now()]);
})))"""
JUMP = """new Promise(done => {
  const began = performance.now();
  location.hash = "#%s";
  (function look() {
    const target = document.getElementById("%s");
    if (!target || !target.open || !target.querySelector("dl")) return setTimeout(look, 1);
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  })();
})"""
IDS = """[...new Set([...document.querySelectorAll("details.event")].map(event => event.id).concat(
  ...[...document.querySelectorAll("[data-ids]")].map(holder => {
    let number = 0;
    return holder.dataset.ids.split(" ").filter(Boolean).map(told => told[0] + (number += Number(told.slice(1))));
  })))]"""
SEARCH = """new Promise(done => {
  const began = performance.now();
  const box = document.getElementById("search");
  const status = document.getElementById("search-status");
  box.value = "%s"; box.dispatchEvent(new Event("input"));
  (function look() {
    if (!status.textContent.match(/^(Found|Nothing)/)) return setTimeout(look, 5);
    requestAnimationFrame(() => setTimeout(() => done([performance.now() - began, status.textContent])));
  })();
})"""


Measured = dict[str, list[float]]


def measured(report: Path, rounds: int) -> Measured:
    """Open the report so many times, each in a browser of its own, beside an empty page; gives milliseconds."""
    found: Measured = {name: [] for name in ("empty", "paint", "ready", "jump", "search", "elements")}
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.html"
        empty.write_text("<!doctype html><title>Empty</title><p>Empty", encoding="utf-8")
        for _ in range(rounds):
            with Chromium() as browser:
                browser.open(empty)
                found["empty"].append(browser.run(FIRST_PAGE)[1])
            with Chromium() as browser:
                browser.open(report)
                paint, ready = browser.run(FIRST_PAGE)
                found["paint"].append(paint)
                found["ready"].append(ready)
                found["elements"].append(browser.run("document.getElementsByTagName('*').length"))
                ids = browser.run(IDS)
                found["jump"] += [browser.run(JUMP % (id, id)) for id in ids[:: max(1, len(ids) // JUMPS)]]
                found["search"].append(browser.run(SEARCH % "worklist")[0])
    return found


def figures(run: Path, rounds: int) -> Iterator[Figure]:
    """Give the figures of a run's report."""
    report = run / "report.html"
    kept = [path for path in (run / "evidence").rglob("*") if path.is_file()]
    evidence = sum(path.stat().st_size for path in kept) / 1e6
    size = report.stat().st_size / 1e6
    found = measured(report, rounds)
    yield Figure("report.html", "MB", [size], 2, "the evidence that it shows", [evidence], before="15.8 MB")
    yield Figure("elements when it opens", "", found["elements"], before="201,000")
    yield Figure("its first paint", "ms", found["paint"])
    yield Figure(
        "its first page, ready", "ms", found["ready"], 1000, "an empty page", found["empty"], before="3 s"
    )
    yield Figure("a jump to an exchange", "ms", found["jump"], 200, before="2 s")
    yield Figure("the slowest jump", "ms", [max(found["jump"])])
    yield Figure("the first search, of which it waits 200 ms for more letters", "ms", found["search"])


def main() -> None:
    """Measure the report of a run, recorded already or for this."""
    parser = options(__doc__)
    add_run(parser)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    if not CHROMIUM:
        parser.exit(1, "missing: chromium\n")
    with recorded(asked) as run:
        tell(asked, figures(run, 1 if asked.smallest else asked.rounds))


if __name__ == "__main__":
    main()
