"""What an ordinary addition touches, shown by making it: these are the places, and there is no other.

Additions are made to a copy of the content, with the examples of docs/how-to. Pages that a command writes (coverage.md,
wheel-files.txt) are not counted.
"""

import json
import re
import shutil
import subprocess
import sys
from types import ModuleType

import pytest

from checkout import ROOT
from cpcs_harness._content import CATALOGUE
from cpcs_harness.assessment import Assessment
from cpcs_harness.catalogue import cross_check, load_catalogue, load_cells
from cpcs_harness.drivers.description import DESCRIPTION
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.judging.criterion import checks_in
from cpcs_harness.judging.known_bads import known_bads
from cpcs_harness.reporters import write_all
from cpcs_harness.run.folder import clear

ROOMS = ("conformance", "fixtures", "mocks", "reference")
CRITERION, KNOWN_BAD = "GPN-90", "sends_without_a_subject"


def example(page, language, place=0):
    """Give an example in a language that a how-to has, by default the first."""
    text = (ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)[place]


class Content:
    """A copy of the content, which counts what is changed in it."""

    def __init__(self, folder):
        self.folder, self.touched = folder, []
        for room in ROOMS:
            shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
        for name in (CATALOGUE.name, DESCRIPTION):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)

    def change(self, name, change):
        path = self.folder / name
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        self.touched.append(name)

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        self.touched.append(name)

    def add(self, name, text):
        self.change(name, lambda before: f"{before}\n\n{text}")

    @property
    def mistakes(self):
        """What the build says of the catalogue, its checks and its journeys."""
        catalogue = load_catalogue(self.folder / CATALOGUE.name)
        pathways = {name: journey.pathway for name, journey in all_journeys().items()}
        problems = cross_check(catalogue, load_cells(catalogue.cells), checks_in(catalogue.suites), pathways)
        return [problem.message for problem in problems if problem.id == CRITERION]

    @property
    def known_bads(self):
        return {bad.name: bad for bad in known_bads(self.folder / "reference" / "faulty")}

    def python(self, code):
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, timeout=60, check=False
        )


@pytest.fixture
def content(tmp_path):
    return Content(tmp_path)


def test_a_criterion_is_its_statement_its_check_and_its_known_bad(content):
    content.add("conformance/gp_notification/criteria.yaml", example("add-a-criterion.md", "yaml"))
    assert content.mistakes == ["judged_by: automated, but no check is tied to it"]
    content.add("conformance/gp_notification/test_nhsmail.py", example("add-a-criterion.md", "python"))
    assert content.mistakes == []
    content.add(
        "reference/faulty/gp_notification/sending.py", example("add-a-known-bad-candidate.md", "python")
    )

    assert content.known_bads[KNOWN_BAD].catches == (CRITERION,)
    assert content.touched == [
        "conformance/gp_notification/criteria.yaml",
        "conformance/gp_notification/test_nhsmail.py",
        "reference/faulty/gp_notification/sending.py",
    ]


def test_engine_mocks_and_reference_name_no_criterion():
    criterion = re.compile(rf"\b({'|'.join(load_catalogue().criteria)})\b")
    files = [path for room in ("src", "mocks", "reference") for path in (ROOT / room).rglob("*.py")]

    naming = {
        path.relative_to(ROOT).as_posix() for path in files if criterion.search(path.read_text("utf-8"))
    }
    assert {name for name in naming if not name.startswith("reference/faulty/")} == set()


def test_a_known_bad_is_one_class(content):
    content.add(
        "reference/faulty/gp_notification/sending.py", example("add-a-known-bad-candidate.md", "python")
    )

    assert set(content.known_bads) - {bad.name for bad in known_bads()} == {KNOWN_BAD}
    put_in = content.python(f"from reference.faulty import installer; print(installer({KNOWN_BAD!r}))")
    assert "SendsWithoutASubject" in put_in.stdout, put_in.stderr
    assert len(content.touched) == 1


JOURNEYS = """
from pathlib import Path
from cpcs_harness.journeys.index import all_journeys
print([journey.title for name, journey in all_journeys(Path("conformance")).items() if "opened" in name])
"""


def test_a_journey_is_one_class(content):
    content.write("conformance/journeys/nhs111/opened.py", example("add-a-journey.md", "python"))

    found = content.python(JOURNEYS)
    assert found.stdout.count("a referral is opened") == 2, found.stderr
    assert len(content.touched) == 1


SERVED = """
import cpcs_harness._content as content
content.__path__ = [{folder!r}]
from cpcs_harness._content.mocks.nation import Nation
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.environment import make_environment
import httpx, pathlib
recorder = Recorder(pathlib.Path("evidence"), Register())
with Nation(World(make_environment(seed=1), recorder.register, recorder)) as nation:
    base = nation.candidate_endpoints()["ods"]["base"]
    print(httpx.get(base + "/none", trust_env=False).status_code)
"""


def test_a_mock_is_its_folder_or_file_and_one_name_in_the_nation(content):
    content.write("mocks/ods.py", example("add-a-mock.md", "python"))
    importing = "from .ods import OrganisationDirectory\nfrom .pds.service"
    content.change(
        "mocks/nation.py",
        lambda text: text.replace("from .pds.service", importing).replace(
            "    Canary,", "    OrganisationDirectory,\n    Canary,"
        ),
    )

    served = content.python(SERVED.format(folder=str(content.folder)))
    assert served.stdout == "404\n", served.stderr
    assert content.touched == ["mocks/ods.py", "mocks/nation.py"]


ACTIONS = """
import pathlib
from cpcs_harness.drivers import description
description.ROOT = pathlib.Path({folder!r})
from cpcs_harness.drivers.observation_shape import why_malformed
from reference.actions import all_actions
print(set(all_actions()) == set(description.described_actions()))
print(why_malformed("count_waiting", {{"waiting": "many"}}))
"""


def test_an_action_is_its_description_its_function_in_the_reference_and_a_step(content):
    page, step = "add-an-action.md", "        stage.find_on_worklist()\n"
    journey = "conformance/journeys/nhs111/referral_survives_restart.py"
    content.change(
        DESCRIPTION, lambda text: text.replace("\ncomponents:", f"\n{example(page, 'yaml')}components:")
    )
    content.add("reference/actions/referral.py", example(page, "python"))
    content.change(journey, lambda text: text.replace(step, step + example(page, "python", 1)))

    told = content.python(ACTIONS.format(folder=str(content.folder)))
    assert told.stdout.splitlines() == ["True", "$.waiting: 'many' is not of type 'integer', 'null'"], (
        told.stderr
    )
    compile((content.folder / journey).read_text(encoding="utf-8"), journey, "exec")
    assert len(content.touched) == 3


def test_a_report_form_is_its_file_its_template_and_one_line(monkeypatch, tmp_path):
    verdicts = ModuleType("cpcs_harness.reporters.verdicts")  # the file; this one has no template
    exec(example("add-a-report-form.md", "python"), verdicts.__dict__)
    monkeypatch.setitem(sys.modules, verdicts.__name__, verdicts)
    line = {"verdicts.csv": "verdicts"}  # alone: the other forms want a whole assessment
    for module in (
        "reporters",
        "run.folder",
    ):  # put in place, since FORMS put back by member has another order
        monkeypatch.setattr(f"cpcs_harness.{module}.FORMS", line)

    sample = json.loads((ROOT / "reports" / "samples" / "assessment.json").read_text(encoding="utf-8"))
    written = write_all(Assessment.from_json(sample), None, tmp_path)
    assert [path.name for path in written] == ["assessment.json", "verdicts.csv"]
    assert written[1].read_text(encoding="utf-8").count("\n") == 1 + len(sample["requirements"])
    clear(tmp_path, None)  # the next run's
    assert list(tmp_path.iterdir()) == []
