"""The documentation holds: links lead somewhere, commands and options exist, nothing of one machine is in it."""

import importlib
import re
import shlex
import shutil
import subprocess
from datetime import date
from functools import cache
from urllib.parse import unquote, urlsplit

import click
import pytest

from checkout import ROOT
from cpcs_harness._content import CATALOGUE
from cpcs_harness._content.mocks.nhs111.sender import DAMAGES
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.cli import COMMANDS
from cpcs_harness.conditions.load import conditions
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.judging.known_bads import known_bads
from cpcs_harness.run.candidate import declaration_of
from cpcs_harness.run.plan import Asked, make_plan

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
CURRENT = [page for page in PAGES if page.name != "CHANGELOG.md"]
"""Pages that say what is; the changelog also says what was."""
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
CALL = re.compile(r"(?:^|[\s(])cpcs (?P<command>[a-z][a-z-]*)(?P<rest>[^\n]*)", re.MULTILINE)
OPTION = re.compile(r"(?<![\w-])(?:--[a-z][a-z-]*|-[a-z](?![\w-]))")
# Written in pieces, or this file would find itself.
PLACES = "|".join(["wo" + "rk", "t" + "mp", "ro" + "ot", "ho" + "me", "Us" + "ers"])
MACHINE = re.compile(rf"(?<![\w.~$}}-])/(?:{PLACES})/[\w.-]")
REGISTRIES = ["pypi" + ".org", "python" + "hosted.org", "registry" + ".npmjs", "proxy" + ".golang"]
REGISTRY = re.compile("|".join(map(re.escape, REGISTRIES)), re.IGNORECASE)
TOP = ("src/", "mocks/", "conformance/", "reference/", "tests/", "fixtures/", "reports/", "docs/", "bench/")
EXAMPLES = {
    "mocks/ods.py",
    "tests/mocks/test_ods.py",
    "tests/mocks/ods/",
    "conformance/journeys/nhs111/opened.py",
    "referral-opened-mi",
    "sends_without_a_subject",
}
"""What a how-to has its reader make."""


def tracked():
    """Give every text file that git tracks, with its text."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("missing: git, and a checkout")
    command = ["git", "ls-files", "-z"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    for name in filter(None, told.split("\0")):
        held = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b"\0"
        if b"\0" not in held:
            yield name, held.decode("utf-8", "replace")


def code_of(page):
    """Give a page's code: what stands in fences and between backticks."""
    text = page.read_text(encoding="utf-8")
    fenced = [found["code"] for found in FENCE.finditer(text) if found["language"] != "python"]
    return "\n".join([*fenced, *SPAN.findall(FENCE.sub("", text))])


def calls():
    """Give every `cpcs COMMAND …` of the documentation, with its page."""
    found = [
        (page.relative_to(ROOT).as_posix(), call["command"], call["rest"])
        for page in PAGES
        for call in CALL.finditer(code_of(page))
    ]
    return sorted(set(found))


def lines_shown():
    """Give every line of a fence that calls cpcs, whole, with its page."""
    for page in CURRENT:
        for found in FENCE.finditer(page.read_text(encoding="utf-8")):
            for line in found["code"].replace("\\\n", " ").splitlines():
                call = re.match(r"(?:\$ )?(?:\S*/)?cpcs (?P<command>[a-z][a-z-]*)(?P<rest>.*)", line)
                if call and found["language"] != "python":
                    rest = re.split(r" (?:>|\||&&|\|\|) ", call["rest"])[0].strip()
                    yield page.relative_to(ROOT).as_posix(), call["command"], rest


def anchors(page):
    """Give the anchors of a page's headings, as they are commonly made."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@cache
def options_of(command):
    """Give the options that a command has."""
    found = importlib.import_module(f"cpcs_harness.cli.{command}").command
    return {"--help"} | {name for one in found.params if isinstance(one, click.Option) for name in one.opts}


def test_there_is_a_page_for_each_thing_that_a_reader_looks_for():
    assert len(PAGES) > 25
    assert len(calls()) > 20


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_each_relative_link_leads_somewhere(page):
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for found in LINK.finditer(text):
        parts = urlsplit(found["target"])
        if parts.scheme:
            assert parts.scheme == "https", found["target"]
            continue
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        assert target.is_relative_to(ROOT), found["target"]
        assert target.exists(), found["target"]
        assert not parts.fragment or parts.fragment in anchors(target), found["target"]


@pytest.mark.parametrize("page", CURRENT, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_each_file_and_folder_that_is_named_is_there(page):
    spans = SPAN.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    named = {
        span.split("::")[0] for span in spans if span.startswith(TOP) and not re.search(r"[\s…{<]", span)
    }

    assert {name for name in named - EXAMPLES if not any(ROOT.glob(name.rstrip("/")))} == set()


def test_every_page_is_reached_from_the_index():
    index = ROOT / "docs" / "README.md"
    reached = {
        (index.parent / found["target"]).resolve()
        for found in LINK.finditer(index.read_text(encoding="utf-8"))
    }

    assert {page for page in PAGES if page.is_relative_to(ROOT / "docs")} - reached == {index}


@pytest.mark.parametrize(("page", "command", "rest"), calls())
def test_each_command_that_is_named_exists_and_has_the_options_that_are_shown(page, command, rest):
    assert command in COMMANDS, page
    assert set(OPTION.findall(rest.partition("#")[0])) <= options_of(command), page


@pytest.mark.parametrize(("page", "command", "rest"), sorted(set(lines_shown())))
def test_each_line_that_is_shown_is_one_that_its_command_takes(page, command, rest, monkeypatch):
    monkeypatch.setattr(click.Path, "convert", lambda _self, value, _parameter, _context: value)
    found = importlib.import_module(f"cpcs_harness.cli.{command}").command

    assert found.make_context(command, shlex.split(rest, comments=True)).command is found, page


def test_a_line_that_its_command_does_not_take_would_be_told():
    found = importlib.import_module("cpcs_harness.cli.judge").command

    for rest in ["out more than-one", "out --releases", "out --no-such-option"]:
        with pytest.raises(click.UsageError):
            found.make_context("judge", shlex.split(rest))


def test_each_fault_and_journey_that_a_command_is_given_exists():
    words = [
        word for _, _, rest in calls() for word in re.findall(r"--(fault|only) ([a-z][a-z0-9_-]+)", rest)
    ]
    faults = {fault.name for fault in known_bads()}

    assert {name for option, name in words if option == "fault"} - EXAMPLES <= faults
    assert {name for option, name in words if option == "only"} - EXAMPLES <= set(all_journeys())


@pytest.mark.parametrize(
    ("counted", "due"),
    [
        (r"\b(\d[\d,]*) criteria\b", lambda: len(load_catalogue(CATALOGUE).criteria)),
        (r"(?:All|Toolkit's) (\d+) requirements\b", lambda: len(load_catalogue(CATALOGUE).requirements)),
    ],
    ids=["criteria", "requirements"],
)
def test_each_count_of_the_whole_catalogue_is_that_of_the_catalogue(counted, due):
    told = {
        (page.name, int(number.replace(",", "")))
        for page in CURRENT
        if "adr" not in page.parts
        for number in re.findall(counted, page.read_text(encoding="utf-8"))
    }

    assert told
    assert {(name, number) for name, number in told if number != due()} == set()


@pytest.mark.parametrize(
    ("counted", "due"),
    [
        (r"running (\d+) journeys in \d+ sittings", lambda: len(planned().journeys)),
        (r"running \d+ journeys in (\d+) sittings", lambda: len(planned().sittings)),
        (r"Of (\d+) requirements that are due", lambda: len(due_requirements())),
        (r"\ball (\d[\d,]*) pairs\b", lambda: len(conditions().of_messages[REPORT].pairs())),
        (r"damaged in (\d+) ways", lambda: len(DAMAGES)),
    ],
    ids=["journeys", "sittings", "due", "pairs", "damages"],
)
def test_each_count_of_what_a_run_of_the_reference_has_is_that_of_its_plan(counted, due):
    told = {
        (page.name, int(number.replace(",", "")))
        for page in CURRENT
        for number in re.findall(counted, " ".join(page.read_text(encoding="utf-8").split()))
    }

    assert told
    assert {(name, number) for name, number in told if number != due()} == set()


REPORT = "report by ITK"


@cache
def planned():
    """Plan a run of the reference, as `cpcs assess` does of itself."""
    catalogue = load_catalogue(CATALOGUE)
    declaration = declaration_of(None, catalogue)
    return make_plan(Asked(), catalogue, declaration, all_journeys(), date(2026, 1, 1), 20.0)


def due_requirements():
    """Give the requirements that the first gate asks for."""
    catalogue = load_catalogue(CATALOGUE)
    return [one for one in catalogue.requirements if one.level == catalogue.vocabulary.first_gate]


def test_each_target_of_make_that_is_named_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {target for page in CURRENT for target in re.findall(r"\bmake ([a-z]+)\b", code_of(page))}

    assert named <= targets


@pytest.mark.parametrize("command", COMMANDS)
def test_the_page_of_commands_tells_each_option(command):
    page = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    section = page.partition(f"## cpcs {command}\n")[2].partition("\n## ")[0]

    assert section
    assert options_of(command) - {"--help"} <= set(OPTION.findall(section))


def test_the_page_of_commands_tells_no_option_that_is_not_there():
    page = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        table = page.partition(f"## cpcs {command}\n")[2].partition("\n## ")[0]
        rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `--")]
        assert {option for row in rows for option in OPTION.findall(row)} <= options_of(command), command


def test_nothing_of_one_machine_and_no_registry_is_in_any_file():
    found = [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in tracked()
        for number, line in enumerate(text.splitlines(), start=1)
        if MACHINE.search(line) or REGISTRY.search(line)
    ]

    assert found == []


def test_pictures_are_small_enough_to_be_fetched():
    pictures = list((ROOT / "docs" / "images").iterdir())

    assert pictures
    assert all(picture.stat().st_size < 300_000 for picture in pictures)
