"""A patient in a document is who they usually are, in whatever order names and addresses stand."""

from types import SimpleNamespace

import pytest
from lxml import etree

from cpcs_harness._content.conformance.gp_notification import test_document
from cpcs_harness.errors import NotMet
from cpcs_harness.formats.itk3 import Resource, entries, value
from made_up import SeenCall

PATIENT = '<Patient xmlns="http://hl7.org/fhir">{}</Patient>'


def name(family, use=""):
    return f'<name>{f"<use value={use!r}/>" if use else ""}<family value="{family}"/></name>'


@pytest.mark.parametrize(
    ("names", "family"),
    [
        ([name("Sedge")], "Sedge"),
        ([name("Sedge", "official")], "Sedge"),
        ([name("Reed", "maiden"), name("Sedge", "usual")], "Sedge"),
        ([name("Reed", "temp"), name("Rush", "nickname"), name("Sedge")], "Sedge"),
        ([name("Sedge", "usual"), name("Sedge-Reed", "official")], "Sedge-Reed"),
        ([name("Sedge", "official"), name("Reed", "official")], "Sedge"),
        ([name("Reed", "old")], ""),
        ([], ""),
    ],
)
def test_the_name_is_the_official_or_usual_one(names, family):
    patient = etree.fromstring(PATIENT.format("".join(names)))

    assert value(test_document.current(patient, "name", test_document.USUAL), "f:family") == family


@pytest.mark.parametrize(("uses", "postcode"), [(["temp", "home"], "2"), (["old", ""], "2"), (["work"], "")])
def test_the_address_is_the_home(uses, postcode):
    addresses = [
        f"<address>{f'<use value={use!r}/>' if use else ''}<postalCode value='{n}'/></address>"
        for n, use in enumerate(uses, 1)
    ]
    patient = etree.fromstring(PATIENT.format("".join(addresses)))

    assert value(test_document.current(patient, "address", test_document.HOME), "f:postalCode") == postcode


SUPPLY = """<Bundle xmlns="http://hl7.org/fhir">
<entry><fullUrl value="urn:uuid:d"/><resource><MedicationDispense/></resource></entry>
<entry><fullUrl value="urn:uuid:l"/><resource><List><entry><item><reference value="urn:uuid:d"/></item></entry></List>
</resource></entry></Bundle>"""
ENTRY = '<entry><reference value="{}"/></entry>'


@pytest.mark.parametrize(
    "inside",
    [
        ENTRY.format("urn:uuid:l"),
        ENTRY.format("urn:uuid:d"),
        f"<section>{ENTRY.format('urn:uuid:l')}</section>",
        "",
    ],
    ids=["the list", "the dispense", "a section within", "nowhere"],
)
def test_the_section_of_medicines_leads_to_what_was_handed_out_in_any_of_its_parts(inside):
    document = SimpleNamespace(
        document=entries(Resource("", etree.fromstring(SUPPLY))), call=SeenCall(id="e1", where="message 1")
    )
    section = etree.fromstring(f'<section xmlns="http://hl7.org/fhir">{inside}</section>')
    if inside:
        test_document.expect_led_to(document, section)
    else:
        with pytest.raises(NotMet, match="does not lead to"):
            test_document.expect_led_to(document, section)
