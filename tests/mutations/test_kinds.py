"""What a mutation makes of one value: another of the same form, and the rest of the message as it was."""

import json

import pytest
from lxml import etree

from mutations import in_json, in_mail, in_text, in_xml
from mutations.kinds import otherwise
from mutations.leaf import GONE, TWICE


@pytest.mark.parametrize(
    ("value", "other"),
    [
        (True, False),
        (2, 3),
        ("2026-11-28T21:49:42Z", "2026-11-29T21:49:42Z"),
        ("31/12/2026 at noon", "01/01/2027 at noon"),
        ("one inhaler twice daily", "one inhaler twice otherwise"),
        ("9999655661", "9999655662"),
        ("", "x"),
    ],
)
def test_a_value_becomes_another_of_its_form(value, other):
    assert otherwise(value) == other


def test_each_thing_in_json_is_changed_by_itself():
    body = json.dumps(
        {"item": [{"code": {"coding": [{"code": "28"}]}, "value": 3}], "status": "active"}
    ).encode()
    leaves = {leaf.place: leaf for leaf in in_json.leaves_of(body)}

    assert json.loads(leaves["item[28].value"].change(4))["item"][0]["value"] == 4
    assert "status" not in json.loads(leaves["status"].change(GONE))
    assert len(json.loads(leaves["item[28]"].change(TWICE))["item"]) == 2
    assert leaves["status"].change(TWICE) is None


def test_each_thing_in_xml_is_changed_by_itself():
    leaves = {leaf.place: leaf for leaf in in_xml.leaves_of(b'<a><b value="1"/><c>words<d/></c></a>')}

    assert etree.fromstring(leaves["b/@value"].change("2")).find("b").get("value") == "2"
    assert etree.fromstring(leaves["c/text()"].change("other")).find("c").text == "other"
    assert etree.fromstring(leaves["c"].change(GONE)).find("c") is None
    assert len(etree.fromstring(leaves["c"].change(TWICE)).findall("c")) == 2


def test_each_line_of_a_text_is_called_by_its_heading_and_label():
    leaves = {
        leaf.place: leaf for leaf in in_text.leaves("Patient\nName: Ann Lee\nBorn: 1950\n\nAdvice\nRest\n")
    }

    assert set(leaves) == {"Patient/line", "Patient/Name", "Patient/Born", "Advice/line"}
    assert "Name: Ben\n" in leaves["Patient/Name"].change("Ben")
    assert "Born" not in leaves["Patient/Born"].change(GONE)


def test_headers_and_texts_of_an_email_are_changed_by_themselves():
    body = b"From: a@nhs.net\nTo: b@nhs.net\nSubject: S\nContent-Type: text/plain\n\nPatient\nName: Ann\n"
    leaves = {leaf.place: leaf for leaf in in_mail.leaves_of(body)}

    assert b"To: c@nhs.net" in leaves["To"].change("c@nhs.net")
    assert b"Name: Ben" in leaves["text/Patient/Name"].change("Ben")
    assert b"Subject" not in leaves["Subject"].change(GONE)
