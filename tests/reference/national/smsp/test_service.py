"""What the reference makes of what the Spine Mini Service has found: patients, numbers, codes."""

import pytest
import yaml
from jsonschema import Draft202012Validator

from checkout import ROOT
from reference_smsp import (
    DETAILS,
    NUMBER,
    OUTCOMES,
    SMSP,
    answer,
    by_number,
    check,
    details,
    find,
    soap_fault,
    verified,
)

DESCRIPTION = ROOT / "docs" / "reference" / "control-api.yaml"


def test_what_a_search_found_is_adopted_without_being_asked_for_again(pharmacist, mini):
    find(pharmacist, **DETAILS, gender="female")

    adopted = pharmacist.see("choose_patient", pharmacist.referral, nhs_number="9990000018")["patient"]

    assert len(mini.requests) == 1
    assert adopted["practice"] == {"ods": "B86999", "name": "Sedge Surgery"}


@pytest.mark.parametrize(("code", "outcome"), OUTCOMES.items())
def test_a_code_without_a_patient_is_told_and_not_asked_again(pharmacist, mini, code, outcome):
    mini.planned = [answer(code)]

    seen = by_number(pharmacist)["observation"]

    assert (seen["outcome"], seen["matches"]) == (outcome, [])
    assert "refine" in [notice["kind"] for notice in seen["notices"]]
    assert len(mini.requests) == 1
    assert (
        pharmacist.do("choose_patient", pharmacist.referral, nhs_number="9990000018")["status"] == "refused"
    )


def test_every_code_is_told_in_words_of_its_own(pharmacist, mini):
    mini.planned = [answer(code) for code in OUTCOMES]
    told = [by_number(pharmacist)["observation"]["message"] for _ in OUTCOMES]
    for code in ("SMSP-0001", "SMSP-0002", "SMSP-9999", "DEMOG-9999", "SMSP-0005", "WHAT-0001"):
        mini.planned = [answer(code)] * 3
        told.append(by_number(pharmacist)["reason"])

    assert len(set(told)) == len(told)


def test_a_replaced_number_is_told_and_the_new_one_is_adopted(pharmacist, mini):
    mini.planned = [details("DEMOG-0017", number="9990000026")]

    seen = by_number(pharmacist)["observation"]
    adopted = pharmacist.see("choose_patient", pharmacist.referral, nhs_number="9990000026")["patient"]

    assert "superseded" in [notice["kind"] for notice in seen["notices"]]
    assert adopted["nhs_number"] == "9990000026"


def test_an_older_copy_is_marked_as_one_until_a_fresh_one_comes(pharmacist, mini):
    mini.planned = [details("SMSP-0003")]

    seen = by_number(pharmacist)["observation"]
    adopted = pharmacist.see("choose_patient", pharmacist.referral, nhs_number="9990000018")["patient"]
    opened = pharmacist.see("open_referral", pharmacist.referral)
    by_number(pharmacist)
    again = pharmacist.see("open_referral", pharmacist.referral)

    for shown in (seen, adopted, opened, opened["adopted_patient"]):
        assert "stale" in [notice["kind"] for notice in shown["notices"]]
    for shown in (again, again["adopted_patient"]):
        assert "stale" not in [notice["kind"] for notice in shown["notices"]]


def test_a_system_without_a_mini_service_says_so(service, at):
    pharmacist = at(service)

    given = {"nhs_number": "9990000018", "birth_date": "1984-02-29"}
    assert pharmacist.do("find_patient", None, through=SMSP, **given)["status"] == "refused"
    assert pharmacist.do("check_nhs_number", None, **given)["status"] == "refused"


@pytest.mark.parametrize(
    ("planned", "outcome"),
    [
        pytest.param(verified("true"), "verified", id="true"),
        pytest.param(verified("false"), "not_verified", id="false"),
        pytest.param(verified(""), "not_verified", id="nothing"),
        pytest.param(verified("yes"), "not_verified", id="another-word"),
        pytest.param(answer("DEMOG-0040"), "not_verified", id="code"),
        pytest.param(answer("DEMOG-0001"), "not_found", id="nobody"),
        pytest.param(answer("DEMOG-0022"), "invalidated", id="invalidated"),
        pytest.param(answer("SMSP-0002"), "error", id="trouble"),
        pytest.param((500, soap_fault("Client")), "error", id="fault"),
    ],
)
def test_a_number_is_verified_or_not_and_neither_is_an_error(pharmacist, mini, planned, outcome):
    mini.planned = [planned]

    answered = check(pharmacist, **NUMBER)

    assert answered["observation"]["outcome"] == outcome
    assert answered["status"] == ("failed" if outcome == "error" else "done")
    assert mini.asked[0].action.endswith(":verifyNHSNumber-v1-0")


def test_a_replaced_number_is_not_verified_and_the_new_one_is_told(pharmacist, mini):
    mini.planned = [verified("false", "DEMOG-0017", "9990000026")]

    seen = check(pharmacist, **NUMBER)["observation"]

    assert (seen["outcome"], seen["nhs_number"]) == ("not_verified", "9990000026")
    assert [notice["kind"] for notice in seen["notices"]] == ["superseded"]


def test_a_number_is_asked_for_without_the_record(pharmacist, mini):
    mini.planned = [details(inside="")]

    seen = check(pharmacist, **DETAILS, gender="female")["observation"]

    assert (seen["outcome"], seen["nhs_number"]) == ("found", "9990000018")
    assert mini.asked[0].action.endswith(":getNHSNumber-v1-0")
    assert check(pharmacist, **DETAILS)["status"] == "refused"
    assert len(mini.requests) == 1


def test_answers_are_as_the_control_api_describes_them(pharmacist, mini):
    described = yaml.safe_load(DESCRIPTION.read_text(encoding="utf-8"))
    planned = (verified("true"), verified("false"), details("SMSP-0003"), *map(answer, OUTCOMES))
    for action in ("check_nhs_number", "find_patient"):
        path = described["paths"][f"/control/v1/actions/{action}"]["post"]["responses"]["200"]
        schema = path["content"]["application/json"]["schema"]
        judge = Draft202012Validator({"components": described["components"], **schema})
        for one in planned:
            mini.planned = [one]
            answered = pharmacist.do(action, pharmacist.referral, through=SMSP, **NUMBER)
            assert [error.message for error in judge.iter_errors(answered)] == []
