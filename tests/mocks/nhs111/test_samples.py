"""Our messages against three that were published: the same skeleton, the same namespaces, the same roots of ids."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree

from checkout import SHARED
from cpcs_harness._content.mocks.nhs111.sender import message

SAMPLES = SHARED / "samples" / "nhs111"
NS = {"itk": "urn:nhs-itk:ns:201005", "h": "urn:hl7-org:v3", "s": "http://schemas.xmlsoap.org/soap/envelope/"}
LOCAL = {"number": "zeros", "local_id": "LOC-86"}
PUBLISHED = {
    "adastra": ("adastra-itk-ooh-referral-dx86-itk-request.xml", {"habits": "field"} | LOCAL),
    "tpp": ("tpp-ooh-T6-skillset.xml", {"habits": "tpp"}),
    "emergency": (
        "primary-emergency-itk-request.xml",
        {"habits": "strict", "forms": ("service-dms",)} | LOCAL,
    ),
}
ALIKE = ("adastra", "tpp")
"""The third is no system's that a habit follows: only what is the same of all is compared with it."""


def pair(issued, which):
    """The published message, and ours with the same habits."""
    name, changes = PUBLISHED[which]
    if not (SAMPLES / name).is_file():
        pytest.skip(f"{name} is not there: shared/samples/nhs111 is absent")
    report = replace(issued.report, **changes)
    report = replace(report, forms=(*report.forms, "attachment"))
    ours = message(report, "https://pharmacy.example/itk", datetime(2026, 7, 1, 12, tzinfo=UTC))
    return etree.parse(SAMPLES / name).getroot(), etree.fromstring(ours)


def children(root, path):
    return [one.tag for one in root.find(path, NS)]


def once(names):
    return list(dict.fromkeys(names))


@pytest.mark.parametrize("which", ALIKE)
@pytest.mark.parametrize("path", ["s:Header", "s:Body/itk:DistributionEnvelope/itk:header"])
def test_headers_are_the_same_in_the_same_order(issued, which, path):
    published, ours = pair(issued, which)

    assert children(ours, path) == children(published, path)


@pytest.mark.parametrize("which", ALIKE)
def test_the_documents_elements_are_the_same_in_the_same_order(issued, which):
    published, ours = (once(children(one, ".//h:ClinicalDocument")) for one in pair(issued, which))

    assert ours == [one for one in published if not one.endswith("}informant")]  # the patient rang


@pytest.mark.parametrize("which", PUBLISHED)
@pytest.mark.parametrize(
    "path",
    [
        ".//h:assignedAuthor",
        ".//h:representedCustodianOrganization",
        ".//h:intendedRecipient/h:receivedOrganization",
        ".//h:observationMedia",
        ".//h:observationMedia//h:participantRole",
        ".//h:playingDevice",
    ],
)
def test_parts_of_the_document_are_made_of_the_same_elements(issued, which, path):
    published, ours = pair(issued, which)

    assert children(ours, path) == children(published, path)


@pytest.mark.parametrize("which", PUBLISHED)
@pytest.mark.parametrize("path", [".//h:ClinicalDocument", ".//h:patientRole", ".//h:encompassingEncounter"])
def test_what_both_have_is_in_the_same_order(issued, which, path):
    published, ours = (once(children(one, path)) for one in pair(issued, which))

    both = set(published) & set(ours)
    assert len(both) > 4
    assert [one for one in ours if one in both] == [one for one in published if one in both]


@pytest.mark.parametrize("which", ALIKE)
@pytest.mark.parametrize(
    "path",
    [
        ".//h:patientRole/h:id",
        ".//h:representedCustodianOrganization/h:id",
        ".//h:receivedOrganization/h:id",
        ".//h:encompassingEncounter/h:id",
    ],
)
def test_ids_have_the_same_roots_in_the_same_order(issued, which, path):
    published, ours = ([one.get("root") for one in root.findall(path, NS)] for root in pair(issued, which))

    assert ours == published


@pytest.mark.parametrize("which", ALIKE)
def test_namespaces_are_the_same(issued, which):
    published, ours = pair(issued, which)

    def spaces(root):
        return {etree.QName(one).namespace for one in root.iter(etree.Element)}

    assert spaces(ours) == spaces(published)
    declared = {prefix: uri for prefix, uri in published.nsmap.items() if prefix in ours.nsmap}
    assert ours.nsmap == declared


@pytest.mark.parametrize("which", PUBLISHED)
def test_templates_of_ours_are_among_the_published(issued, which):
    published, ours = (
        {one.get("extension") for one in root.iter("{urn:hl7-org:v3}templateId")}
        for root in pair(issued, which)
    )

    assert ours - published <= {
        "COCD_TP145201GB01#providerOrganization",  # not in each of them
        "COCD_TP146226GB02#Consent",
    }
