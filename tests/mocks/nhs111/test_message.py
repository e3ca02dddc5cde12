"""NHS 111's message, whole: what is the same in every habit, and what the habits differ in."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree

from cpcs_harness._content.mocks.nhs111.sender import message
from cpcs_harness.errors import HarnessError

NS = {
    "s": "http://schemas.xmlsoap.org/soap/envelope/",
    "a": "http://www.w3.org/2005/08/addressing",
    "itk": "urn:nhs-itk:ns:201005",
    "h": "urn:hl7-org:v3",
    "wsse": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
    "wsu": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
}
ENDPOINT = "https://pharmacy.example/itk"
NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
OID = "2.16.840.1.113883.2.1.3.2.4"
HABITS = ("field", "strict", "tpp", "cleric", "ic24", "online")


@pytest.fixture(params=HABITS)
def report(request, issued):
    return replace(issued.report, habits=request.param)


@pytest.fixture
def read(report):
    def read(damage=""):
        return etree.fromstring(message(report, ENDPOINT, NOW, damage))

    return read


def attribute(root, path, name):
    return root.find(path, NS).get(name)


def test_counts_and_ids_agree(read):
    envelope = read().find("s:Body/itk:DistributionEnvelope", NS)

    items, payloads = envelope.findall(".//itk:manifestitem", NS), envelope.findall(".//itk:payload", NS)
    assert attribute(envelope, "itk:header/itk:manifest", "count") == str(len(items)) == "1"
    assert attribute(envelope, "itk:payloads", "count") == str(len(payloads)) == "1"
    assert items[0].get("id") == payloads[0].get("id")


def test_an_unknown_damage_is_the_harnesss_own_mistake(read):
    with pytest.raises(HarnessError, match="'explode'; known: wrong-root, "):
        read("explode")


def test_an_unknown_form_is_the_harnesss_own_mistake(issued):
    with pytest.raises(HarnessError, match=r"\['explode'\]; known: service-dms, "):
        message(replace(issued.report, forms=("explode", "copies")), ENDPOINT, NOW)


def test_the_action_is_the_service(read, report):
    root = read()

    assert root.findtext("s:Header/a:Action", None, NS) == attribute(root, ".//itk:header", "service")
    message_id = report.tracking_id if report.habits == "cleric" else report.message_id
    assert root.findtext("s:Header/a:MessageID", None, NS) == message_id
    assert attribute(root, ".//itk:header", "trackingid") == report.tracking_id


def test_the_parts_of_the_envelopes_header_are_in_order(read, report):
    parts = [etree.QName(part).localname for part in read().find(".//itk:header", NS)]

    expected = ["addresslist", "auditIdentity", "manifest", "senderAddress", "handlingSpecification"]
    assert parts == [one for one in expected if report.habits != "online" or one != "senderAddress"]


def test_it_is_addressed_to_the_pharmacy_twice_over(read, report):
    addresses = {one.get("uri"): one.get("type") for one in read().findall(".//itk:address", NS)}

    assert addresses == {
        f"urn:nhs-uk:addressing:ods:{report.premises.ods}": None,
        report.premises.dos_service_id: f"{OID}.18.44",
    }


def test_the_elements_of_the_document_are_in_order(read, report):
    names = [etree.QName(part).localname for part in read().find(".//h:ClinicalDocument", NS)]

    expected = [
        "typeId",
        "messageType",
        "id",
        "code",
        "title",
        "effectiveTime",
        "confidentialityCode",
        "setId",
        "versionNumber",
        "recordTarget",
        "author",
        "custodian",
        "informationRecipient",
        "participant",
        "authorization",
        "componentOf",
        "component",
    ]
    left_out = {"authorization"} if report.habits == "tpp" else set()
    left_out |= set() if report.habits in ("cleric", "ic24") else {"participant"}
    assert names == [name for name in expected if name not in left_out]


def test_the_patient_is_written_as_issued(read, report):
    role = read().find(".//h:recordTarget/h:patientRole", NS)
    person = report.person

    assert attribute(role, "h:id[@root='2.16.840.1.113883.2.1.4.1']", "extension") == person.nhs_number
    prefix = [] if report.habits in ("ic24", "online") else [person.prefix]
    name = [part.text for part in role.find("h:patient/h:name", NS)]
    assert name == [*prefix, person.given, person.family]
    assert attribute(role, "h:patient/h:birthTime", "value") == person.birth_date.strftime("%Y%m%d")
    assert (
        attribute(role, "h:patient/h:administrativeGenderCode", "code")
        == {"male": "1", "female": "2"}[person.gender]
    )
    telephones = {one.get("use"): one.get("value") for one in role.findall("h:telecom", NS)}
    assert telephones == {
        "H": "tel:" + person.home_telephone.replace(" ", ""),
        "EC": "tel:" + person.callback.replace(" ", ""),
    }
    assert role.findtext("h:addr[@use='H']/h:postalCode", None, NS) == person.postcode
    assert attribute(role, "h:providerOrganization/h:id", "extension") == person.practice.ods
    assert role.findtext("h:providerOrganization/h:name", None, NS) == person.practice.name


def test_case_disposition_and_sender_are_written_as_issued(read, report):
    root = read()
    encounter = root.find(".//h:encompassingEncounter", NS)

    assert attribute(encounter, f"h:id[@root='{OID}.18.34']", "extension") == report.case_reference
    assert attribute(encounter, f"h:id[@root='{OID}.18.35']", "extension") == report.case_id
    assert attribute(encounter, "h:dischargeDispositionCode", "code") == report.disposition_code
    assert attribute(encounter, "h:dischargeDispositionCode", "displayName") == report.disposition_text
    assert attribute(root, ".//h:representedCustodianOrganization/h:id", "extension") == report.sender_ods
    assert attribute(root, ".//h:receivedOrganization/h:id", "extension") == report.premises.ods


def test_sections_hold_the_text_with_a_break_for_each_new_line(read, report):
    sections = read().findall(".//h:structuredBody/h:component/h:section/h:component/h:section", NS)

    written = [
        (section.findtext("h:title", None, NS), "".join(_plain(section.find("h:text", NS))))
        for section in sections
    ]
    assert written == [(section.title, section.text) for section in report.sections]


def _plain(text):
    yield text.text or ""
    for part in text:
        yield "\n" if etree.QName(part).localname == "br" else (part.text or "")


def test_each_templated_part_names_its_template_twice(read):
    root = read()
    local = "{NPFIT:HL7:Localisation}contentId"

    for content in root.iter(local):
        templates = [one.get("extension") for one in content.getparent().iter("{urn:hl7-org:v3}templateId")]
        assert content.get("extension") in templates


@pytest.mark.parametrize(
    ("habits", "expected"),
    [
        pytest.param("field", ["Action", "MessageID", "ReplyTo"], id="field"),
        pytest.param("strict", ["MessageID", "Action", "To", "Security"], id="strict"),
        pytest.param("tpp", ["MessageID", "Action", "To", "From"], id="tpp"),
        pytest.param("cleric", ["MessageID", "Action", "To", "Security"], id="cleric"),
        pytest.param("ic24", ["Action", "MessageID", "To", "ReplyTo"], id="ic24"),
        pytest.param("online", ["Security", "MessageID", "Action", "To", "ReplyTo"], id="online"),
    ],
)
def test_headers_have_the_habits_of_the_sending_system(issued, habits, expected):
    root = etree.fromstring(message(replace(issued.report, habits=habits), ENDPOINT, NOW))

    assert [etree.QName(part).localname for part in root.find("s:Header", NS)] == expected


@pytest.mark.parametrize(
    ("habits", "expires", "username", "timestamp"),
    [
        ("strict", "2026-07-01T12:15:00Z", "CN={ods}.oneoneone.nhs.uk", "TS-{message}"),
        ("cleric", "2026-07-01T12:15:00Z", "CN={ods}.oneoneone.nhs.uk", "TS-{message}"),
        ("online", "2026-07-01T12:05:00.000Z", "none", "D6CD5232-14CF-11DF-9423-1F9A910D4703"),
    ],
)
def test_a_dated_message_says_until_when_and_from_whom(issued, habits, expires, username, timestamp):
    report = replace(issued.report, habits=habits)

    security = etree.fromstring(message(report, ENDPOINT, NOW)).find("s:Header/wsse:Security", NS)

    assert security.findtext(".//wsu:Created", None, NS).startswith("2026-07-01T12:00:00")
    assert security.findtext(".//wsu:Expires", None, NS) == expires
    assert security.findtext(".//wsse:Username", None, NS) == username.format(ods=report.sender_ods)
    named = timestamp.format(message=report.message_id)
    assert attribute(security, "wsu:Timestamp", f"{{{NS['wsu']}}}Id") == named


@pytest.mark.parametrize(
    ("habits", "expected"),
    [
        pytest.param(
            "field", [b"<s:Envelope", b'<DistributionEnvelope xmlns="urn:nhs-itk:ns:201005"'], id="field"
        ),
        pytest.param("strict", [b"<soap:Envelope", b"<itk:DistributionEnvelope>"], id="strict"),
        pytest.param(
            "tpp",
            [b'xmlns:itk="urn:nhs-:ns:201005"', b'<itk:DistributionEnvelope xmlns:itk="urn:nhs-itk'],
            id="tpp",
        ),
        pytest.param(
            "cleric",
            [b'wssecurityutility-1.0.xsd"', b'wssecurity-utility-1.0.xsd"', b"<itk:DistributionEnvelope>"],
            id="cleric",
        ),
        pytest.param("ic24", [b"<s:Envelope", b"<a:To>"], id="ic24"),
        pytest.param(
            "online",
            [b"<ns2:DistributionEnvelope", b"<ns3:messageType", b"<ClinicalDocument ", b"<Action xmlns="],
            id="online",
        ),
    ],
)
def test_prefixes_are_those_of_the_sending_system(issued, habits, expected):
    written = message(replace(issued.report, habits=habits), ENDPOINT, NOW)

    assert [part for part in expected if part not in written] == []


@pytest.mark.parametrize(
    ("habits", "expected"),
    [
        ("field", "20260701130000+01"),
        ("strict", "20260701130000+0100"),
        ("tpp", "20260701130000"),
        ("cleric", "20260701130000+0100"),
        ("ic24", "20260701130000+0100"),
        ("online", "20260701130000+0100"),
    ],
)
def test_times_are_londons_with_as_much_offset_as_the_system_gives(issued, habits, expected):
    report = replace(issued.report, habits=habits, created=NOW)

    root = etree.fromstring(message(report, ENDPOINT, NOW))

    assert attribute(root, ".//h:ClinicalDocument/h:effectiveTime", "value") == expected
