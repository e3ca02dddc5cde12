"""PDS: what a search gives of those whom it finds, in each state of a record (sheet sections 3.1, 4 and 5)."""

from dataclasses import replace

import pytest

from cpcs_harness.people.demographics import HeldAddress, HeldName
from pds_records import BORN, code, extensions, found, full


def test_3_1_a_search_gives_a_part_of_the_record(pds, hold, issued):
    person = issued.person
    hold(replace(full(person), deceased="2024-03-02", death_status="1", removal="SCT"))

    asked = {"family": person.family, "birthdate": person.birth_date.isoformat()}
    record = pds.get("/Patient", params=asked).json()["entry"][0]["resource"]

    assert set(extensions(record)) == {"DeathNotificationStatus"}
    assert [name["use"] for name in record["name"]] == ["usual"]
    assert [address["use"] for address in record["address"]] == ["home"]
    assert len(record["telecom"]) == 3
    assert {"contact", "generalPractitioner", "deceasedDateTime", "multipleBirthInteger"} <= set(record)
    assert "managingOrganization" not in record


def test_4_1_a_restricted_patient_is_found_without_saying_where(there, search):
    number = there(security="R", practice="Y00003", addresses=(HeldAddress((), "LS3 3AA"),))

    answer = search()

    assert found(answer) == [number]
    assert not {"address", "telecom", "generalPractitioner"} & set(answer.json()["entry"][0]["resource"])


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"address-postalcode": "LS3 3AA"}, id="postalcode"),
        pytest.param({"address-postcode": "LS3 3AA"}, id="postcode"),
        pytest.param({"general-practitioner": "Y00003"}, id="practice"),
        pytest.param(
            {"address-postalcode": "LS3 3AA", "given": "Alan", "_fuzzy-match": "true"}, id="fuzzy-postcode"
        ),
    ],
)
def test_4_1_nobody_finds_a_restricted_patient_by_where_they_are(there, search, asked):
    there(security="R", practice="Y00003", addresses=(HeldAddress((), "LS3 3AA"),))

    assert found(search(**asked)) == []


@pytest.mark.parametrize("security", ["V", "REDACTED"])
def test_4_records_that_no_search_gives(there, search, security):
    there(security=security)

    assert found(search()) == []


def test_4_5_a_search_gives_the_record_that_replaced_another(there, search):
    new = there()
    there(security="REDACTED", replaced_by=new)

    assert found(search()) == [new]


def test_4_5_the_details_of_a_replaced_record_lead_to_the_one_that_replaced_it(there, search, family):
    new = there(names=(HeldName("Otherwise"),))
    there(replaced_by=new)

    assert found(search()) == [new]


def test_5_4_more_matches_than_may_be_given_are_an_outcome_with_status_200(there, search):
    there()
    there()

    answer = search()

    issue = answer.json()["issue"][0]
    assert (answer.status_code, answer.json()["resourceType"], code(answer)) == (
        200,
        "OperationOutcome",
        "TOO_MANY_MATCHES",
    )
    assert (issue["code"], issue["severity"]) == ("multiple-matches", "information")
    assert "diagnostics" not in issue


@pytest.mark.parametrize(("asked", "fits"), [(None, True), ("4", True), ("3", False), ("1", False)])
def test_2_a_healthcare_worker_is_given_as_many_as_were_asked_for(there, worker, family, asked, fits):
    numbers = [there() for _ in range(4)]
    limit = {"_max-results": asked} if asked else {}

    answer = worker().get("/Patient", params={"family": family, "birthdate": BORN} | limit)

    assert found(answer) == (sorted(numbers) if fits else [])
    assert fits or code(answer) == "TOO_MANY_MATCHES"


def test_5_3_a_bundle_has_type_total_and_time(there, search):
    there()

    bundle = search().json()

    assert (bundle["type"], bundle["total"], bundle["entry"][0]["search"]) == ("searchset", 1, {"score": 1.0})
    assert bundle["timestamp"].startswith("20")
    assert "etag" not in search().headers


def test_5_6_how_many_matched_is_in_the_evidence_even_where_nobody_is_given(there, search, seen):
    there()
    there()

    search()

    assert seen.last("pds", "search_patient")["data"]["facts"]["matched"] == 2


def test_5_5_the_search_that_is_advised_for_one_match_finds_one(there, search):
    number = there(addresses=(HeldAddress((), "LS1 6AE"),))
    asked = {"given": "Ala*", "address-postalcode": "LS*", "_history": "true", "_max-results": "1"}

    assert found(search(**asked)) == [number]
