"""The drawing of the architecture says what the import rules say, and is drawn afresh when they change."""

import re
from xml.etree import ElementTree

import pytest

from checkout import ROOT
from docs.drawing.__main__ import PICTURE, main
from docs.drawing.architecture import draw
from docs.drawing.rules import RULES, read_rules
from docs.drawing.words import SAID, WAY

TEXT = "{http://www.w3.org/2000/svg}text"


@pytest.fixture(scope="module")
def rules():
    return read_rules()


def written_in(drawing):
    return [text.text for text in ElementTree.fromstring(drawing).iter(TEXT)]


def test_the_drawing_is_current(capsys):
    assert main(["--check"]) == 0, capsys.readouterr().err


def test_every_room_of_every_floor_is_drawn(rules):
    words = written_in(draw(rules))

    for package, floors in rules.floors.items():
        assert {room for floor in floors for room in floor} <= set(words), package
    assert set(rules.suites) <= set(words)


def test_something_is_said_of_every_room_of_engine_and_reference_and_of_no_other(rules):
    for package, said in SAID.items():
        assert {room for floor in rules.floors[package] for room in floor} == set(said)


def test_a_mock_that_no_other_imports_is_drawn_without_a_floor_of_its_own(tmp_path):
    (tmp_path / "mocks").mkdir()
    (tmp_path / RULES.name).write_text(RULES.read_text("utf-8"))
    before = read_rules(tmp_path / RULES.name).floors["mocks"]
    (tmp_path / "mocks" / "ods").mkdir()

    after = read_rules(tmp_path / RULES.name).floors["mocks"]

    assert after == (*before[:-1], (*before[-1], "ods"))


def test_each_step_of_the_way_names_a_file_that_is_there():
    assert [step.file for step in WAY if not (ROOT / step.file).is_file()] == []


def test_the_page_tells_the_same_way():
    page = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
    told = page.partition("## One referral")[2]

    assert [step.file for step in WAY if f"`{step.file}`" not in told] == []


def test_the_page_counts_the_floors_that_are_drawn(rules):
    page = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
    floors = len(rules.floors["cpcs_harness"])

    assert floors == 10
    assert "a building of ten floors" in page


def test_a_changed_rule_changes_the_drawing(tmp_path, rules):
    changed = tmp_path / RULES.name
    changed.write_text(
        re.sub(r"^ +prove .*$|plugin \| prove", "    plugin\n    prove", RULES.read_text("utf-8"))
    )
    (tmp_path / "conformance" / "pds").mkdir(parents=True)
    (tmp_path / "conformance" / "pds" / "criteria.yaml").touch()

    again = read_rules(changed)

    assert len(again.floors["cpcs_harness"]) == len(rules.floors["cpcs_harness"]) + 1
    assert draw(again) != PICTURE.read_text(encoding="utf-8")


def test_a_room_of_which_nothing_is_said_is_named(rules):
    rules.floors["reference"] = (*rules.floors["reference"], ("cellar",))

    with pytest.raises(KeyError, match=r"docs/drawing/words.py says nothing of reference\.cellar"):
        draw(rules)
