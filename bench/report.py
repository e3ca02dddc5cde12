"""Measures report.html of a recorded run in Chromium: size, elements, the first page, jumps to exchanges, a search."""

import argparse
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from chromium import Chromium

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
  ...[...document.querySelectorAll("[data-ids]")].map(holder => holder.dataset.ids.split(" "))))].filter(Boolean)"""
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


def main() -> None:
    """Measure one report, and print the figures: medians, and the slowest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    paints, loads, jumps = [], [], []
    for _ in range(asked.rounds):
        with Chromium() as browser:
            browser.open(asked.report)
            paint, ready = browser.run(FIRST_PAGE)
            paints.append(paint)
            loads.append(ready)
            elements = browser.run("document.getElementsByTagName('*').length")
            ids = browser.run(IDS)
            wanted = [ids[len(ids) * part // 10] for part in range(10)]
            jumps += [browser.run(JUMP % (id, id)) for id in wanted]
            searched = (
                browser.run(SEARCH % "worklist")
                if browser.run("!!document.getElementById('search')")
                else None
            )
    print(
        f"size {asked.report.stat().st_size:,} bytes, {elements:,} elements, {len(ids):,} exchanges and observations"
    )
    print(f"first paint {statistics.median(paints):.0f} ms; page ready {statistics.median(loads):.0f} ms")
    print(f"a jump {statistics.median(jumps):.0f} ms, the slowest of {len(jumps)} {max(jumps):.0f} ms")
    if searched:
        print(f"the first search {searched[0]:.0f} ms, 200 of which it waits for more letters: {searched[1]}")


if __name__ == "__main__":
    main()
