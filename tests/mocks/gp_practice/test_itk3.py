"""A practice's referral as an ITK3 message: header and bundles by the published rules, content as modelled."""

import re
from dataclasses import replace

import pytest
from fhir.resources.STU3 import get_fhir_model_class
from fhir.resources.STU3.bundle import Bundle
from lxml import etree

from cpcs_harness._content.mocks.gp_practice.itk3 import DAMAGES, message

NS = {"f": "http://hl7.org/fhir", "h": "http://www.w3.org/1999/xhtml"}
HEADER = "f:entry/f:resource/f:MessageHeader"
DOCUMENT = "f:entry/f:resource/f:Bundle"


@pytest.fixture(scope="module")
def referral(admit):
    return replace(admit().gp_referral, complaint="First <line> & second\nof it", medicine="")


@pytest.fixture
def bundle(referral):
    return etree.fromstring(message(referral))


def value(node, path):
    found = node.find(path, NS)
    return None if found is None else found.get("value")


def values(node, path):
    return [found.get("value") for found in node.findall(path, NS)]


def kinds(bundle):
    return [etree.QName(found[0]).localname for found in bundle.findall("f:entry/f:resource", NS)]


def test_the_message_bundle_has_header_organisations_and_document(bundle, referral):
    assert value(bundle, "f:type") == "message"
    assert value(bundle, "f:identifier/f:value") == referral.bundle_id.lower()
    assert kinds(bundle) == ["MessageHeader", "Organization", "Organization", "Bundle"]


def test_the_header_holds_what_itk3_asks_of_it(bundle, referral):
    header = bundle.find(HEADER, NS)

    assert value(header, "f:id") == referral.message_id.lower()
    assert value(header, "f:event/f:system") == "https://fhir.nhs.uk/STU3/CodeSystem/ITK-MessageEvent-2"
    assert value(header, "f:event/f:code") == "ITK-CPCS-REF"
    assert value(header, "f:event/f:display")
    assert value(header, "f:source/f:endpoint") == referral.person.practice.mailbox
    for forbidden in (
        "destination",
        "enterer",
        "author",
        "responsible",
        "reason",
        "response",
        "source/f:name",
    ):
        assert header.find(f"f:{forbidden}", NS) is None
    organisations = {
        value(entry, "f:fullUrl"): value(entry, "f:resource/f:Organization/f:identifier/f:value")
        for entry in bundle.findall("f:entry", NS)
    }
    assert organisations[value(header, "f:sender/f:reference")] == referral.person.practice.ods
    assert organisations[value(header, "f:receiver/f:reference")] == referral.premises.ods


@pytest.mark.parametrize("business", [True, False])
@pytest.mark.parametrize("infrastructure", [True, False])
def test_the_handling_says_what_is_asked_for(referral, business, infrastructure):
    asked = replace(referral, wants_business=business, wants_infrastructure=infrastructure)

    handling = etree.fromstring(message(asked)).find(f"{HEADER}/f:extension", NS)

    parts = {part.get("url"): part[0] for part in handling.findall("f:extension", NS)}
    assert handling.get("url").endswith("Extension-ITK-MessageHandling-2")
    assert list(parts) == [
        "BusAckRequested",
        "InfAckRequested",
        "RecipientType",
        "MessageDefinition",
        "SenderReference",
        "LocalExtension",
    ]
    assert parts["BusAckRequested"].get("value") == str(business).lower()
    assert parts["InfAckRequested"].get("value") == str(infrastructure).lower()
    assert (value(parts["RecipientType"], "f:code"), value(parts["RecipientType"], "f:display")) == (
        "FA",
        "For Action",
    )
    assert value(parts["MessageDefinition"], "f:reference").startswith("http://cpcs-harness.invalid/")
    assert parts["SenderReference"].get("value") == referral.reference
    assert parts["LocalExtension"].get("value") == "None"


def test_the_document_says_who_is_referred_and_why(bundle, referral):
    document = bundle.find(DOCUMENT, NS)

    person = referral.person
    assert value(document, "f:type") == "document"
    assert value(document, "f:meta/f:lastUpdated") == referral.created.isoformat()
    assert value(document, "f:identifier/f:value")
    assert kinds(document)[0] == "Composition"
    composition = document.find("f:entry/f:resource/f:Composition", NS)
    assert value(composition, "f:identifier/f:value") == referral.document_id.lower()
    assert value(composition, "f:type/f:coding/f:code") == "cpcs-minor-illness"
    assert value(composition, "f:type/f:coding/f:system").startswith("http://cpcs-harness.invalid/")
    patient = document.find("f:entry/f:resource/f:Patient", NS)
    assert value(patient, "f:identifier/f:value") == person.nhs_number
    assert value(patient, "f:identifier/f:extension/f:valueCodeableConcept/f:coding/f:code") == "01"
    assert (value(patient, "f:name/f:family"), value(patient, "f:birthDate")) == (
        person.family,
        person.birth_date.isoformat(),
    )
    assert value(patient, "f:telecom/f:value") == person.callback
    assert values(patient, "f:address/f:line") == list(person.address)


def test_the_sections_hold_what_was_written(bundle, referral):
    sections = bundle.findall(f"{DOCUMENT}/f:entry/f:resource/f:Composition/f:section", NS)

    texts = {
        value(one, "f:title"): "\n".join(p.text for p in one.findall("f:text/h:div/h:p", NS))
        for one in sections
    }
    assert texts == {
        "Presenting complaint": referral.complaint,
        "Relevant history": referral.history,
        "Notes": referral.notes,
    }


def test_an_urgent_medicine_has_a_type_and_a_section_of_its_own(referral):
    asked = replace(referral, service="urgent-medicine", medicine="Salbutamol")

    document = etree.fromstring(message(asked)).find(DOCUMENT, NS)

    assert value(document, ".//f:Composition/f:type/f:coding/f:code") == "cpcs-urgent-medicine"
    assert values(document, ".//f:Composition/f:section/f:title")[-1] == "Medicine"


def test_every_reference_resolves_and_no_address_is_given_twice(bundle):
    for part in (bundle, bundle.find(DOCUMENT, NS)):
        urls = values(part, "f:entry/f:fullUrl")
        assert len(set(urls)) == len(urls)
    urls = set(values(bundle, ".//f:fullUrl"))
    references = [one for one in values(bundle, ".//f:reference") if one.startswith("urn:uuid:")]
    assert len(references) == 9
    assert set(references) <= urls
    assert all(re.fullmatch("urn:uuid:[0-9a-f-]{36}", url) for url in urls)


def test_the_same_referral_is_written_the_same_again(referral):
    again = replace(referral, message_id=referral.message_id.replace("-", "-"))

    assert message(referral) == message(again)


def test_another_message_with_the_same_document_differs_in_its_wrapping_alone(referral):
    other = replace(
        referral,
        message_id="6F0C33C5-0000-4000-8000-000000000001",
        bundle_id="6F0C33C5-0000-4000-8000-000000000002",
    )

    first, second = (etree.fromstring(message(one)) for one in (referral, other))

    assert value(first, f"{HEADER}/f:id") != value(second, f"{HEADER}/f:id")
    assert etree.tostring(first.find(DOCUMENT, NS)) == etree.tostring(second.find(DOCUMENT, NS))


def test_elements_stand_in_the_order_of_stu3(bundle):
    for resource in [bundle, *bundle.xpath("//f:resource/*", namespaces=NS)]:
        kind = etree.QName(resource).localname
        order = get_fhir_model_class(kind).elements_sequence()
        places = [order.index(etree.QName(child).localname) for child in resource]
        assert places == sorted(places), kind


def test_other_peoples_models_of_stu3_take_it(bundle):
    Bundle.model_validate_xml(etree.tostring(bundle))


@pytest.mark.parametrize(
    ("damage", "path"),
    [
        ("no-header", HEADER),
        ("no-patient", ".//f:Patient"),
        ("no-focus", f"{HEADER}/f:focus"),
        ("flags-missing", ".//f:extension[@url='BusAckRequested']"),
    ],
)
def test_a_damage_takes_out_what_it_says(referral, bundle, damage, path):
    damaged = etree.fromstring(message(referral, damage))

    assert bundle.find(path, NS) is not None
    assert damaged.find(path, NS) is None


@pytest.mark.parametrize("damage", ["not-xml", "not-utf-8", "json"])
def test_what_is_not_xml_is_not(referral, damage):
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(message(referral, damage))


def test_each_title_has_an_entity_that_grows_without_end(referral):
    damaged = message(referral, "entities")

    assert damaged.count(b"&e9;") == damaged.count(b"<title value=") > 0
    with pytest.raises(etree.XMLSyntaxError, match="amplification"):
        etree.fromstring(damaged)


def test_an_unknown_recipient_is_named_in_place_of_the_pharmacy(referral):
    damaged = message(referral, "unknown-recipient-ods")

    assert referral.premises.ods.encode() not in damaged
    assert referral.person.practice.ods.encode() in damaged


def test_every_damage_changes_the_message(referral):
    assert len({message(referral, damage) for damage in ("", *DAMAGES)}) == len(DAMAGES) + 1
