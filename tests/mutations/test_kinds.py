"""What a mutation makes of one value: another of the same form, and the rest of the message as it was."""

import json
from types import SimpleNamespace

import pytest
from lxml import etree

from cpcs_harness.judging.views import ExchangeView
from cpcs_harness.judging.views.exchange import MessageView
from mutations import in_json, in_mail, in_text, in_xml
from mutations.added import Addition
from mutations.kinds import otherwise
from mutations.leaf import BESIDE, GONE, TWICE
from mutations.listed import Listed
from mutations.mutation import Mutation
from mutations.named import Named, named_in


@pytest.mark.parametrize(
    ("value", "other"),
    [
        (True, False),
        (2, 3),
        ("2026-11-28T21:49:42Z", "2027-01-07T21:49:42Z"),
        ("31/12/2026 at noon", "09/02/2027 at noon"),
        ("one inhaler twice daily", "one inhaler twice otherwise"),
        ("9999655661", "9999655662"),
        ("Mr Jean-Luc Peverell", "Mr Jean-Luc Otherwise"),
        ("Alder Pharmacy, 01632 960901", "Alder Pharmacy, 01632 960902"),
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
    beside = json.loads(leaves["item[28]"].change(BESIDE))["item"]
    assert beside == [
        {"code": {"coding": [{"code": "28"}]}, "value": 3},
        {"code": {"coding": [{"code": "29"}]}, "value": 4},
    ]


def test_each_thing_in_xml_is_changed_by_itself():
    leaves = {leaf.place: leaf for leaf in in_xml.leaves_of(b'<a><b value="1"/><c>words<d/></c></a>')}

    assert etree.fromstring(leaves["b/@value"].change("2")).find("b").get("value") == "2"
    assert etree.fromstring(leaves["c/text()"].change("other")).find("c").text == "other"
    assert etree.fromstring(leaves["c"].change(GONE)).find("c") is None
    assert len(etree.fromstring(leaves["c"].change(TWICE)).findall("c")) == 2
    beside = etree.fromstring(leaves["b/@value"].change(BESIDE)).findall("b")
    assert [one.get("value") for one in beside] == ["1", "2"]
    assert leaves["b/@value"].change(TWICE) is not None


def test_each_line_of_a_text_is_called_by_its_heading_and_label():
    leaves = {
        leaf.place: leaf for leaf in in_text.leaves("Patient\nName: Ann Lee\nBorn: 1950\n\nAdvice\nRest\n")
    }

    assert set(leaves) == {"Patient/line", "Patient/Name", "Patient/Born", "Advice/line"}
    assert "Name: Ben\n" in leaves["Patient/Name"].change("Ben")
    assert "Born" not in leaves["Patient/Born"].change(GONE)
    assert "Born: 1950\nBorn: 1951\n" in leaves["Patient/Born"].change(BESIDE)


def test_headers_and_texts_of_an_email_are_changed_by_themselves():
    body = b"From: a@nhs.net\nTo: b@nhs.net\nSubject: S\nContent-Type: text/plain\n\nPatient\nName: Ann\n"
    leaves = {leaf.place: leaf for leaf in in_mail.leaves_of(body)}

    assert b"To: c@nhs.net" in leaves["To"].change("c@nhs.net")
    assert b"Name: Ben" in leaves["text/Patient/Name"].change("Ben")
    assert b"Subject" not in leaves["Subject"].change(GONE)


DOCUMENT = b"""<Bundle xmlns="http://hl7.org/fhir"><Patient><id value="1"/><name><family value="Lee"/></name>
<generalPractitioner><reference value="urn:uuid:7"/></generalPractitioner></Patient>
<Organization><id value="8"/><identifier><value value="FA101"/></identifier></Organization>
<Organization><id value="7"/><identifier><value value="Y12345"/></identifier></Organization>
<section><code><coding><code value="99"/></coding></code><div><p>Born: 1950</p><p>Rest</p></div></section></Bundle>"""


def test_places_are_called_by_their_part_and_not_by_whom_they_are_about():
    places = {leaf.place for leaf in in_xml.leaves_of(DOCUMENT)}

    assert {
        "Organization[pharmacy]/identifier/value/@value",
        "Organization[practice]/identifier/value/@value",
    } <= places
    assert {"section[99]/div/p[Born]/text()", "section[99]/div/p/text()"} <= places


def sent(media, body):
    held = SimpleNamespace(body=None, start={}, headers=[("content-type", media)])
    view = ExchangeView.__new__(ExchangeView)
    view.id, view._request = "x1", MessageView(SimpleNamespace(body=lambda _: body), held)
    return view


MAIL = b"From: a@nhs.net\nContent-Type: text/plain\n\nPatient\n"
OTHER = '<gender value="other"/>'


@pytest.mark.parametrize(
    ("media", "body", "at", "put", "said"),
    [
        (
            "application/fhir+xml",
            DOCUMENT,
            ".//Patient",
            '<gender value="other"/>',
            b'<gender value="other"/></Patient>',
        ),
        ("application/fhir+json", b'{"item": []}', "item", {"value": 7}, b'{"item": [{"value": 7}]}'),
        ("application/fhir+json", b'{"item": []}', "", {"total": 7}, b'{"item": [], "total": 7}'),
        (
            "message/rfc822",
            b"From: a@nhs.net\nContent-Type: text/plain\n\nPatient\n",
            "",
            "Allergic",
            b"Patient\nAllergic\n",
        ),
    ],
)
def test_what_nobody_recorded_is_put_where_it_is_to_stand(media, body, at, put, said):
    addition = Addition("it", "mys *", at, put)

    [(leaf, value)] = addition.within("mys submit_claim", [sent(media, body)])

    assert said in leaf.change(value).request.body
    assert list(addition.within("mesh send_message", [sent(media, body)])) == []


def test_an_addition_without_its_place_is_none():
    [nowhere] = [Addition("it", "*", "entry.3", {})]

    assert list(nowhere.within("mys", [sent("application/json", b'{"entry": []}')])) == []


def test_what_a_text_names_is_what_is_asked_for_and_what_is_right_where_it_is():
    every = [
        Mutation("mys", place, kind, ())
        for place in ("a[1].b", "c")
        for kind in ("left out", "otherwise", "twice")
    ]
    named = [Named("X-01", "m*", "a[*].b", True), Named("X-02", "mys", "c", False)]

    assert [(one.place, one.kind) for one, _ in named_in(named, every)] == [
        ("a[1].b", "left out"),
        ("a[1].b", "otherwise"),
        ("c", "otherwise"),
    ]
    assert Listed("m*", ("c",), ("twice",), "why").has("mys", "c", "twice")
    assert not Listed("m*", ("c",), ("twice",), "why").has("mys", "c", "otherwise")
