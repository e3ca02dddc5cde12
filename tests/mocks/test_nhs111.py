"""NHS 111's message: whole, in three habits, and broken on purpose."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from cpcs_harness._content.mocks.nhs111 import NHS111, message
from cpcs_harness.errors import HarnessError
from cpcs_harness.mockkit.host import bind

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
HABITS = ("field", "strict", "tpp")


@pytest.fixture(params=HABITS)
def report(request, issued):
    return replace(issued.report, habits=request.param)


@pytest.fixture
def read(report):
    def read(damage=None):
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


def test_a_damaged_manifest_says_two(read):
    envelope = read("manifest-count").find("s:Body/itk:DistributionEnvelope", NS)

    assert attribute(envelope, "itk:header/itk:manifest", "count") == "2"
    assert attribute(envelope, "itk:payloads", "count") == "1"


def test_an_unknown_damage_is_the_harnesss_own_mistake(read):
    with pytest.raises(HarnessError, match="known: manifest-count"):
        read("explode")


def test_the_action_is_the_service(read, report):
    root = read()

    assert root.findtext("s:Header/a:Action", None, NS) == attribute(root, ".//itk:header", "service")
    assert root.findtext("s:Header/a:MessageID", None, NS) == report.message_id
    assert attribute(root, ".//itk:header", "trackingid") == report.tracking_id


def test_the_parts_of_the_envelopes_header_are_in_order(read):
    parts = [etree.QName(part).localname for part in read().find(".//itk:header", NS)]

    assert parts == ["addresslist", "auditIdentity", "manifest", "senderAddress", "handlingSpecification"]


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
        "authorization",
        "componentOf",
        "component",
    ]
    assert names == [name for name in expected if report.habits != "tpp" or name != "authorization"]


def test_the_patient_is_written_as_issued(read, report):
    role = read().find(".//h:recordTarget/h:patientRole", NS)
    person = report.person

    assert attribute(role, "h:id[@root='2.16.840.1.113883.2.1.4.1']", "extension") == person.nhs_number
    assert [part.text for part in role.find("h:patient/h:name", NS)] == [
        person.prefix,
        person.given,
        person.family,
    ]
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
    ("habits", "present", "absent"),
    [
        pytest.param("field", ["ReplyTo"], ["To", "From", "Security"], id="field"),
        pytest.param("strict", ["To", "Security"], ["From", "ReplyTo"], id="strict"),
        pytest.param("tpp", ["To", "From"], ["Security", "ReplyTo"], id="tpp"),
    ],
)
def test_headers_have_the_habits_of_the_sending_system(issued, habits, present, absent):
    root = etree.fromstring(message(replace(issued.report, habits=habits), ENDPOINT, NOW))

    names = {etree.QName(part).localname for part in root.find("s:Header", NS)}
    assert set(present) <= names
    assert not set(absent) & names


def test_the_strict_system_dates_its_message_for_a_quarter_of_an_hour(issued):
    root = etree.fromstring(message(replace(issued.report, habits="strict"), ENDPOINT, NOW))

    assert root.findtext(".//wsu:Created", None, NS) == "2026-07-01T12:00:00Z"
    assert root.findtext(".//wsu:Expires", None, NS) == "2026-07-01T12:15:00Z"
    assert root.findtext(".//wsse:Username", None, NS).startswith("CN=")


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
    ],
)
def test_prefixes_are_those_of_the_sending_system(issued, habits, expected):
    written = message(replace(issued.report, habits=habits), ENDPOINT, NOW)

    assert [part for part in expected if part not in written] == []


@pytest.mark.parametrize(
    ("habits", "expected"),
    [("field", "20260701130000+01"), ("strict", "20260701130000+0100"), ("tpp", "20260701130000")],
)
def test_times_are_londons_with_as_much_offset_as_the_system_gives(issued, habits, expected):
    report = replace(issued.report, habits=habits, created=NOW)

    root = etree.fromstring(message(report, ENDPOINT, NOW))

    assert attribute(root, ".//h:ClinicalDocument/h:effectiveTime", "value") == expected


@pytest.fixture(scope="module")
def candidate(nation):
    """A system that takes anything in; gives its address and what it was sent."""
    taken = []

    async def take(request):
        taken.append((dict(request.headers), await request.body()))
        return Response("<ok/>", media_type="text/xml")

    host, port = nation.host.serve("candidate", Starlette(routes=[Route("/itk", take, methods=["POST"])]))
    return f"http://{host}:{port}/itk", taken


def test_a_report_is_sent_and_recorded_with_its_answer(nation, candidate, issued, seen):
    endpoint, taken = candidate

    exchange = nation.nhs111.send(issued.report, endpoint)

    event = seen.last("nhs111", "send_report")
    headers, body = taken[-1]
    assert exchange == f"e{event['seq']}"
    assert (event["journey"], event["data"]["direction"]) == (issued.journey, "to-candidate")
    assert event["data"]["request"]["start"] == {"method": "POST", "target": endpoint}
    assert event["data"]["response"]["start"] == {"status": 200}
    assert seen.body(event) == body
    assert seen.body(event, "response") == b"<ok/>"
    assert headers["content-type"] == "text/xml"
    assert headers["soapaction"] == '"urn:nhs-itk:services:201005:SendNHS111Report-v2-0"'


def test_a_report_with_ids_of_its_own_marks_its_journey_too(nation, candidate, issued, world):
    again = replace(issued.report, document_id="A1B2C3D4-0000-4000-8000-000000000001")

    nation.nhs111.send(again, candidate[0], damage="manifest-count")

    assert world.register.match([again.document_id])[0] == issued.journey


def test_nobody_listening_is_recorded_and_not_raised(world, issued, seen):
    listener = bind("nobody", "127.0.0.1", 0)
    port = listener.getsockname()[1]
    listener.close()

    NHS111(world).send(issued.report, f"http://127.0.0.1:{port}/itk")

    event = seen.last("nhs111", "send_report")
    assert event["data"]["response"]["start"]["error"]
    assert event["journey"] == issued.journey


@pytest.mark.parametrize("endpoint", ["nowhere", "http://[", "ftp://127.0.0.1/itk"])
def test_an_address_that_is_none_is_recorded_and_not_raised(world, issued, seen, endpoint):
    NHS111(world).send(issued.report, endpoint)

    assert "error" in seen.last("nhs111", "send_report")["data"]["response"]["start"]
