"""The text of the bundle that the 111 Adaptor publishes: the document's own markup, as plain text."""

import html
import re

import pytest

from cpcs_harness._content.mocks.adaptor.text import markup
from cpcs_harness.errors import HarnessError
from cpcs_harness.people.model import Section
from fhir_bundles import sole

HARD = (
    Section("Table", "drug\tdose\nVentolin\t2 puffs", "table", (Section("Inside", "a < b & c"),)),
    Section("List", "one\ntwo", "list"),
    Section("Notes", "text\nfirst note", "footnotes"),
    Section("Bold", "Headline\nbelow", "bold"),
    Section("Cdata", "x < y", "cdata"),
)


def test_text_shows_the_documents_markup_and_reads_as_the_report_once_that_is_undone(made, issued):
    first, last = sole(made(), "Composition")["section"]

    assert [section["title"] for section in first["section"]] == [one.title for one in issued.report.sections]
    assert [undone(section) for section in first["section"]] == [one.text for one in issued.report.sections]
    assert any("&lt;br/&gt;" in section["text"]["div"] for section in first["section"])
    assert last["title"] == "ReferralRequest"


def test_a_section_inside_another_stays_inside(made):
    table = sole(made(sections=HARD), "Composition")["section"][0]["section"][0]

    (inside,) = table["section"]
    assert (inside["title"], undone(inside)) == ("Inside", "a < b & c")


def undone(section):
    """Undo what the adaptor does to text: one layer of escapes for XHTML, tags, and one for the document."""
    inner = html.unescape(re.fullmatch(r"<div [^>]*>(.*)</div>", section["text"]["div"], re.DOTALL)[1])
    return html.unescape(re.sub(r"<[^>]*>", "", inner.replace("<br/>", "\n")))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("lines", "a&lt;b\tc<br/>d"),
        ("cdata", "a&lt;b\tc<br/>d"),
        ("table", "<table><tbody><tr><td>a&lt;b</td><td>c</td></tr><tr><td>d</td></tr></tbody></table>"),
        ("list", "<list><item>a&lt;b\tc</item><item>d</item></list>"),
        ("bold", '<content styleCode="bold">a&lt;b\tc</content><br/>d'),
        ("footnotes", "a&lt;b\tc<footnote>d</footnote>"),
    ],
)
def test_marked_up_text_keeps_the_documents_tags(written, expected):
    assert markup(Section("T", "a<b\tc\nd", written)) == expected


def test_an_unknown_markup_is_the_harnesss_own_mistake():
    with pytest.raises(HarnessError, match="no markup 'blink'"):
        markup(Section("T", "text", "blink"))


@pytest.mark.parametrize(
    ("section", "written"),
    [
        (
            Section("T", "cap\nA\tB\n1\t< 2", "headed"),
            "<table><caption>cap</caption><thead><tr><th>A</th><th>B</th></tr></thead>"
            "<tbody><tr><td>1</td><td>&lt; 2</td></tr></tbody></table>",
        ),
        (Section("R", "10⁹/L of CO₂", "raised"), "10<sup>9</sup>/L of CO<sub>2</sub>"),
        (
            Section("L", "see\nhttps://x.example/?a&b\tHow & why", "links"),
            'see<br/><linkHtml href="https://x.example/?a&amp;b">How &amp; why</linkHtml>',
        ),
    ],
)
def test_heads_raised_figures_and_links_are_marked_up_as_in_the_document(section, written):
    assert markup(section) == written
