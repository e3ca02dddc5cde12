"""The benchmarks are never timed here; that each still runs, and tells its figures, is what a test can hold.

A third of them are run a day (by_turns): what breaks one is seldom of one day.
"""

import importlib
import json
import shutil
import subprocess
import sys

import pytest

from by_turns import due_today
from checkout import ROOT
from chromium import CHROMIUM

pytestmark = pytest.mark.long

BENCH = ROOT / "bench"
SCRIPTS = sorted(path.stem for path in BENCH.glob("[!_]*.py"))
TODAY = due_today(SCRIPTS)
PAGE = ROOT / "docs" / "explanation" / "performance.md"
DATA = PAGE.with_suffix(".json")


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """Today's benchmarks in their smallest size: the finished process, and what was told by each."""
    folder = tmp_path_factory.mktemp("bench")
    command = [sys.executable, BENCH, "--smallest", *TODAY]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    return done, json.loads((folder / "out" / "bench.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_benchmark_is_listed(script):
    assert f"bench/{script}.py" in (BENCH / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", TODAY)
def test_a_benchmark_runs(script, done):
    if script == "report" and not CHROMIUM:
        pytest.skip("missing: chromium")
    finished, told = done

    assert script in told["benchmarks"], finished.stdout + finished.stderr
    assert all(figure["values"] for figure in told["benchmarks"][script]["figures"])


def test_the_journeys_of_when_the_goals_were_set_are_all_gone_today(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    then = importlib.import_module("_goal_journeys").GOAL_JOURNEYS

    assert len(set(then)) == 59
    assert set(then) <= set(importlib.import_module("journeys").journeys())


def test_the_machine_and_versions_are_told(done):
    _, told = done

    assert {"processor", "Python", "lxml", "libxml2", "jsonschema-rs", "uvicorn", "commit"} <= set(
        told["machine"]
    )


def test_a_benchmark_that_is_not_there_is_told_with_those_that_are():
    command = [sys.executable, BENCH, "wholerun"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)

    assert done.returncode == 2
    assert "no benchmark is named wholerun; there are whole_run, account" in done.stderr


def test_the_page_and_its_plots_are_made_of_what_was_told(done, tmp_path):
    _, told = done
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "bench.json").write_text(json.dumps(told), encoding="utf-8")
    command = [sys.executable, BENCH, "--page", "--docs", tmp_path / "docs"]

    made = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)

    assert made.returncode == 0, made.stderr
    page = (tmp_path / "docs" / "explanation" / "performance.md").read_text(encoding="utf-8")
    for measured in told["benchmarks"].values():
        assert all(f"| {figure['name']}" in page for figure in measured["figures"])
    plots = list((tmp_path / "docs" / "images").glob("cost-of-journeys-*.svg"))
    assert len(plots) == ("journeys" in TODAY)
    for plot in plots:
        assert f"../images/{plot.name}" in page
        assert "<script" not in plot.read_text(encoding="utf-8")


@pytest.mark.skipif(not DATA.is_file(), reason="nothing was measured for the page yet")
def test_nobody_has_altered_the_page(tmp_path):
    (tmp_path / "out").mkdir()
    shutil.copy(DATA, tmp_path / "out" / "bench.json")
    command = [sys.executable, BENCH, "--page", "--docs", tmp_path / "docs"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=300, check=True)

    page = tmp_path / "docs" / "explanation" / "performance.md"
    assert PAGE.read_text(encoding="utf-8") == page.read_text(encoding="utf-8"), (
        "write it anew: python bench --page"
    )
