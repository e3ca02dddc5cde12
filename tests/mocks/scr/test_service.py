"""The SCR FHIR API: what is searched, read, set and sent."""

import pytest

from cpcs_harness.mockkit.fault_menu import fault_menu
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.people.demographics import CareRecord, CareSection
from scr_calls import NHS_NUMBER, permission, post, read, refusal, search

FIRST, SECOND = "0A5D7E11-0001-4000-8000-00000000000A", "0A5D7E11-0002-4000-8000-00000000000B"
ALLERGIES = CareSection("AllergiesHeader", "Allergies and Adverse Reactions", "<p>Penicillin &amp; wasps</p>")


def test_a_search_names_the_current_record_and_what_may_be_seen(scr, issued, held):
    held()

    bundle = search(
        scr, issued.person.nhs_number, type="http://snomed.info/sct|196981000000101", _sort="date", _count="1"
    ).json()

    reference, patient = (entry["resource"] for entry in bundle["entry"])
    assert (bundle["type"], bundle["total"]) == ("searchset", 1)
    assert reference["masterIdentifier"] == {"system": "https://fhir.nhs.uk/Id/nhsSCRUUID", "value": FIRST}
    assert reference["securityLabel"][0]["coding"][0]["code"] == "Ask"
    assert f"composition.identifier={FIRST}" in reference["content"][0]["attachment"]["url"]
    assert patient["identifier"][0]["value"] == issued.person.nhs_number


def test_a_record_is_read_by_the_identifier_that_was_told(scr, issued, held):
    held()

    bundle = read(scr, issued.person.nhs_number, FIRST).json()

    composition = bundle["entry"][0]["resource"]
    assert bundle["total"] == len(bundle["entry"])
    assert composition["identifier"]["value"] == FIRST
    assert composition["type"]["coding"][0]["code"] == "196981000000101"
    assert [one["title"] for one in composition["section"]] == ["Allergies and Adverse Reactions"]
    assert "<p>Penicillin &amp; wasps</p>" in composition["section"][0]["text"]["div"]


def test_an_identifier_that_is_not_current_gives_no_entries(scr, issued, held):
    held()

    bundle = read(scr, issued.person.nhs_number, SECOND).json()

    assert (bundle["total"], bundle["entry"]) == (0, [])


def test_a_record_may_be_replaced_between_search_and_read(scr, issued, held):
    number = issued.person.nhs_number
    held(then=CareRecord(number, SECOND, sections=(ALLERGIES,)))

    told = search(scr, number).json()["entry"][0]["resource"]["masterIdentifier"]["value"]

    assert told == FIRST
    assert read(scr, number, FIRST).json()["total"] == 0
    assert search(scr, number).json()["entry"][0]["resource"]["masterIdentifier"]["value"] == SECOND
    assert read(scr, number, SECOND).json()["total"] > 0


def test_a_patient_without_a_record_is_an_empty_searchset(scr, issued):
    bundle = search(scr, issued.person.nhs_number).json()

    assert (bundle["total"], "entry" in bundle) == (0, False)


def test_who_opted_out_is_said_by_the_search_and_refused_by_the_read(scr, issued, held):
    held(permission="No")
    number = issued.person.nhs_number

    label = search(scr, number).json()["entry"][0]["resource"]["securityLabel"][0]

    assert label["coding"][0]["code"] == "No"
    status, code, text = refusal(read(scr, number, FIRST))
    assert (status, code, "PSIS-30418" in text) == (403, "forbidden", True)


def test_a_record_that_is_withheld_is_refused_at_once(scr, issued, held):
    held(withheld=True)

    assert refusal(search(scr, issued.person.nhs_number))[:2] == (403, "forbidden")
    assert refusal(read(scr, issued.person.nhs_number, FIRST))[:2] == (403, "forbidden")


@pytest.mark.parametrize(
    ("changes", "code", "told"),
    [
        ({"patient": None}, "value", "'patient' is missing"),
        ({"patient": "9990000018"}, "invalid", "in field 'patient'"),
        ({"patient": f"{NHS_NUMBER}|INVALID NHS NUMBER"}, "invalid", "in field 'patient'"),
        ({"type": "http://snomed.info/sct|1"}, "invalid", "in field 'type'"),
        ({"_sort": "-date"}, "invalid", "Invalid value - -date in field '_sort'"),
        ({"_count": "2"}, "invalid", "Invalid value - 2 in field '_count'"),
    ],
)
def test_a_search_for_anything_else_is_refused(scr, issued, changes, code, told):
    status, found, text = refusal(search(scr, issued.person.nhs_number, **changes))

    assert (status, found) == (400, code)
    assert told in text


@pytest.mark.parametrize("left_out", ["composition.identifier", "composition.subject:Patient.identifier"])
def test_a_read_needs_both_its_parameters(scr, issued, left_out):
    asked = {
        "composition.identifier": FIRST,
        "composition.subject:Patient.identifier": f"{NHS_NUMBER}|{issued.person.nhs_number}",
    }
    del asked[left_out]

    status, code, text = refusal(scr.get("/Bundle", params=asked))

    assert (status, code) == (400, "value")
    assert left_out in text


@pytest.mark.parametrize(
    ("number", "document"), [("INVALID NHS NUMBER", FIRST), ("9990000018", "INVALID ID")]
)
def test_a_read_by_what_is_no_identifier_is_refused(scr, number, document):
    assert refusal(read(scr, number, document))[:2] == (400, "invalid")


@pytest.mark.parametrize("path", ["/AuditEvent", "/$setPermission", "/Bundle"])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"[" * 100_000, b'{"resourceType": "Patient"}'])
def test_what_is_not_the_resource_is_refused(scr, path, body):
    answer = scr.post(path, content=body, headers={"Content-Type": "application/fhir+json"})

    assert refusal(answer)[:2] == (400, "invalid")


def test_permission_is_set_for_a_patient(scr, issued, held, world):
    held()
    number = issued.person.nhs_number

    answer = post(scr, "/$setPermission", permission(number, "No"))

    assert (answer.status_code, answer.content) == (201, b"")
    assert world.care_records[number].permission == "No"
    assert refusal(read(scr, number, FIRST))[0] == 403


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (permission(""), "nhsNumber"),
        (permission("9990000018", "Maybe"), "Maybe"),
        (permission("9990000018", system="urn:other"), "permissionCode"),
        (permission("9990000018") | {"parameter": []}, "setPermissions"),
        (permission("9990000018"), "Patient not found"),
        (permission("9111231130"), "Patient not found"),
    ],
)
def test_permission_that_cannot_be_set_is_refused(scr, body, told):
    status, code, text = refusal(post(scr, "/$setPermission", body))

    assert (status, code) == (400, "invalid")
    assert told in text


def upload(number):
    patient = {"resourceType": "Patient", "identifier": [{"system": NHS_NUMBER, "value": number}]}
    return {"resourceType": "Bundle", "entry": [{"resource": patient}]}


def test_an_upload_is_answered_recorded_and_not_kept(scr, issued, seen, world):
    assert post(scr, "/Bundle", upload(issued.person.nhs_number)).status_code == 201

    assert seen.last("scr", "upload_bundle")["journey"] == issued.journey
    assert issued.person.nhs_number not in world.care_records


def test_an_upload_without_consent_or_number_is_refused(scr):
    assert refusal(post(scr, "/Bundle", upload("9111231130")))[:2] == (403, "forbidden")
    assert refusal(post(scr, "/Bundle", upload("x")))[:2] == (400, "invalid")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/metadata", 404),
        ("PUT", "/Bundle", 405),
        ("GET", "/AuditEvent", 405),
        ("DELETE", "/$setPermission", 405),
    ],
)
def test_what_the_api_does_not_have_is_said_so(scr, method, path, status):
    assert refusal(scr.request(method, path))[0] == status


def test_a_call_belongs_to_the_journey_of_its_patient(scr, issued, seen):
    search(scr, issued.person.nhs_number)
    post(scr, "/$setPermission", permission(issued.person.nhs_number))

    for operation in ("search_document_reference", "set_permission"):
        event = seen.last("scr", operation)
        assert (event["journey"], event["data"]["certainty"]) == (issued.journey, "published")


def test_the_sandboxs_patients_answer(scr):
    found = search(scr, "9000000009").json()["entry"][0]["resource"]["masterIdentifier"]["value"]

    assert found == "FA60BE64-1F34-11EB-A2A8-000C29A364EB"
    assert read(scr, "9000000009", found).json()["total"] > 0
    assert search(scr, "9000000033").json()["total"] == 0
    assert read(scr, "9000000033", "81CC2DA0-8882-11EB-B538-0800200C9A66").json()["total"] == 0
    assert search(scr, "9111231130").status_code == 403
    assert post(scr, "/$setPermission", permission("9000000009")).status_code == 201


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("rate-limited", 429, "throttled"),
        ("unavailable", 503, "transient"),
        ("timed-out", 504, "transient"),
        ("server-error", 500, "unknown"),
        ("unavailable-html", 503, None),
    ],
)
def test_what_goes_wrong_is_answered_once_and_to_one_patient(scr, world, issued, held, name, status, code):
    held()
    how = fault_menu("scr")[name] | {"about": issued.person.nhs_number}
    world.faults.plan(Fault(name, "scr", "search_document_reference", issued.journey, **how))

    other, answer = search(scr, "9000000009"), search(scr, issued.person.nhs_number)

    assert (other.status_code, answer.status_code) == (200, status)
    assert code is None or answer.json()["issue"][0]["code"] == code
    assert search(scr, issued.person.nhs_number).status_code == 200
