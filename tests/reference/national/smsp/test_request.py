"""What the reference asks the Spine Mini Service, of whom, and in whose name."""

from urllib.parse import unquote

import pytest

from cpcs_harness.formats.smsp.schemas import problems
from cpcs_harness.formats.xml import read_xml
from reference_nation import GPHC
from reference_smsp import DETAILS, SMSP, by_number, find


def test_a_patient_is_asked_for_by_number_and_birth_date(pharmacist, mini):
    seen = by_number(pharmacist)["observation"]

    [asked] = mini.asked
    assert asked.parameters == {"birth_date": "19840229", "nhs_number": "9990000018"}
    assert asked.action == "urn:nhs-itk:services:201005:getPatientDetailsByNHSNumber-v1-0"
    assert mini.requests[0][0]["soapaction"] == asked.action
    assert seen["outcome"] == "found"
    [patient] = seen["matches"]
    assert (patient["name"], patient["birth_date"], patient["gender"]) == (
        "Ms Maeve Ann Whitlow",
        "1984-02-29",
        "female",
    )
    assert patient["address"] == {"lines": ["7 Sedge Lane", "Leeds"], "postcode": "LS2 9AA"}
    assert (patient["telephone"], patient["practice"]["ods"]) == ("01632960444", "B86999")
    assert not patient["restricted"] and not patient["deceased"]


def test_the_referrals_birth_date_goes_with_the_number_where_nobody_says_another(pharmacist, mini):
    find(pharmacist, nhs_number="9990000018")

    opened = pharmacist.see("open_referral", pharmacist.referral)
    assert mini.asked[0].parameters["birth_date"] == opened["patient"]["birth_date"].replace("-", "")


def test_without_any_birth_date_nobody_is_asked(pharmacist, mini):
    answered = pharmacist.do("find_patient", None, through=SMSP, nhs_number="9990000018")

    assert answered["status"] == "refused"
    assert mini.requests == []


@pytest.mark.parametrize("number", ["9990000019", "999000001", "0000000000", "abcdefghij"])
def test_a_wrong_number_goes_nowhere(pharmacist, mini, number):
    assert find(pharmacist, nhs_number=number, birth_date="1984-02-29")["status"] == "refused"
    assert mini.requests == []


@pytest.mark.parametrize(
    ("more", "service"),
    [({"gender": "female"}, "getPatientDetailsBySearch"), ({}, "getPatientDetails")],
    ids=["gender-known", "gender-unknown"],
)
def test_details_go_to_the_service_that_takes_them(pharmacist, mini, more, service):
    seen = find(pharmacist, **DETAILS, **more)["observation"]

    assert seen["outcome"] == "found"
    assert mini.asked[0].action == f"urn:nhs-itk:services:201005:{service}-v1-0"
    assert mini.asked[0].parameters.get("gender", "") == ("2" if more else "")
    assert mini.asked[0].parameters["postcode"] == "LS2 9AA"


ACTIONS = {
    "by-number": ("find_patient", {"nhs_number": "9990000018", "birth_date": "1984-02-29"}),
    "by-search": ("find_patient", {**DETAILS, "gender": "female"}),
    "by-details": ("find_patient", DETAILS),
    "hard-names": (
        "find_patient",
        {
            "family": "O\u2019Hara-Ź & <b>",
            "given": "Zoë\x0b Ánne",
            "birth_date": "1984-02-29",
            "gender": "other",
        },
    ),
    "verify": ("check_nhs_number", {"nhs_number": "9990000018", "birth_date": "1984-02-29"}),
    "number": ("check_nhs_number", {**DETAILS, "gender": "female"}),
}


@pytest.mark.parametrize(("action", "given"), ACTIONS.values(), ids=ACTIONS)
def test_each_request_is_as_the_message_specification_has_it(pharmacist, mini, action, given):
    pharmacist.do(action, pharmacist.referral, through=SMSP, **given)

    [(_, body)] = mini.requests
    assert problems(read_xml(body)) == []


def test_a_request_says_who_asks_and_where(pharmacist, mini, at):
    by_number(pharmacist)
    at(pharmacist.service, "FB202").do(
        "find_patient", None, through=SMSP, nhs_number="9990000018", birth_date="1984-02-29"
    )

    uris = [unquote(asked.identities[0][1]) for asked in mini.asked]
    assert uris == [f"urn:nhs-uk:identity:ods:{ods}:USER:{GPHC}" for ods in ("FA101", "FB202")]


def test_a_system_with_an_id_of_its_own_says_that_too(pharmacist, mini):
    pharmacist.service.smsp.requests.asid = "868000003114"

    by_number(pharmacist)

    assert mini.asked[0].identities[1] == ("1.2.826.0.1285.0.2.0.107", "868000003114")
