"""junit.xml says to a pipeline what failed, what broke and what is still open, and no more than that."""

import pytest
from lxml import etree

from assessed import typed
from cpcs_harness.reporters import junit

OF_PDS = "testsuite[starts-with(@name, 'MI-PDS-E')]/testcase"


@pytest.fixture
def suites(sample):
    root = etree.fromstring(junit.render(*typed(sample)))
    return {suite.get("name").split()[0]: suite for suite in root}


def results(suite):
    """Give each case's result by its name, or by its criterion where it stands for one."""
    return {
        case.get("name").split("::")[-1].split("[")[0]: result_of(case) for case in suite.findall("testcase")
    }


def result_of(case):
    return next((child.tag for child in case if child.tag in ("failure", "error", "skipped")), "passed")


def test_there_is_a_suite_for_each_requirement(sample, suites):
    assert list(suites) == [one["id"] for one in (*sample[0]["requirements"], *sample[0]["context"])]
    assert suites["MI-PDS-E"].get("name") == "MI-PDS-E pds essential"


def test_what_the_toolkit_does_not_ask_for_breaks_no_pipeline(sample, suites):
    assert sample[0]["context"][0]["verdict"] == "not_met"
    assert set(results(suites["MI-CTX-CIS2"]).values()) == {"skipped"}


def test_the_counts_are_those_of_the_cases(sample):
    root = etree.fromstring(junit.render(*typed(sample)))

    for element in [root, *root]:
        cases = [result_of(case) for case in element.iter("testcase")]
        assert int(element.get("tests")) == len(cases)
        assert int(element.get("failures")) == cases.count("failure")
        assert int(element.get("errors")) == cases.count("error")
        assert int(element.get("skipped")) == cases.count("skipped")
    assert (root.get("failures"), root.get("errors")) == ("1", "1")


def test_a_must_that_fails_is_a_failure_and_a_should_is_not(suites):
    assert results(suites["MI-PDS-E"]) == {
        "test_the_assertion_is_signed": "passed",
        "test_request_ids_are_uuids": "passed",
        "test_no_request_id_is_used_twice": "failure",
        "test_a_token_is_used_again": "passed",
        "PDS-20 The Spine Mini Service is asked with the pharmacy's own ASID.": "skipped",
        "test_a_request_that_is_sent_again_keeps_its_id": "skipped",
    }
    assert "warning, which fails nothing" in suites["MI-PDS-E"].findtext("testcase/system-out")


def test_a_failure_says_what_was_expected_and_where_and_what_can_happen_to_a_patient(suites):
    failure = suites["MI-PDS-E"].find("testcase/failure")

    assert failure.get("message").startswith("expected each request to PDS to carry an X-Request-ID")
    assert "to do    Make a new UUID" in failure.text
    assert "\nrisk     The pharmacist acts on another patient's record.\nexpected " in failure.text


@pytest.mark.parametrize(
    ("requirement", "name", "result"),
    [
        ("MI-DMD-E", "test_each_medicine_is_coded", "error"),
        ("MI-GPN-E", "test_the_content_is_whole", "skipped"),
        (
            "MI-N111-E",
            "N111-02 The pharmacist sees the patient's name and birth date as they were sent.",
            "skipped",
        ),
        ("MI-N111-E", "test_the_patient_is_shown", "passed"),
        ("MI-N111-E", "N111-11 Staff are alerted to a new referral without having to look for it.", "passed"),
        (
            "MI-CKS-E",
            "CKS-02 The link opens within the consultation, without losing what was typed.",
            "skipped",
        ),
        ("UM-GPN-E", "test_the_practice_gets_it", "skipped"),
        ("MI-GPR-E", "MI-GPR-E as a whole", "skipped"),
    ],
)
def test_what_is_open_is_skipped_with_its_reason(suites, requirement, name, result):
    assert results(suites[requirement])[name] == result


def test_what_is_skipped_says_why(suites):
    assert suites["MI-CKS-E"].find("testcase/skipped").get("message") == (
        "awaiting a person: Nobody has watched it yet."
    )
    assert (
        suites["MI-GPR-E"].find("testcase/skipped").get("message")
        == "The project does not test this cell yet."
    )


def test_verdicts_are_properties(suites):
    properties = {
        one.get("name"): one.get("value") for one in suites["MI-BSA-E"].findall("properties/property")
    }

    assert properties["verdict"] == "met_on_model"
    assert properties["component_title"] == "BSA Claims and reporting"


def test_each_suite_says_that_another_judged(sample):
    sample[0]["harness"] |= {"as_planned": False, "differs": ["engine"], "sentence": "Not so planned."}

    root = etree.fromstring(junit.render(*typed(sample)))

    assert {suite.xpath("string(properties/property[@name='judging']/@value)") for suite in root} == {
        "Not so planned."
    }


def test_each_case_and_each_suite_say_how_long_the_checks_took(sample):
    assessment, evidence = sample
    for requirement in assessment["requirements"]:
        for criterion in requirement["criteria"]:
            for check in criterion["checks"]:
                check["seconds"] = 0.25
    root = etree.fromstring(junit.render(*typed((assessment, evidence))))

    for suite in root:
        times = [float(case.get("time")) for case in suite.findall("testcase")]
        assert float(suite.get("time")) == sum(times)
    assert float(root.get("time")) == sum(float(suite.get("time")) for suite in root)
    of_pds = {case.get("name").split("::")[-1]: case.get("time") for case in root.xpath(OF_PDS)}
    assert set(of_pds.values()) == {"0.250", "0.000"}
    assert [name.split()[0] for name, time in of_pds.items() if time == "0.000"] == [
        "PDS-20"
    ]  # a person judges it
