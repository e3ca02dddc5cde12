"""A patient in a document is who they usually are, in whatever order names and addresses stand."""

import pytest
from lxml import etree

from cpcs_harness._content.conformance.gp_notification import test_document
from cpcs_harness.formats.itk3 import value

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
