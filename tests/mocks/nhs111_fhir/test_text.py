"""The text of NHS 111's FHIR referral."""

from dataclasses import replace

import pytest
from lxml import etree

from cpcs_harness._content.mocks.nhs111_fhir.bundle import message_bundle
from cpcs_harness._content.mocks.nhs111_fhir.text import narrative
from cpcs_harness.errors import HarnessError
from cpcs_harness.people.model import Section
from fhir_bundles import sole

HARD = (
    Section(
        "Table", "drug\tdose\nVentolin\t2 puffs", "table", (Section("Inside", "<b>not bold</b> & more"),)
    ),
    Section("List", "one\ntwo", "list"),
    Section("Cdata", "x < y", "cdata"),
    Section("Notes", "text\nfirst note", "footnotes"),
    Section("Bold", "Headline\nbelow", "bold"),
    Section("Empty", ""),
)


def test_sections_hold_the_text_as_it_is_to_be_read(issued):
    sections = sole(message_bundle(issued.report), "Composition")["section"]

    assert [section["title"] for section in sections] == [each.title for each in issued.report.sections]
    assert [shown(section) for section in sections] == [each.text for each in issued.report.sections]


def test_a_section_inside_another_stays_inside(issued):
    sections = sole(message_bundle(replace(issued.report, sections=HARD)), "Composition")["section"]

    (inside,) = sections[0]["section"]
    assert (inside["title"], shown(inside)) == ("Inside", "<b>not bold</b> & more")
    assert "text" not in sections[-1]


def shown(section):
    """Read a narrative as a browser would, with a new line for each break."""
    div = etree.fromstring(section["text"]["div"])
    for line in div.iter("{http://www.w3.org/1999/xhtml}br"):
        line.tail = "\n" + (line.tail or "")
    return "".join(div.itertext())


@pytest.mark.parametrize(
    ("markup", "path", "expected"),
    [
        ("table", "//h:td", ["a<b", "c", "d", "e"]),
        ("list", "//h:li", ["a<b\tc", "d\te"]),
        ("footnotes", "//h:p", ["a<b\tc", "d\te"]),
        ("bold", "//h:b", ["a<b\tc"]),
    ],
)
def test_marked_up_text_is_marked_up_in_html(markup, path, expected):
    div = etree.fromstring(narrative(Section("T", "a<b\tc\nd\te", markup))["div"])

    assert [
        each.text for each in div.xpath(path, namespaces={"h": "http://www.w3.org/1999/xhtml"})
    ] == expected


def test_an_unknown_markup_is_the_harnesss_own_mistake():
    with pytest.raises(HarnessError, match="no markup 'blink'"):
        narrative(Section("T", "text", "blink"))
