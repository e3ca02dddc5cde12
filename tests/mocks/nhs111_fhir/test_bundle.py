"""The bundle of NHS 111's FHIR referral, in its variants."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fhir.resources.R4B.bundle import Bundle

from cpcs_harness._content.mocks.nhs111_fhir.bundle import message_bundle
from cpcs_harness._content.mocks.nhs111_fhir.sender import message
from cpcs_harness.errors import HarnessError
from cpcs_harness.people.model import Caller, Parent, Section
from fhir_bundles import by_id, references, sole

SUMMER, WINTER = datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 1, 5, 12, tzinfo=UTC)
CARER = Caller("20", "Carer", "Pat Elms", "01632 960777")
HARD = (
    Section(
        "Table", "drug\tdose\nVentolin\t2 puffs", "table", (Section("Inside", "<b>not bold</b> & more"),)
    ),
    Section("List", "one\ntwo", "list"),
    Section("Cdata", "x < y", "cdata"),
    Section("Notes", "text\nfirst note", "footnotes"),
    Section("Bold", "Headline\nbelow", "bold"),
    Section("Empty", ""),
)
VARIANTS = {
    "plain": {},
    "online": {"sender": "online", "ended": False, "names_practice": False, "number": "absent"},
    "second version": {"version": 2, "parent": Parent("A-1", "B-1", 1)},
    "withdrawn": {"interaction": "nullify", "version": 2},
    "a carer called": {"caller": CARER},
    "zeros": {"number": "zeros", "gender": "not specified", "birth_known": "month"},
    "hard text": {"sections": HARD},
    "no birth date": {"birth_known": "unknown", "gender": "unknown"},
}


@pytest.fixture(params=VARIANTS.values(), ids=VARIANTS)
def variant(request, issued):
    return replace(issued.report, **request.param)


def test_every_variant_is_valid_fhir(variant):
    parsed = Bundle.model_validate_json(message(variant))

    assert [type(entry.resource).__name__ for entry in parsed.entry][:2] == [
        "MessageHeader",
        "ServiceRequest",
    ]


def test_every_reference_leads_to_an_entry_and_every_entry_says_when_it_changed(variant):
    bundle = message_bundle(variant)

    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(urls)) == len(urls)
    assert set(references(bundle)) <= set(urls)
    assert all(entry["resource"]["meta"]["lastUpdated"] for entry in bundle["entry"])
    assert urls == [f"urn:uuid:{entry['resource']['id']}" for entry in bundle["entry"]]


def test_the_header_says_what_it_is_and_for_whom(issued):
    report = issued.report
    bundle = message_bundle(report)
    header = sole(bundle, "MessageHeader")

    assert bundle["id"] == header["id"] == report.message_id
    assert header["eventCoding"] == {
        "system": "https://fhir.nhs.uk/CodeSystem/message-events-bars",
        "code": "servicerequest-request",
    }
    assert header["reason"]["coding"][0]["code"] == "new"
    assert header["destination"][0]["endpoint"] == (
        f"urn:nhs-uk:addressing:ods:{report.premises.ods}|dos:{report.premises.dos_service_id}"
    )
    receiver = by_id(bundle, header["destination"][0]["receiver"])
    assert (receiver["name"], receiver["identifier"][0]["value"]) == (
        report.premises.name,
        report.premises.ods,
    )
    assert by_id(bundle, header["sender"])["identifier"][0]["value"] == report.sender_ods
    assert by_id(bundle, header["focus"][0])["resourceType"] == "ServiceRequest"


@pytest.mark.parametrize(
    ("addressing", "suffix", "expected"),
    [
        ("ods+dos", "", "urn:nhs-uk:addressing:ods:FA101|dos:2000090101"),
        ("dos+ods", "RPX", "urn:nhs-uk:addressing:ods:FA101RPX|dos:2000090101"),
        ("ods", "", "urn:nhs-uk:addressing:ods:FA101"),
        ("dos", "", "dos:2000090101"),
    ],
)
def test_the_destination_is_addressed_as_the_report_says(world, issued, addressing, suffix, expected):
    report = replace(
        issued.report, premises=world.environment.premises[0], addressing=addressing, ods_suffix=suffix
    )

    assert sole(message_bundle(report), "MessageHeader")["destination"][0]["endpoint"] == expected


@pytest.mark.parametrize("changes", [{"addressing": "none"}, {"interaction": "copy"}])
def test_what_is_not_modelled_is_the_harnesss_own_mistake(issued, changes):
    with pytest.raises(HarnessError, match="FHIR referral"):
        message(replace(issued.report, **changes))


def test_the_request_names_document_set_version_and_disposition(issued):
    report = issued.report
    request = sole(message_bundle(report), "ServiceRequest")

    assert [each["value"] for each in request["identifier"]] == [report.document_id]
    assert request["requisition"]["value"] == report.set_id
    assert request["meta"]["versionId"] == "1"
    assert request["status"] == "active"
    assert "replaces" not in request
    assert request["code"]["coding"] == [
        {
            "system": "urn:oid:2.16.840.1.113883.2.1.3.2.4.17.325",
            "code": report.disposition_code,
            "display": report.disposition_text,
        }
    ]


def test_a_newer_version_says_what_it_replaces(issued):
    report = replace(issued.report, version=2, parent=Parent("OLD-ID", issued.report.set_id, 1))
    bundle = message_bundle(report)
    request = sole(bundle, "ServiceRequest")

    assert sole(bundle, "MessageHeader")["reason"]["coding"][0]["code"] == "update"
    assert request["meta"]["versionId"] == "2"
    assert request["replaces"][0]["identifier"]["value"] == "OLD-ID"


def test_what_is_withdrawn_is_revoked(issued):
    bundle = message_bundle(replace(issued.report, interaction="nullify"))

    assert sole(bundle, "ServiceRequest")["status"] == "revoked"
    assert sole(bundle, "MessageHeader")["reason"]["coding"][0]["code"] == "update"


@pytest.mark.parametrize(
    ("created", "expected"),
    [(SUMMER, "2026-07-01T13:00:00+01:00"), (WINTER, "2026-01-05T12:00:00+00:00")],
    ids=["summer", "winter"],
)
def test_times_are_londons_with_their_offset(issued, created, expected):
    assert (
        sole(message_bundle(replace(issued.report, created=created)), "ServiceRequest")["authoredOn"]
        == expected
    )


def test_the_case_is_told_by_its_two_identifiers(issued):
    report = issued.report
    encounter = sole(message_bundle(report), "Encounter")

    assert {each["system"].rpartition("/")[2]: each["value"] for each in encounter["identifier"]} == {
        "nhs111-case-reference": report.case_reference,
        "nhs111-case-id": report.case_id,
    }
    assert set(encounter["period"]) == {"start", "end"}


def test_a_call_that_is_not_known_to_have_ended_has_no_end(issued):
    encounter = sole(message_bundle(replace(issued.report, ended=False)), "Encounter")

    assert set(encounter["period"]) == {"start"}


def test_online_is_told_by_the_name_of_its_source(issued):
    bundle = message_bundle(replace(issued.report, sender="online"))

    assert sole(bundle, "MessageHeader")["source"]["name"] == "NHS 111 online"
