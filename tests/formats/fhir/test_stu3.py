"""The elements of FHIR STU3: the table is as its models say, and what is not in it is named with where it stands."""

import pytest
from lxml import etree

from cpcs_harness.formats.fhir.stu3 import TABLE, as_text, compiled, unknown_elements

HEAD = '<Bundle xmlns="http://hl7.org/fhir"><type value="document"/><entry><resource>'
TAIL = "</resource></entry></Bundle>"
DIV = '<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>Any <b>words</b></p></div></text>'


def unknown(resource):
    return unknown_elements(etree.fromstring(f"{HEAD}{resource}{TAIL}"))


def test_the_table_is_as_the_models_say():
    assert TABLE.read_text("utf-8") == as_text(compiled())


@pytest.mark.parametrize(
    "resource",
    [
        f'<List><id value="1"/>{DIV}<status value="current"/><date value="2026-01-01"/></List>',
        '<Patient><extension url="u"><valueCodeableConcept><coding><code value="01"/></coding></valueCodeableConcept>'
        '</extension><birthDate value="1980-01-01"><extension url="t"><valueTime value="09:00:00"/></extension>'
        "</birthDate></Patient>",
        '<MedicationDispense><contained><Medication><code><text value="m"/></code></Medication></contained>'
        '<medicationReference><reference value="#m"/></medicationReference></MedicationDispense>',
        "<!-- a comment --><Basic/>",
    ],
)
def test_what_stu3_has_is_not_named(resource):
    assert unknown(resource) == []


@pytest.mark.parametrize(
    ("resource", "named"),
    [
        ('<List><dat value="2026-01-01"/></List>', "Bundle.entry.resource.List.dat"),
        ('<List xmlns="urn:other"/>', "Bundle.entry.resource.List"),
        ("<Lists/>", "Bundle.entry.resource.Lists"),
        ('<Period><start value="2026"/></Period>', "Bundle.entry.resource.Period"),
        (
            '<Patient><gender value="male"><value/></gender></Patient>',
            "Bundle.entry.resource.Patient.gender.value",
        ),
        (
            "<Patient><contained><Ptient/></contained></Patient>",
            "Bundle.entry.resource.Patient.contained.Ptient",
        ),
        ('<Encounter><reasonCode value="x"/></Encounter>', "Bundle.entry.resource.Encounter.reasonCode"),
    ],
)
def test_what_it_has_not_is_named_with_where_it_stands(resource, named):
    assert unknown(resource) == [named]
