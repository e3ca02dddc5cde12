"""PDS: a record in each of its states, as a retrieval and as related persons give it (sheet sections 2 to 4)."""

from dataclasses import replace

import pytest

from cpcs_harness.people.demographics import Demographics
from pds_records import code, extensions, full

LOCATED = ("address", "telecom", "contact", "generalPractitioner")


@pytest.fixture
def read(pds, issued):
    return lambda: pds.get(f"/Patient/{issued.person.nhs_number}")


def test_2_2_the_etag_is_the_version(hold, read, issued):
    hold(full(issued.person))

    answer = read()

    assert answer.headers["etag"] == 'W/"7"'
    assert answer.json()["meta"]["versionId"] == "7"


def test_3_a_full_record_has_every_part(hold, read, issued):
    hold(full(issued.person))

    record = read().json()

    assert [name["use"] for name in record["name"]] == ["usual", "maiden"]
    assert record["name"][0]["given"] == ["Anne Marie", "Jo"]
    assert record["name"][1]["period"] == {"start": "2015-04-01", "end": "2018-01-01"}
    assert [address["use"] for address in record["address"]] == ["home", "temp", "billing"]
    assert record["address"][1]["text"] == "Student Accommodation"
    assert [key["extension"][0]["valueCoding"]["code"] for key in record["address"][0]["extension"]] == [
        "UPRN",
        "PAF",
    ]
    assert record["telecom"][2]["extension"][0]["valueCoding"]["code"] == "textphone"
    assert record["contact"][0]["relationship"][0]["coding"][0]["code"] == "C"
    assert record["multipleBirthInteger"] == 2


def test_3_a_full_record_has_every_extension(hold, read, issued):
    hold(full(issued.person))

    found = extensions(read().json())

    pharmacies = ("NominatedPharmacy", "PreferredDispenserOrganization", "MedicalApplianceSupplier")
    held = [found[name]["valueReference"]["identifier"]["value"] for name in pharmacies]
    assert held == ["FA101", "Y23456", "Y34567"]
    assert found["birthPlace"]["valueAddress"]["city"] == "Manchester"
    language, interpreter = found["NHSCommunication"]["extension"]
    assert language["valueCodeableConcept"]["coding"][0]["code"] == "cy"
    assert interpreter["valueBoolean"] is True
    assert [part["url"] for part in found["ContactPreference"]["extension"]] == [
        "PreferredWrittenCommunicationFormat",
        "PreferredContactMethod",
        "PreferredContactTimes",
    ]


def test_3_parts_keep_their_ids_from_answer_to_answer(hold, read, issued):
    hold(full(issued.person))

    assert read().json()["address"] == read().json()["address"]


@pytest.mark.parametrize(
    ("removal", "managed"), [("SCT", True), ("ORR", True), ("DEA", False)], ids=["SCT", "ORR", "death"]
)
def test_3_one_who_was_removed_from_a_list_has_the_reason(hold, read, issued, removal, managed):
    plain = Demographics.of(issued.person)
    hold(replace(plain, removal=removal, managing_organisation="X26", practice_end="2024-05-06"))

    record = read().json()

    reason, since = extensions(record)["RemovalFromRegistration"]["extension"]
    assert reason["valueCodeableConcept"]["coding"][0]["code"] == removal
    assert since["valuePeriod"]["start"] == "2024-05-06T00:00:00+00:00"
    assert record["generalPractitioner"][0]["identifier"]["period"]["end"] == "2024-05-06"
    assert ("managingOrganization" in record) is managed


def test_3_a_minimal_record_has_only_id_identifier_and_meta(hold, read, issued):
    hold(Demographics(issued.person.nhs_number))

    assert set(read().json()) == {"resourceType", "id", "identifier", "meta"}


def test_4_1_a_restricted_record_says_nothing_of_where_the_patient_is(hold, read, issued):
    hold(replace(full(issued.person), security="R"))

    record = read().json()

    assert record["meta"]["security"][0]["code"] == "R"
    assert not set(LOCATED) & set(record)
    assert set(extensions(record)) == {"NHSCommunication", "ContactPreference"}
    assert record["name"][0]["family"] == issued.person.family


def test_4_2_a_very_restricted_record_is_id_identifier_and_meta(hold, read, issued, seen):
    hold(replace(full(issued.person), security="V"))

    record = read().json()

    assert set(record) == {"resourceType", "id", "identifier", "meta"}
    assert record["meta"]["security"][0]["display"] == "very restricted"
    assert seen.last("pds", "read_patient")["data"]["certainty"] == "inferred"


def test_4_4_an_invalidated_record_is_404_with_a_code_of_its_own(hold, read, issued, pds):
    hold(replace(full(issued.person), security="REDACTED"))

    answer = read()
    related = pds.get(f"/Patient/{issued.person.nhs_number}/RelatedPerson")

    assert (answer.status_code, code(answer)) == (404, "INVALIDATED_RESOURCE")
    assert (answer.json()["issue"][0]["code"], answer.json()["issue"][0]["severity"]) == (
        "processing",
        "error",
    )
    assert (related.status_code, code(related)) == (404, "INVALIDATED_RESOURCE")


def test_4_5_a_superseded_number_gives_the_record_that_replaced_it(hold, read, issued, admit):
    other = admit().person
    hold(replace(Demographics.of(issued.person), security="REDACTED", replaced_by=other.nhs_number))

    answer = read()

    assert (answer.status_code, answer.json()["id"]) == (200, other.nhs_number)


def test_4_5_records_that_replace_each_other_lead_nowhere(world, hold, read, issued, admit):
    other = admit()
    hold(replace(Demographics.of(issued.person), replaced_by=other.person.nhs_number))
    world.hold(replace(Demographics.of(other.person), replaced_by=issued.person.nhs_number), other.journey)

    assert (read().status_code, code(read())) == (404, "RESOURCE_NOT_FOUND")


@pytest.mark.parametrize("status", ["1", "2"], ids=["informal", "formal"])
def test_4_6_one_who_has_died_has_the_date_and_who_told(hold, read, issued, status):
    plain = Demographics.of(issued.person)
    hold(replace(plain, deceased="2024-03-02T00:00:00+00:00", death_status=status))

    record = read().json()

    told, since = extensions(record)["DeathNotificationStatus"]["extension"]
    assert record["deceasedDateTime"] == "2024-03-02T00:00:00+00:00"
    assert told["valueCodeableConcept"]["coding"][0]["code"] == status
    assert since["valueDateTime"] == "2024-03-02T00:00:00+00:00"


def test_4_6_a_death_that_was_taken_back_has_a_status_and_no_date(hold, read, issued):
    hold(replace(Demographics.of(issued.person), death_status="U"))

    record = read().json()

    told = extensions(record)["DeathNotificationStatus"]["extension"][0]
    assert "deceasedDateTime" not in record
    assert told["valueCodeableConcept"]["coding"][0]["code"] == "U"


@pytest.mark.parametrize("date", ["1962", "1962-07"])
def test_3_dates_may_be_known_in_part(hold, read, issued, date):
    hold(replace(Demographics.of(issued.person), birth_date=date, deceased=date, death_status="1"))

    record = read().json()

    assert (record["birthDate"], record["deceasedDateTime"]) == (date, date)


def test_3_null_lines_stand_beside_their_extension(hold, read, issued):
    hold(replace(Demographics.of(issued.person), oddities=("null-lines",)))

    address = read().json()["address"][0]

    assert len(address["line"]) == len(address["_line"]) == 5
    assert all(
        (line is None) == (beside is not None)
        for line, beside in zip(address["line"], address["_line"], strict=True)
    )


def test_3_an_extension_may_be_unknown(hold, read, issued):
    hold(replace(Demographics.of(issued.person), oddities=("unknown-extension",)))

    assert any("fhir.example" in one["url"] for one in read().json()["extension"])


def test_3_parts_may_have_no_period(hold, read, issued):
    hold(replace(Demographics.of(issued.person), oddities=("no-period",)))

    assert "period" not in str(read().json())


def test_4_a_record_that_the_spine_does_not_have_is_not_found(hold, read, issued):
    hold(replace(Demographics.of(issued.person), known=False))

    answer = read()

    assert (answer.status_code, code(answer)) == (404, "RESOURCE_NOT_FOUND")
