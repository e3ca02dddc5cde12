"""The bundle that the played 111 Adaptor publishes: as documented, with its losses, and broken on purpose."""

import html
import json
import re
import socket
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fhir.resources.STU3.bundle import Bundle

from cpcs_harness._content.mocks.adaptor import broker as brokers
from cpcs_harness._content.mocks.adaptor.broker import Broker
from cpcs_harness._content.mocks.adaptor.bundle import bundle, destination
from cpcs_harness._content.mocks.adaptor.publisher import Adaptor, message
from cpcs_harness._content.mocks.adaptor.text import markup
from cpcs_harness.errors import HarnessError, UsageProblem
from cpcs_harness.mockkit.host import bind
from cpcs_harness.people.model import Caller, Parent, Section

NOW = datetime(2026, 7, 1, 12, 30, 15, 250000, tzinfo=UTC)
OID = "2.16.840.1.113883.2.1.3.2.4"
CARER = Caller("20", "Carer", "Pat Elms", "01632 960777")
HARD = (
    Section("Table", "drug\tdose\nVentolin\t2 puffs", "table", (Section("Inside", "a < b & c"),)),
    Section("List", "one\ntwo", "list"),
    Section("Notes", "text\nfirst note", "footnotes"),
    Section("Bold", "Headline\nbelow", "bold"),
    Section("Cdata", "x < y", "cdata"),
)
ORDER = [
    "MessageHeader", "Encounter", "Organization", "Practitioner", "Location", "Organization", "Location", "Patient",
    "Organization", "HealthcareService", "Location", "Organization", "ReferralRequest", "ProcedureRequest",
    "Composition", "Consent", "Condition", "Observation", "PractitionerRole", "Organization", "RelatedPerson",
    "Device", "List",
]  # fmt: skip
VARIANTS = {
    "plain": {},
    "online": {"sender": "online", "ended": False, "names_practice": False, "number": "absent"},
    "copy": {"interaction": "copy"},
    "second version": {"version": 2, "parent": Parent("A-1", "B-1", 1)},
    "a carer called": {"caller": CARER},
    "zeros": {"number": "zeros", "gender": "not specified", "birth_known": "month"},
    "hard text": {"sections": HARD},
    "no birth date": {"birth_known": "unknown", "gender": "unknown"},
}


def of_kind(found, kind):
    return [one["resource"] for one in found["entry"] if one["resource"]["resourceType"] == kind]


def one(found, kind):
    (resource,) = of_kind(found, kind)
    return resource


def by_id(found, reference):
    return next(one["resource"] for one in found["entry"] if one["fullUrl"] == reference["reference"])


def references(value):
    if isinstance(value, dict):
        yield from (inner for name, inner in value.items() if name == "reference" and isinstance(inner, str))
        for inner in value.values():
            yield from references(inner)
    if isinstance(value, list):
        for inner in value:
            yield from references(inner)


@pytest.fixture
def made(issued):
    def made(**changes):
        return bundle(replace(issued.report, **changes), NOW)

    return made


@pytest.fixture(params=VARIANTS.values(), ids=VARIANTS)
def variant(request, made):
    return made(**request.param)


def test_every_variant_is_valid_stu3(variant):
    parsed = Bundle.model_validate_json(json.dumps(variant))

    assert parsed.type == "message"
    assert type(parsed.entry[0].resource).__name__ == "MessageHeader"


def test_every_reference_leads_to_an_entry(variant):
    urls = [entry["fullUrl"] for entry in variant["entry"]]

    assert len(set(urls)) == len(urls)
    assert set(references(variant)) <= set(urls)


def test_entries_come_in_the_order_of_the_adaptors_own_results(made):
    assert [entry["resource"]["resourceType"] for entry in made()["entry"]] == ORDER


def test_an_online_report_has_the_entries_of_the_adaptors_own_online_result(made):
    caller = Caller("21", "Self", "", "07700 900999")
    found = made(sender="online", ended=False, names_practice=False, number="absent", caller=caller)

    assert len(found["entry"]) == 21


def test_version_set_and_message_are_told_and_the_documents_own_id_is_lost(made, issued):
    report = issued.report
    found = made(version=3)

    assert found["identifier"] == {"type": {"text": "ClinicalDocument VersionNumber"}, "value": "3"}
    assert one(found, "Composition")["identifier"]["value"] == report.set_id
    assert one(found, "MessageHeader")["id"] == report.message_id
    assert report.document_id not in json.dumps(found)


def test_a_newer_version_names_the_document_that_it_replaces(made):
    found = made(version=2, parent=Parent("OLD-DOCUMENT", "SET", 1))

    assert one(found, "Composition")["relatesTo"] == [
        {"code": "replaces", "targetIdentifier": {"use": "usual", "value": "OLD-DOCUMENT"}}
    ]


def test_the_header_says_what_it_is(made, issued):
    header = one(made(), "MessageHeader")

    assert header["event"]["code"] == "referral-1"
    assert header["source"]["name"] == "NHS 111 Adaptor"
    assert header["reason"]["coding"][0] == {
        "system": "urn:nhs-itk:ns:201005:interaction",
        "code": "urn:nhs-itk:interaction:primaryOutofHourRecipientNHS111CDADocument-v2-0",
    }


def test_a_copy_is_no_referral(made):
    found = made(interaction="copy")

    assert one(found, "MessageHeader")["event"]["code"] == "discharge-details-1"
    assert one(found, "Encounter")["type"] == [{"text": "111 Encounter Copy for Information"}]


@pytest.mark.parametrize(
    ("addressing", "suffix", "expected"),
    [
        ("ods+dos", "", "urn:nhs-uk:addressing:ods:FA101:DOSServiceID:2000090101"),
        ("dos+ods", "RPX02", "urn:nhs-uk:addressing:ods:FA101RPX02:DOSServiceID:2000090101"),
        ("ods", "", "urn:nhs-uk:addressing:ods:FA101"),
        ("dos", "", "urn:nhs-uk:addressing:DOSServiceID:2000090101"),
    ],
)
def test_the_destination_holds_what_the_envelope_held(world, issued, addressing, suffix, expected):
    premises = world.environment.premises[0]
    report = replace(issued.report, premises=premises, addressing=addressing, ods_suffix=suffix)

    assert destination(report) == expected
    assert one(bundle(report, NOW), "MessageHeader")["destination"] == [{"endpoint": expected}]


def test_of_several_recipients_the_first_is_the_destination_and_each_has_a_service(world, issued):
    ours, other = world.environment.premises
    report = replace(issued.report, premises=ours, also_to=(other,))
    found = bundle(report, NOW)

    assert f":ods:{other.ods}:" in one(found, "MessageHeader")["destination"][0]["endpoint"]
    services = of_kind(found, "HealthcareService")
    assert [service["name"] for service in services] == [other.name, ours.name]
    owners = [by_id(found, service["providedBy"]) for service in services]
    assert [owner["identifier"] for owner in owners] == [[{"value": other.ods}], [{"value": ours.ods}]]
    assert [by_id(found, each)["name"] for each in one(found, "ReferralRequest")["recipient"]] == [
        other.name,
        ours.name,
    ]


@pytest.mark.parametrize("changes", [{"addressing": "none"}, {"interaction": "nullify"}])
def test_what_the_adaptor_hands_on_to_nobody_is_the_harnesss_own_mistake(made, changes):
    with pytest.raises(HarnessError, match="the 111 Adaptor"):
        made(**changes)


def test_of_several_documents_the_one_written_last_is_handed_on(issued):
    report = issued.report
    later = replace(report, set_id="LATER", version=4, created=report.created + timedelta(hours=1))
    found = bundle(replace(report, interaction="repeat-caller", earlier=(later,)), NOW)

    assert one(found, "Composition")["identifier"]["value"] == "LATER"
    assert found["identifier"]["value"] == "4"
    assert one(found, "MessageHeader")["id"] == report.message_id


def test_times_are_utc(made):
    found = made(created=datetime.fromisoformat("2026-07-01T13:00:00+01:00"))

    assert one(found, "MessageHeader")["timestamp"] == "2026-07-01T12:00:00.000+00:00"
    assert one(found, "Encounter")["period"]["end"] == "2026-07-01T12:00:00+00:00"
    assert one(found, "ReferralRequest")["authoredOn"] == "2026-07-01T12:00:00+00:00"
    assert one(found, "Composition")["date"] == "2026-07-01T12:30:15+00:00"
    assert found["meta"]["lastUpdated"] == "2026-07-01T12:30:15.250+00:00"


def test_a_call_without_an_end_has_none(made):
    assert set(one(made(ended=False), "Encounter")["period"]) == {"start"}


def test_case_and_disposition_have_bare_object_identifiers_for_systems(made, issued):
    report = issued.report
    found = made()

    assert one(found, "Encounter")["identifier"] == [
        {"system": f"{OID}.18.34", "value": report.case_reference},
        {"system": f"{OID}.18.35", "value": report.case_id},
    ]
    assert one(found, "ProcedureRequest")["code"]["coding"] == [
        {
            "system": f"{OID}.17.325",
            "code": report.disposition_code,
            "display": report.disposition_text,
        }
    ]


def test_the_patient_keeps_the_prefix_of_numbers_and_loses_the_use_of_the_callback(made, issued):
    person = issued.person
    patient = one(made(local_id="LOCAL-1"), "Patient")

    assert patient["telecom"] == [
        {"system": "phone", "value": f"tel:{person.home_telephone.replace(' ', '')}", "use": "home"},
        {"system": "phone", "value": f"tel:{person.callback.replace(' ', '')}"},
    ]
    assert [each["value"] for each in patient["identifier"]] == [person.nhs_number]
    assert patient["birthDate"] == person.birth_date.isoformat()
    assert patient["address"][0]["line"] == list(person.address)


def test_the_callback_comes_once_more_as_an_emergency_contact(made, issued):
    contact = one(made(), "RelatedPerson")

    assert contact["relationship"]["coding"] == [
        {"system": "http://hl7.org/fhir/v2/0131", "code": "C", "display": "Emergency Contact"}
    ]
    assert contact["telecom"][0]["value"] == f"tel:{issued.person.callback.replace(' ', '')}"


def test_whoever_called_is_an_informant_with_a_relationship(made):
    found = made(caller=CARER)

    caller = by_id(found, one(found, "Encounter")["participant"][1]["individual"])
    assert [each["code"] for each in caller["relationship"]["coding"]] == ["20", "C"]
    assert caller["name"] == [{"text": "Pat Elms"}]
    assert caller["telecom"] == [{"system": "phone", "value": "tel:01632960777"}]


@pytest.mark.parametrize(
    ("number", "code", "length"),
    [
        ("verified", "01", 10),
        ("unverified", "02", 10),
        ("zeros", "02", 10),
        ("short", "02", 9),
        ("bad-check", "01", 10),
    ],
)
def test_of_the_status_of_a_number_one_or_two_is_left(made, number, code, length):
    (identifier,) = one(made(number=number), "Patient")["identifier"]

    assert identifier["extension"][0]["valueCodeableConcept"]["coding"][0]["code"] == code
    assert len(identifier["value"]) == length


def test_organisations_have_codes_without_a_system_and_the_sender_only_as_the_authors_employer(made, issued):
    report = issued.report
    found = made()

    role = one(found, "PractitionerRole")
    assert by_id(found, role["organization"])["identifier"] == [{"value": report.sender_ods}]
    custodian = by_id(found, one(found, "Encounter")["serviceProvider"])
    assert custodian["name"] == report.sender_name
    assert "identifier" not in custodian
    practice = by_id(found, one(found, "Patient")["generalPractitioner"][0])
    assert practice["identifier"] == [{"value": issued.person.practice.ods}]


def test_a_practice_that_only_has_a_copy_is_lost(made):
    assert (
        made(practice_copied=True)["entry"][0]["resource"]["destination"]
        == made()["entry"][0]["resource"]["destination"]
    )
    assert len(of_kind(made(practice_copied=True), "HealthcareService")) == 1


def test_consent_is_there_though_nobody_gave_it(made):
    assert one(made(habits="tpp"), "Consent")["status"] == "active"


def test_text_shows_the_documents_markup_and_reads_as_the_report_once_that_is_undone(made, issued):
    first, last = one(made(), "Composition")["section"]

    assert [section["title"] for section in first["section"]] == [one.title for one in issued.report.sections]
    assert [undone(section) for section in first["section"]] == [one.text for one in issued.report.sections]
    assert any("&lt;br/&gt;" in section["text"]["div"] for section in first["section"])
    assert last["title"] == "ReferralRequest"


def test_a_section_inside_another_stays_inside(made):
    table = one(made(sections=HARD), "Composition")["section"][0]["section"][0]

    (inside,) = table["section"]
    assert (inside["title"], undone(inside)) == ("Inside", "a < b & c")


def undone(section):
    """Undo what the adaptor does to text: one layer of escapes for XHTML, tags, and one for the document."""
    inner = html.unescape(re.fullmatch(r"<div [^>]*>(.*)</div>", section["text"]["div"], re.DOTALL)[1])
    return html.unescape(re.sub(r"<[^>]*>", "", inner.replace("<br/>", "\n")))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("lines", "a&lt;b\tc<br/>d"),
        ("cdata", "a&lt;b\tc<br/>d"),
        ("table", "<table><tbody><tr><td>a&lt;b</td><td>c</td></tr><tr><td>d</td></tr></tbody></table>"),
        ("list", "<list><item>a&lt;b\tc</item><item>d</item></list>"),
        ("bold", '<content styleCode="bold">a&lt;b\tc</content><br/>d'),
        ("footnotes", "a&lt;b\tc<footnote>d</footnote>"),
    ],
)
def test_marked_up_text_keeps_the_documents_tags(written, expected):
    assert markup(Section("T", "a<b\tc\nd", written)) == expected


def test_an_unknown_markup_is_the_harnesss_own_mistake():
    with pytest.raises(HarnessError, match="no markup 'blink'"):
        markup(Section("T", "text", "blink"))


def test_the_same_report_twice_has_other_ids_within(issued):
    first, second = (json.loads(message(issued.report, NOW)) for _ in range(2))

    urls = {entry["fullUrl"] for entry in first["entry"]}
    assert urls & {entry["fullUrl"] for entry in second["entry"]} == {f"urn:uuid:{issued.report.message_id}"}


def test_the_text_of_a_message_is_indented_json(issued):
    assert message(issued.report, NOW).startswith(b'{\n  "resourceType": "Bundle",\n')


def test_not_json_cannot_be_read(issued):
    with pytest.raises(json.JSONDecodeError):
        json.loads(message(issued.report, NOW, "not-json"))


def test_no_patient_leaves_out_the_patient_alone(issued):
    found = json.loads(message(issued.report, NOW, "no-patient"))

    assert of_kind(found, "Patient") == []
    assert len(found["entry"]) == len(ORDER) - 1


def test_an_unknown_recipient_is_nobodys(world, issued):
    body = message(issued.report, NOW, "unknown-recipient").decode()

    for premises in world.environment.premises:
        assert premises.ods not in body
        assert premises.dos_service_id not in body


def test_an_unknown_damage_is_the_harnesss_own_mistake(issued):
    with pytest.raises(HarnessError, match="known: not-json"):
        message(issued.report, NOW, "explode")


def test_a_broker_that_is_not_there_is_recorded_and_not_raised(world, issued, seen):
    listener = bind("nobody", "127.0.0.1", 0)
    port = listener.getsockname()[1]
    listener.close()

    sent = Adaptor(world).publish(
        issued.report, Broker(f"amqp://user:hush-hush@127.0.0.1:{port}/%2F", "reports")
    )

    event = seen.last("adaptor", "publish")
    assert (sent.exchange, sent.status) == (f"e{event['seq']}", 0)
    assert event["data"]["response"]["start"]["error"].startswith("the broker took nothing: ")
    assert event["journey"] == issued.journey
    assert "hush-hush" not in json.dumps(event)


def test_a_broker_that_says_nothing_is_not_waited_for_without_end(world, issued, seen, monkeypatch):
    monkeypatch.setattr(brokers, "SECONDS", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]

        sent = Adaptor(world).publish(issued.report, Broker(f"amqp://127.0.0.1:{port}", "reports"))

    assert sent.status == 0
    assert (
        "the broker took nothing: " in seen.last("adaptor", "publish")["data"]["response"]["start"]["error"]
    )


def test_an_address_that_cannot_be_read_is_recorded_without_it(world, issued, seen):
    sent = Adaptor(world).publish(
        issued.report, Broker("amqp://user:hush-hush@127.0.0.1:99999999", "reports")
    )

    event = seen.last("adaptor", "publish")
    assert sent.status == 0
    assert event["data"]["response"]["start"]["error"]
    assert "hush-hush" not in json.dumps(event)


def test_a_missing_client_is_told_with_what_to_do(world, issued, monkeypatch):
    monkeypatch.setitem(sys.modules, "pika", None)

    with pytest.raises(UsageProblem, match="pip install pika"):
        Adaptor(world).publish(issued.report, Broker("amqp://127.0.0.1", "reports"))
