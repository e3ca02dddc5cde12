"""What PDS is asked for a patient, and what is made of absences, of too many, and of restrictions."""

from urllib.parse import parse_qs, urlsplit

import pytest


@pytest.fixture
def referral(pharmacy, make_report):
    pharmacy.service.intake.receive(make_report())
    return pharmacy.see("worklist")["referrals"][0]["referral"]


def outcome(code):
    return {"resourceType": "OperationOutcome", "issue": [{"details": {"coding": [{"code": code}]}}]}


def ids(requests):
    return [headers["x-request-id"] for _, _, headers, _ in requests]


@pytest.mark.parametrize(
    ("failures", "status", "requests"), [(2, "done", 3), (3, "failed", 3)], ids=["twice", "on"]
)
def test_a_busy_pds_is_asked_again_with_the_same_id(pharmacy, nation, referral, failures, status, requests):
    nation.pds_answers = [(503, outcome("SERVICE_UNAVAILABLE"))] * failures

    answer = pharmacy.do("find_patient", referral, nhs_number="9990000018")

    assert answer["status"] == status
    assert len(nation.asked("/pds/")) == requests
    assert len(set(ids(nation.asked("/pds/")))) == 1
    assert status == "done" or "SERVICE_UNAVAILABLE" in answer["reason"]


@pytest.mark.parametrize(
    ("code", "due", "words"),
    [
        ("RESOURCE_NOT_FOUND", "not_found", "No patient has"),
        ("INVALIDATED_RESOURCE", "invalidated", "made invalid"),
    ],
)
def test_absences_are_told_apart(pharmacy, nation, referral, code, due, words):
    nation.pds_answers = [(404, outcome(code))]

    seen = pharmacy.see("find_patient", referral, nhs_number="9990000018")

    assert seen["outcome"] == due
    assert words in seen["message"]


def test_a_404_without_a_code_is_trouble_and_no_absence(pharmacy, nation, referral):
    nation.pds_answers = [(404, {"title": "Not Found"})]

    answer = pharmacy.do("find_patient", referral, nhs_number="9990000018")

    assert answer["status"] == "failed"
    assert "404" in answer["reason"]


def test_a_search_asks_for_one_and_is_read_again_before_use(pharmacy, nation, referral):
    details = {"family": "Whitlow", "given": "Maeve", "birth_date": "1984-02-29", "postcode": "LS2 9AA"}

    seen = pharmacy.see("find_patient", referral, **details)
    adopted = pharmacy.see("choose_patient", referral, nhs_number="9990000018")["patient"]

    assert seen["outcome"] == "found"
    search, read = nation.asked("/pds/")
    assert parse_qs(urlsplit(search[1]).query) == {
        "family": ["Whitlow"],
        "birthdate": ["eq1984-02-29"],
        "given": ["Mae*"],
        "address-postalcode": ["LS2 9AA"],
        "_history": ["true"],
        "_max-results": ["1"],
    }
    assert read[1] == "/pds/Patient/9990000018"
    assert read[2]["nhsd-end-user-organisation-ods"] == "FA101"
    assert adopted["address"] == {"lines": ["7 Sedge Lane", "Leeds"], "postcode": "LS2 9AA"}
    assert adopted["practice"] == {"ods": "B86999", "name": "Sedge Surgery"}


def test_too_many_is_not_none(pharmacy, nation, referral):
    nation.pds_answers = [(200, outcome("TOO_MANY_MATCHES"))]

    assert (
        pharmacy.see("find_patient", referral, family="Whitlow", birth_date="1984-02-29")["outcome"]
        == "too_many"
    )


def test_nobody_is_chosen_who_was_not_found(pharmacy, referral):
    assert pharmacy.do("choose_patient", referral, nhs_number="9990000026")["status"] == "refused"


@pytest.mark.parametrize("number", ["9990000019", "999000001", "0000000000", "abcdefghij"])
def test_a_wrong_nhs_number_goes_nowhere(pharmacy, nation, referral, number):
    assert pharmacy.do("find_patient", referral, nhs_number=number)["status"] == "refused"
    assert nation.asked("/pds/") == []


def test_a_restricted_patient_has_no_address_and_no_practice(pharmacy, nation, referral):
    nation.pds_answers = [(200, {**nation.patient, "meta": {"security": [{"code": "R"}]}})]

    patient = pharmacy.see("find_patient", referral, nhs_number="9990000018")["matches"][0]

    assert patient["restricted"]
    assert patient["address"] == {"lines": [], "postcode": ""}
    assert patient["practice"]["ods"] == ""
