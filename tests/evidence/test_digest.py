"""The digest covers all that judges; a report says what of it is not what the run was planned with."""

import ast
import hashlib
import io
import shutil
from datetime import date
from importlib import metadata

import pytest
from rich.console import Console

from cpcs_harness._content import ROOT
from cpcs_harness.assess import conclude
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence import digest
from cpcs_harness.evidence.log import Log
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.judging.judgement import EVIDENCE, Judgement
from cpcs_harness.judging.suite import Suite
from cpcs_harness.reporters import terminal
from cpcs_harness.run.candidate import declaration_of
from cpcs_harness.run.plan import Asked, make_plan

SOURCE = digest.ENGINE.parent
PARTS = ("suite", "engine", "catalogue", "libraries")
FILES = {
    "engine/judging/expect.py": "engine",
    "engine/judging/results.py": "engine",
    "engine/rollup/requirements.py": "engine",
    "engine/formats/smsp/message.py": "engine",
    "engine/evidence/reader.py": "engine",
    "engine/people/nhs_number.py": "engine",
    "engine/catalogue/schema.json": "engine",
    "engine/plugin.py": "engine",
    "content/fixtures/schemas": "engine",
    "content/conformance/pds/test_record.py": "suite",
    "content/conformance/_shared/screen.py": "suite",
    "content/pytest.toml": "suite",
}


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """Engine and content in a folder of their own, where a test may change them; gives the folder."""
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(digest.ENGINE, tmp_path / "engine", ignore=skip)
    for name in ("conformance", "fixtures"):
        shutil.copytree(ROOT / name, tmp_path / "content" / name, ignore=skip)
    for name in ("conftest.py", "pytest.toml"):
        shutil.copy(ROOT / name, tmp_path / "content" / name)
    monkeypatch.setattr(digest, "ENGINE", tmp_path / "engine")
    monkeypatch.setattr(digest, "ROOT", tmp_path / "content")
    return tmp_path


def judged_by(folder, catalogue="c" * 64):
    return digest.installed(folder / "content" / "conformance", catalogue)


def change(place):
    """Add a line to a file, or to the first file of a folder."""
    path = next(one for one in sorted(place.rglob("*")) if one.is_file()) if place.is_dir() else place
    path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.parametrize(("file", "part"), FILES.items())
def test_a_change_in_what_judges_is_seen_and_named(copied, file, part):
    planned = judged_by(copied)
    change(copied / file)

    comparison = digest.compared(planned, judged_by(copied))

    assert not comparison.holds
    assert comparison.differs == (part,)
    assert f"Different: {part}." in comparison.sentence


def test_a_new_file_counts_and_what_python_leaves_behind_does_not(copied):
    planned = judged_by(copied)
    (copied / "engine" / "judging" / "__pycache__").mkdir()
    (copied / "engine" / "judging" / "__pycache__" / "expect.pyc").write_bytes(b"compiled")
    (copied / "engine" / "mockkit" / "more.py").write_text("drives, and does not judge")
    assert digest.compared(planned, judged_by(copied)).holds

    (copied / "engine" / "judging" / "more.py").write_text("")
    assert digest.compared(planned, judged_by(copied)).differs == ("engine",)


def test_a_folder_that_lies_elsewhere_and_takes_a_modules_place_is_seen(copied, tmp_path):
    planned = judged_by(copied)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "__init__.py").write_text("everything = 'passes'")
    (copied / "engine" / "judging" / "expect").symlink_to(tmp_path / "elsewhere")

    assert digest.compared(planned, judged_by(copied)).differs == ("engine",)


def test_the_digest_is_the_same_on_a_machine_of_other_libraries(copied, monkeypatch):
    planned = judged_by(copied)
    monkeypatch.setattr(digest.metadata, "version", lambda name: "0.0.1")

    assert judged_by(copied).digest == planned.digest


def test_another_catalogue_is_named(copied):
    criteria = copied / "content" / "conformance" / "pds" / "criteria.yaml"
    planned = judged_by(copied)
    change(criteria)

    assert digest.compared(planned, judged_by(copied)).holds  # its digest is the catalogue's own
    assert digest.compared(planned, judged_by(copied, "d" * 64)).differs == ("catalogue",)


def test_another_version_of_a_library_is_named(copied, monkeypatch):
    planned = judged_by(copied)
    version = metadata.version
    monkeypatch.setattr(digest.metadata, "version", lambda name: "0.0.1" if name == "lxml" else version(name))

    comparison = digest.compared(planned, judged_by(copied))

    assert comparison.differs == ("libraries",)
    assert f"libraries (lxml 0.0.1 for {version('lxml')})" in comparison.sentence


def test_a_plan_of_an_earlier_harness_names_less(copied):
    judged = judged_by(copied)
    planned = digest.JudgedBy(judged.suite, "", judged.catalogue, {})

    comparison = digest.compared(planned, judged)

    assert comparison.differs == ("engine", "libraries")
    assert comparison.sentence.endswith("Not named in its plan: engine, libraries.")


def imported(path):
    """Give what a file of the engine or a suite imports: modules of the engine, and top-level names of others."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def file_of(module):
    """Give the file of an engine's module, by the longest beginning of its name that is one."""
    parts = module.split(".")
    while parts:
        for path in (SOURCE.joinpath(*parts).with_suffix(".py"), SOURCE.joinpath(*parts, "__init__.py")):
            if path.is_file():
                return path
        parts.pop()
    return None


def all_that_judges():
    """Follow the imports of suites and of the rooms that judge; gives files of the engine and names of others."""
    suites = [path for path in (ROOT / "conformance").rglob("*.py") if "journeys" not in path.parts]
    rooms = [path for room in ("judging", "rollup") for path in (digest.ENGINE / room).rglob("*.py")]
    todo, files, others = [*suites, *rooms], set(), set()
    while todo:
        for name in imported(todo.pop()):
            path = file_of(name) if name.startswith("cpcs_harness.") else None
            if path is None:
                others.add(name.split(".")[0])
            elif path not in files:
                files.add(path)
                todo.append(path)
    return files, others


def test_all_that_the_checks_and_the_roll_up_import_is_in_the_digest():
    files, _ = all_that_judges()
    rooms = {digest.ENGINE / room for room in digest.ROOMS}

    assert {path for path in files if not rooms & {path, *path.parents}} == set()


def test_all_libraries_that_judge_are_named():
    _, others = all_that_judges()
    distributions = metadata.packages_distributions()
    used = {name.lower().replace("_", "-") for other in others for name in distributions.get(other, ())}

    assert used - {"cpcs-harness"} <= {name.lower() for name in digest.LIBRARIES}


def recorded(folder, journeys=("minor-illness-product-recommended",)):
    """Write the evidence of a run in which nothing happened; gives its judging, with no check run."""
    catalogue = load_catalogue()
    asked = Asked(only=journeys, gate="none")
    plan = make_plan(
        asked, catalogue, declaration_of(None, catalogue), all_journeys(), date(2026, 1, 1), 20.0
    )
    log = Log(folder / EVIDENCE)
    log.write(plan.kind, plan.as_json())
    log.finish()
    return Judgement.of(folder, lambda _: plan.known)


def told(folder, assessment):
    """Give what each report says, white space folded."""
    console = Console(file=io.StringIO(), width=400)
    terminal.render(assessment, console)
    texts = [(folder / name).read_text() for name in ("report.html", "summary.md")]
    return [" ".join(text.split()) for text in [*texts, console.file.getvalue()]]


def test_every_report_says_that_another_judged_and_what_differs(tmp_path, copied):
    judgement = recorded(tmp_path / "run")
    change(copied / "engine" / "judging" / "expect.py")
    assessment = conclude(judgement, Suite.of(judgement.catalogue))

    assert assessment.harness.differs == ("engine",)
    for text in told(tmp_path / "run", assessment):
        assert "Not judged by what the run was planned with" in text
        assert "Different: engine." in text


def test_no_report_says_so_when_nothing_was_changed(tmp_path):
    judgement = recorded(tmp_path)
    assessment = conclude(judgement, Suite.of(judgement.catalogue))

    assert assessment.harness.as_planned
    assert not any("Not judged by" in text for text in told(tmp_path, assessment))
    assert set(digest.JudgedBy.from_plan(judgement.evidence.plan).__dict__) == {*PARTS, "commit"}


def test_evidence_that_another_run_replaced_meanwhile_gets_no_report(tmp_path):
    judgement = recorded(tmp_path)
    shutil.rmtree(tmp_path / EVIDENCE)
    recorded(tmp_path)

    with pytest.raises(UsageProblem, match="another run wrote its evidence there"):
        conclude(judgement, Suite.of(judgement.catalogue))

    assert not (tmp_path / "assessment.json").exists()


def test_an_assessment_names_its_run(tmp_path):
    judgement = recorded(tmp_path)
    line = (tmp_path / EVIDENCE / "events.ndjson").read_bytes().split(b"\n")[0]

    assert conclude(judgement, Suite.of(judgement.catalogue)).run == hashlib.sha256(line).hexdigest()
