"""The Spine Mini Service: its five services, and what is recorded of each exchange."""

import pytest
from lxml import etree

from smsp_answers import (
    BY_NUMBER,
    BY_SEARCH,
    GENERIC,
    NAMES,
    by_details,
    by_number,
    code,
    number,
    payload,
    texts,
)
from smsp_requests import action, named, request

OLD_ODS = "2.16.840.1.113883.2.1.3.2.4.19.2"


def test_an_answer_is_a_payload_in_an_envelope_of_the_response_action(ask, issued):
    answer = ask(BY_NUMBER, by_number(issued.person))

    root = etree.fromstring(answer.content)
    said = f"{action(BY_NUMBER)}Response"
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    assert root.findtext("s:Header/a:Action", namespaces=NAMES) == said
    assert root.find(".//itk:header", NAMES).get("service") == said
    item = root.find(".//itk:manifestitem", NAMES)
    assert item.get("profileid") == "urn:nhs-en:profile:getPatientDetailsResponse-v1-0"
    assert item.get("id") == root.find(".//itk:payload", NAMES).get("id")
    assert payload(answer).tag == "{urn:hl7-org:v3}getPatientDetailsResponse-v1-0"


@pytest.mark.parametrize("name", [BY_NUMBER, GENERIC])
def test_a_patient_is_found_by_number_and_birth_date(ask, issued, name):
    person = issued.person

    answer = ask(name, by_number(person))

    assert (code(answer), number(answer)) == ("SMSP-0000", [person.nhs_number])
    assert (texts(answer, "h:name/h:family"), texts(answer, "h:name/h:given")) == (
        [person.family],
        [person.given],
    )
    address = payload(answer).find(".//h:patient/h:addr", NAMES)
    assert address.get("use") == "H"
    assert address.findtext("h:postalCode", namespaces=NAMES) == person.postcode
    lines = [one.text or "" for one in address.findall("h:streetAddressLine", NAMES)]
    assert lines == [*person.address, "", ""]
    assert payload(answer).find(".//h:patient/h:telecom", NAMES).get("value").startswith("tel:")
    of_person = payload(answer).find(".//h:patientPerson", NAMES)
    assert of_person.find("h:birthTime", NAMES).get("value") == person.birth_date.strftime("%Y%m%d")
    practice = of_person.find("h:gPPractice/h:locationOrganization", NAMES)
    assert practice.find("h:id", NAMES).attrib == {"root": OLD_ODS, "extension": person.practice.ods}
    assert practice.findtext("h:name", namespaces=NAMES) == person.practice.name


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(lambda person: {}, id="whole"),
        pytest.param(lambda person: {"Name": named(person.family.upper())}, id="upper-case-family"),
        pytest.param(lambda person: {"Name": named(f"{person.family[:2]}*")}, id="family-wildcard"),
        pytest.param(
            lambda person: {"Name": named(person.family, f"{person.given[:2]}*")}, id="given-wildcard"
        ),
        pytest.param(lambda person: {"Postcode": person.postcode.replace(" ", "")}, id="unspaced-postcode"),
        pytest.param(lambda person: {"Postcode": f"{person.postcode[:2]}*"}, id="postcode-wildcard"),
    ],
)
@pytest.mark.parametrize("name", [BY_SEARCH, GENERIC, "getNHSNumber"])
def test_a_patient_is_found_by_details(ask, issued, name, changes):
    answer = ask(name, by_details(issued.person, **changes(issued.person)))

    assert (code(answer), number(answer)) == ("SMSP-0000", [issued.person.nhs_number])


def test_get_nhs_number_gives_the_number_alone_and_the_local_one_after_it(ask, issued):
    answer = ask("getNHSNumber", by_details(issued.person, LocalIdentifier="LOC-1"))

    assert number(answer) == [issued.person.nhs_number, "LOC-1"]
    assert texts(answer, "h:name/h:family") == []
    assert payload(answer).tag.endswith("getNHSNumberResponse-v1-0")


def test_a_number_is_verified(ask, issued):
    answer = ask("verifyNHSNumber", by_number(issued.person))

    assert (code(answer), verified(answer), number(answer)) == (
        "SMSP-0000",
        "true",
        [issued.person.nhs_number],
    )


def verified(answer):
    return payload(answer).find("h:component/h:validIdentifier/h:value", NAMES).get("value")


def test_a_number_whose_birth_date_differs_is_not_verified_and_that_is_no_error(ask, issued):
    answer = ask("verifyNHSNumber", by_number(issued.person, DateOfBirth="19000101"))

    assert (code(answer), verified(answer)) == ("SMSP-0000", "false")


def test_the_wsdls_address_of_one_service_is_there_too(nation, http, issued):
    url = nation.candidate_endpoints()["smsp"]["url"] + f"/{BY_NUMBER}-v1-0"

    answer = http.post(
        url, headers={"SOAPAction": action(BY_NUMBER)}, content=request(BY_NUMBER, by_number(issued.person))
    )

    assert code(answer) == "SMSP-0000"


def test_each_exchange_is_recorded_under_its_service_with_its_code_and_how_sure_the_answer_is(
    ask, seen, hold, issued
):
    hold(issued, security="R")
    ask("verifyNHSNumber", by_number(issued.person, DateOfBirth="19000101"))
    ask(BY_NUMBER, by_number(issued.person))

    verify, details = seen.last("smsp", "verifyNHSNumber"), seen.last("smsp", BY_NUMBER)
    assert (verify["journey"], verify["data"]["facts"]["code"]) == (issued.journey, "SMSP-0000")
    assert {verify["data"]["certainty"], details["data"]["certainty"]} == {"inferred"}
    assert details["data"]["source"].startswith("PDS Mini Services")
