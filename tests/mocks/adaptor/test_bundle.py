"""The bundle that the 111 Adaptor publishes: as documented, with its losses."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fhir.resources.STU3.bundle import Bundle

from cpcs_harness._content.mocks.adaptor.bundle import bundle, destination
from cpcs_harness.errors import HarnessError
from cpcs_harness.people.model import Caller, Parent, Section
from fhir_bundles import by_id, of_kind, references, sole

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
    assert sole(found, "Composition")["identifier"]["value"] == report.set_id
    assert sole(found, "MessageHeader")["id"] == report.message_id
    assert report.document_id not in json.dumps(found)


def test_a_newer_version_names_the_document_that_it_replaces(made):
    found = made(version=2, parent=Parent("OLD-DOCUMENT", "SET", 1))

    assert sole(found, "Composition")["relatesTo"] == [
        {"code": "replaces", "targetIdentifier": {"use": "usual", "value": "OLD-DOCUMENT"}}
    ]


def test_the_header_says_what_it_is(made, issued):
    header = sole(made(), "MessageHeader")

    assert header["event"]["code"] == "referral-1"
    assert header["source"]["name"] == "NHS 111 Adaptor"
    assert header["reason"]["coding"][0] == {
        "system": "urn:nhs-itk:ns:201005:interaction",
        "code": "urn:nhs-itk:interaction:primaryOutofHourRecipientNHS111CDADocument-v2-0",
    }


def test_a_copy_is_no_referral(made):
    found = made(interaction="copy")

    assert sole(found, "MessageHeader")["event"]["code"] == "discharge-details-1"
    assert sole(found, "Encounter")["type"] == [{"text": "111 Encounter Copy for Information"}]


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
    assert sole(bundle(report, NOW), "MessageHeader")["destination"] == [{"endpoint": expected}]


def test_of_several_recipients_the_first_is_the_destination_and_each_has_a_service(world, issued):
    ours, other = world.environment.premises
    report = replace(issued.report, premises=ours, also_to=(other,))
    found = bundle(report, NOW)

    assert f":ods:{other.ods}:" in sole(found, "MessageHeader")["destination"][0]["endpoint"]
    services = of_kind(found, "HealthcareService")
    assert [service["name"] for service in services] == [other.name, ours.name]
    owners = [by_id(found, service["providedBy"]) for service in services]
    assert [owner["identifier"] for owner in owners] == [[{"value": other.ods}], [{"value": ours.ods}]]
    assert [by_id(found, each)["name"] for each in sole(found, "ReferralRequest")["recipient"]] == [
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

    assert sole(found, "Composition")["identifier"]["value"] == "LATER"
    assert found["identifier"]["value"] == "4"
    assert sole(found, "MessageHeader")["id"] == report.message_id


def test_times_are_utc(made):
    found = made(created=datetime.fromisoformat("2026-07-01T13:00:00+01:00"))

    assert sole(found, "MessageHeader")["timestamp"] == "2026-07-01T12:00:00.000+00:00"
    assert sole(found, "Encounter")["period"]["end"] == "2026-07-01T12:00:00+00:00"
    assert sole(found, "ReferralRequest")["authoredOn"] == "2026-07-01T12:00:00+00:00"
    assert sole(found, "Composition")["date"] == "2026-07-01T12:30:15+00:00"
    assert found["meta"]["lastUpdated"] == "2026-07-01T12:30:15.250+00:00"


def test_a_call_without_an_end_has_none(made):
    assert set(sole(made(ended=False), "Encounter")["period"]) == {"start"}


def test_case_and_disposition_have_bare_object_identifiers_for_systems(made, issued):
    report = issued.report
    found = made()

    assert sole(found, "Encounter")["identifier"] == [
        {"system": f"{OID}.18.34", "value": report.case_reference},
        {"system": f"{OID}.18.35", "value": report.case_id},
    ]
    assert sole(found, "ProcedureRequest")["code"]["coding"] == [
        {
            "system": f"{OID}.17.325",
            "code": report.disposition_code,
            "display": report.disposition_text,
        }
    ]


def test_consent_is_there_though_nobody_gave_it(made):
    assert sole(made(habits="tpp"), "Consent")["status"] == "active"
