"""The text of a report: every way of marking it up reads as what was to be said."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree

from cpcs_harness._content.mocks.nhs111.sender import message
from cpcs_harness.people.model import Section

NS = {"h": "urn:hl7-org:v3"}
HARD = "5\u00a0mg <b>not bold</b> &amp; \U0001f642 \u05e9\u05dc\u05d5\u05dd"
_ENDS = {"tr": "\n", "item": "\n", "td": "\t"}


@pytest.fixture
def sent(issued):
    """Gives the sections of the journey's report as they are sent."""

    def sent(*sections, forms=()):
        report = replace(issued.report, sections=sections, forms=forms)
        written = message(report, "https://pharmacy.example/itk", datetime(2026, 7, 1, tzinfo=UTC))
        body = etree.fromstring(written).find(".//h:structuredBody/h:component/h:section", NS)
        return written, body

    return sent


def spoken(text):
    """A text as a person reads it: a line for each break, row and item, cells by tabs."""

    def parts(element):
        name = etree.QName(element).localname
        yield "\n" if name == "br" else (element.text or "")
        for inner in element:
            yield from parts(inner)
            yield inner.tail or ""
        yield _ENDS.get(name, "")

    return "".join(parts(text)).replace("\t\n", "\n").strip("\n")


def texts(body):
    return [spoken(text) for text in body.iterfind(".//h:text", NS)]


@pytest.mark.parametrize("markup", ["lines", "bold", "table", "list", "cdata", "footnotes"])
@pytest.mark.parametrize("text", ["One line", f"First\n{HARD}\nlast", ""], ids=["one", "three", "none"])
def test_every_markup_reads_as_what_was_to_be_said(sent, markup, text):
    _, body = sent(Section("Said", text, markup))

    assert texts(body) == [text]


@pytest.mark.parametrize("text", ["One", f"First of\n{HARD}\nlast"], ids=["one", "three"])
def test_nested_markup_reads_the_same(sent, text):
    _, body = sent(Section("Said", text), forms=("nested-markup",))

    assert texts(body) == [text]
    assert body.find(".//h:text/h:paragraph/h:content/h:content/h:content", NS) is not None


def test_a_table_has_rows_and_cells(sent):
    _, body = sent(Section("Seen", "Reading\tValue\nPulse\t88", "table"))

    rows = body.findall(".//h:table/h:tbody/h:tr", NS)
    assert [[cell.text for cell in row] for row in rows] == [["Reading", "Value"], ["Pulse", "88"]]


@pytest.mark.parametrize(
    ("markup", "path"),
    [
        ("list", "h:list/h:item"),
        ("bold", "h:content[@styleCode='bold']"),
        ("footnotes", "h:footnote"),
        ("cdata", "h:content"),
    ],
)
def test_a_markup_has_the_elements_of_its_name(sent, markup, path):
    _, body = sent(Section("Said", "First\nsecond\nthird", markup))

    found = [one.text for one in body.findall(f".//h:text/{path}", NS)]
    assert found == (["second", "third"] if markup == "footnotes" else ["First", "second", "third"])


def test_footnotes_are_referred_to_by_ids_that_occur_once(sent):
    section = Section("Said", "First\nsecond\nthird", "footnotes")
    _, body = sent(section, replace(section, title="Again"))

    notes = [one.get("ID") for one in body.iterfind(".//h:footnote", NS)]
    assert [one.get("IDREF") for one in body.iterfind(".//h:footnoteRef", NS)] == notes
    assert len(set(notes)) == len(notes) == 4


def test_character_data_stands_in_the_message_as_it_is(sent):
    written, body = sent(Section("Said", "<b> & ]]> end", "cdata"))

    assert b"<![CDATA[<b> & ]]" in written
    assert texts(body) == ["<b> & ]]> end"]


def test_sections_within_sections_are_one_level_deeper_each(sent):
    inner = Section("B", "b", inside=(Section("C", "c"),))
    _, body = sent(Section("A", "a", inside=(inner, Section("D", "d"))), Section("E", "e"))

    read = [
        (one.find("h:templateId", NS).get("extension")[-8:], one.findtext("h:title", None, NS))
        for one in body.iterfind(".//h:section", NS)
    ]
    assert read == [
        ("Section1", "A"),
        ("section2", "B"),
        ("section3", "C"),
        ("section2", "D"),
        ("Section1", "E"),
    ]
    assert texts(body) == ["a", "b", "c", "d", "e"]


def test_special_patient_notes_are_coded(sent):
    _, body = sent(Section("Special Patient Notes", "Dog bites"), Section("Advice Given", "Rest"))

    coded = [(one.get("code"), one.getparent().findtext("h:title", None, NS)) for one in body.iter("{*}code")]
    assert coded == [("SPN", "Special Patient Notes")]
