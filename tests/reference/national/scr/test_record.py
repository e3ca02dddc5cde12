"""A Summary Care Record read for people, whole."""

import pytest

from reference.national.scr.record import sections_in
from reference_scr import view


def test_a_huge_section_is_shown_to_its_last_word(pharmacist, permitted, scr):
    rows = "".join(f"<tr><td>{number}</td><td>Salbutamol inhaler</td></tr>" for number in range(20_000))
    scr.sections = [("Repeat Medications", f"<table>{rows}</table>"), ("Last", "<p>the end</p>")]

    sections = view(pharmacist, permitted)["sections"]

    assert sections[0]["text"].splitlines()[-1] == "19999\tSalbutamol inhaler"
    assert len(sections[0]["text"].splitlines()) == 20_000
    assert sections[1]["text"] == "the end"


@pytest.mark.parametrize(
    "composition",
    [
        {},
        {"section": None},
        {"section": [None, 3, {"title": None}]},
        {"section": [{"title": "A", "text": "x"}]},
        {"section": {"title": "A"}},
    ],
)
def test_a_strange_composition_breaks_nothing(composition):
    assert all(section.text == "" for section in sections_in(composition))


def test_sections_within_sections_are_shown():
    inner = {"title": "Inner", "text": {"div": "<div>b</div>"}}
    outer = {"title": "Outer", "text": {"div": "<div>a</div>"}, "section": [inner]}

    assert [(section.title, section.text) for section in sections_in({"section": [outer]})] == [
        ("Outer", "a"),
        ("Inner", "b"),
    ]
