"""How the national services are asked: PDS, DoS and the tokens for PDS."""

import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey


@pytest.fixture
def referral(pharmacy, make_report):
    pharmacy.service.intake.receive(make_report())
    return pharmacy.see("worklist")["referrals"][0]["referral"]


def outcome(code):
    return {"resourceType": "OperationOutcome", "issue": [{"details": {"coding": [{"code": code}]}}]}


def ids(requests):
    return [headers["x-request-id"] for _, _, headers, _ in requests]


def test_the_assertion_is_signed_and_short_lived(pharmacy, nation, referral, key_file):
    pharmacy.see("find_patient", referral, nhs_number="999 000 0018")

    form = parse_qs(nation.asked("/oauth2/token")[0][3].decode())
    token = jwt.decode(
        form["client_assertion"][0], RSAKey.import_key(key_file.read_text()), algorithms=["RS512"]
    )
    assert token.header["kid"] == "test-1"
    assert token.claims["iss"] == token.claims["sub"] == "key-of-this-app"
    assert token.claims["aud"] == pharmacy.service.config.pds.token_url
    assert 0 < token.claims["exp"] - time.time() <= 300


def test_many_at_once_share_one_token(pharmacy, nation):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: pharmacy.see("find_patient", nhs_number="9990000018"), range(16)))

    assert len(nation.asked("/oauth2/token")) == 1
    assert len(set(ids(nation.asked("/pds/")))) == 16


def test_a_refused_token_is_replaced_once(pharmacy, nation, referral):
    nation.pds_answers = [(401, outcome("ACCESS_DENIED"))]

    assert pharmacy.see("find_patient", referral, nhs_number="9990000018")["outcome"] == "found"
    assert len(nation.asked("/oauth2/token")) == 2
    assert len(set(ids(nation.asked("/pds/")))) == 1


def test_tokens_refused_again_and_again_end_it(pharmacy, nation, referral):
    nation.pds_answers = [(401, outcome("ACCESS_DENIED"))] * 9

    answer = pharmacy.do("find_patient", referral, nhs_number="9990000018")

    assert answer["status"] == "failed"
    assert len(nation.asked("/pds/")) == 2


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


SERVICE = {
    "id": "2000099001",
    "name": "Pharm+: Leeds (Birch)",
    "publicName": "Birch Pharmacy",
    "odsCode": " FC303 ",
    "address": ["2 Low Street", "", "Leeds"],
    "postcode": "LS3 1AA",
    "phone": {"public": "01632 960777", "nonPublic": "01632 960666", "fax": ""},
    "openingTimes": {
        "allHours": False,
        "days": [
            {
                "day": "Monday",
                "sessions": [
                    {"start": {"hours": "09", "minutes": "00"}, "end": {"hours": "17", "minutes": "30"}}
                ],
            },
            {"day": "Sunday", "sessions": []},
        ],
        "specifiedDates": [
            {"date": "03-04-2026", "sessions": [{"closed": "CLOSED"}]},
            {
                "date": "04-04-2026",
                "sessions": [
                    {"start": {"hours": "10", "minutes": "00"}, "end": {"hours": "12", "minutes": "00"}}
                ],
            },
        ],
    },
    "patientDistance": "0.2",
}


def test_pharmacies_are_shown_as_dos_gives_them(pharmacy, nation, referral):
    nation.services = [SERVICE]

    seen = pharmacy.see("find_pharmacies", referral, postcode="ls1 4ab")

    assert nation.asked("/dos/")[0][1] == "/dos/services/byServiceType/0/LS1%204AB/0/0/0/0/0/131/0"
    assert nation.asked("/dos/")[0][2]["authorization"].startswith("Basic ")
    assert seen["providers"] == [
        {
            "service_id": "2000099001",
            "ods": "FC303",
            "public_name": "Birch Pharmacy",
            "address": ["2 Low Street", "Leeds"],
            "postcode": "LS3 1AA",
            "telephone": "01632 960777",
            "opening_times": [
                {"day": "Monday", "sessions": ["09:00-17:30"]},
                {"day": "Sunday", "sessions": []},
            ],
            "specified_dates": [
                {"date": "2026-04-03", "sessions": ["closed"]},
                {"date": "2026-04-04", "sessions": ["10:00-12:00"]},
            ],
            "distance_miles": "0.2",
        }
    ]


def test_no_pharmacy_is_said(pharmacy, referral):
    assert "No pharmacy" in pharmacy.see("find_pharmacies", referral, postcode="LS1 4AB")["message"]
