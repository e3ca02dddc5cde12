"""Each gap between a catalogue and the cells that it restates fails the build, with file, line and id."""

from dataclasses import replace

import pytest

from cpcs_harness.catalogue import Cell
from small_catalogue import CELLS, DOS, linted, with_requirement


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param(
            {"text": "Search."}, "text: Search., but the cell says Search and directory.", id="text"
        ),
        pytest.param({"level": "required"}, "level: required, but the cell says essential", id="level"),
        pytest.param({"component": "scr"}, "component: scr, but the cell says dos", id="component"),
        pytest.param({"by": None}, "by: nothing, but the cell says 2021-10-01", id="by"),
        pytest.param({"options": ("a", "b")}, "options: a, b, but the cell says nothing", id="options"),
        pytest.param(
            {"parts": ("directory",)}, "parts: directory, but the cell says search, directory", id="parts"
        ),
    ],
)
def test_a_requirement_that_says_otherwise_than_its_cell_is_told(changes, said):
    assert linted(with_requirement(replace(DOS, **changes))) == [
        f"10 (UM-DOS-E) {said} (toolkit_cells.yaml:5)"
    ]


def test_a_pathway_other_than_the_cells_is_told():
    problems = linted(with_requirement(replace(DOS, pathway="minor-illness")))

    wanted = "10 (UM-DOS-E) pathway: minor-illness, but the cell says urgent-medicines (toolkit_cells.yaml:5)"
    assert wanted in problems


def test_a_reading_of_ours_may_stand_where_the_cell_has_none_and_not_against_it():
    ours = with_requirement(replace(DOS, reading="Ours."))
    theirs = CELLS | {"UM-DOS-E": replace(CELLS["UM-DOS-E"], reading="Theirs.")}

    assert linted(ours) == []
    assert linted(ours, theirs) == [
        "10 (UM-DOS-E) reading: Ours., but the cell says Theirs. (toolkit_cells.yaml:5)"
    ]


def test_a_cell_without_a_requirement_is_told_where_the_cell_stands():
    cells = CELLS | {
        "UM-TOK-E": Cell("UM-TOK-E", "urgent-medicines", "token", "essential", "…", file="c.yaml", line=9)
    }

    assert linted(cells=cells) == [
        "c.yaml:9 (UM-TOK-E) the cell has no requirement in toolkit_requirements.yaml"
    ]


def test_a_requirement_without_a_cell_is_told_with_the_nearest_one():
    cells = {id: cell for id, cell in CELLS.items() if id != "UM-DOS-E"} | {"UM-DOS-EE": CELLS["UM-DOS-E"]}
    problems = linted(cells=cells)

    assert "10 (UM-DOS-E) there is no such cell. Did you mean 'UM-DOS-EE'?" in problems


def test_a_catalogue_that_restates_no_cells_is_held_against_none():
    assert linted(with_requirement(replace(DOS, text="Otherwise.")), cells=None) == []
