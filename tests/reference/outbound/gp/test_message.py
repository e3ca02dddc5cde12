"""The urgent supply message is ITK3, FHIR STU3, and hangs together."""

import pytest
from lxml import etree

F = {"f": "http://hl7.org/fhir"}


@pytest.fixture
def message(pharmacy, nation) -> etree._Element:
    pharmacy.see("notify_gp", pharmacy.completed(dx="Dx86"))
    return etree.fromstring(nation.sent[0][1])


def values(element, path):
    return [found.get("value") for found in element.findall(path, F)]


def document(message):
    return message.find("f:entry/f:resource/f:Bundle", F)


def test_the_message_is_a_stu3_bundle(message):
    from fhir.resources.STU3.bundle import Bundle

    bundle = Bundle.model_validate_xml(etree.tostring(message))

    assert bundle.type == "message"
    assert bundle.entry[0].resource.get_resource_type() == "MessageHeader"
    inner = next(one.resource for one in bundle.entry if one.resource.get_resource_type() == "Bundle")
    kinds = [entry.resource.get_resource_type() for entry in inner.entry]
    assert kinds[0] == "Composition"
    assert kinds.count("MedicationDispense") == kinds.count("Medication") == 1


def test_elements_stand_in_the_order_of_stu3(message):
    from fhir.resources.STU3 import get_fhir_model_class

    resources = message.xpath("//f:resource/*", namespaces=F)
    for resource in [message, *resources]:
        order = get_fhir_model_class(etree.QName(resource).localname).elements_sequence()
        names = [etree.QName(child).localname for child in resource]
        places = [order.index(name) for name in names]
        assert places == sorted(places), etree.QName(resource).localname


def test_the_header_says_what_itk3_wants(message):
    header = message.find("f:entry/f:resource/f:MessageHeader", F)

    assert values(header, "f:event/f:code") == ["ITK010D"]
    assert values(header, "f:source/f:endpoint") == ["FA101OT001"]
    assert values(header, "f:focus/f:reference") == [
        f"urn:uuid:{document(message).find('f:id', F).get('value')}"
    ]
    parts = header.findall("f:extension/f:extension", F)
    assert [part.get("url") for part in parts] == [
        "BusAckRequested",
        "InfAckRequested",
        "RecipientType",
        "MessageDefinition",
        "SenderReference",
        "LocalExtension",
    ]
    assert values(header, "f:extension/f:extension/f:valueBoolean") == ["true", "true"]


def test_every_reference_resolves(message):
    for bundle in (message, document(message)):
        names = values(bundle, "f:entry/f:fullUrl")
        assert len(names) == len(set(names))
    known = set(values(message, ".//f:fullUrl"))
    wanted = set(values(message, ".//f:reference")) - set(values(message, ".//f:valueReference/f:reference"))
    assert wanted <= known


def test_the_document_says_what_was_supplied(message):
    dispense = message.find(".//f:MedicationDispense", F)

    assert values(dispense, "f:type/f:coding/f:code") == ["emergency-supply"]
    assert values(dispense, "f:quantity/f:value") == ["28"]
    assert values(dispense, "f:quantity/f:extension/f:valueString") == ["28 tablet"]
    assert values(dispense, "f:daysSupply/f:value") == ["7"]
    assert values(message, ".//f:Medication/f:code/f:coding/f:system") == ["http://snomed.info/sct"]
    text = " ".join(message.itertext())
    assert "Paracetamol 500mg tablets, quantity 28 tablet" in text
    assert "B86999" not in text


def test_the_mandatory_sections_stand_once(message):
    codes = values(message, ".//f:section/f:code/f:coding/f:code")

    assert all(codes.count(code) == 1 for code in ("886711000000101", "933361000000108", "886731000000109"))


def test_the_patient_is_the_one_of_pds(message):
    patient = message.find(".//f:Patient", F)

    assert values(patient, "f:identifier/f:value") == ["9990000018"]
    assert values(patient, "f:identifier/f:extension/f:valueCodeableConcept/f:coding/f:code") == ["01"]
    assert values(patient, "f:name/f:given") == ["Maeve", "Ann"]
    assert values(patient, "f:birthDate") == ["1984-02-29"]
