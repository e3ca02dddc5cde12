"""The Spine Mini Service: its five services, each response code, and what it withholds."""

from dataclasses import replace

import pytest
from lxml import etree

from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.people.demographics import Demographics, HeldAddress, HeldName, HeldTelecom
from smsp_requests import action, named, request

NAMES = {
    "s": "http://schemas.xmlsoap.org/soap/envelope/",
    "a": "http://www.w3.org/2005/08/addressing",
    "itk": "urn:nhs-itk:ns:201005",
    "h": "urn:hl7-org:v3",
}
BY_NUMBER, BY_SEARCH, GENERIC = (
    "getPatientDetailsByNHSNumber",
    "getPatientDetailsBySearch",
    "getPatientDetails",
)
OLD_ODS = "2.16.840.1.113883.2.1.3.2.4.19.2"


@pytest.fixture
def ask(nation, http):
    def ask(name, parameters, soap_action=None, **changes):
        url = nation.candidate_endpoints()["smsp"]["url"]
        headers = {"SOAPAction": soap_action or action(name), "Content-Type": "text/xml"}
        return http.post(url, headers=headers, content=request(name, parameters, **changes))

    return ask


@pytest.fixture
def hold(world):
    """Has the Spine hold a record of a journey's patient, and gives it."""

    def hold(issued, **changes):
        record = replace(Demographics.of(issued.person), **changes)
        world.hold(record, issued.journey)
        return record

    return hold


def by_number(person, **changes):
    return {"DateOfBirth": person.birth_date.strftime("%Y%m%d"), "NHSNumber": person.nhs_number} | changes


def by_details(person, **changes):
    asked = {
        "DateOfBirth": person.birth_date.strftime("%Y%m%d"),
        "Gender": {"male": "1", "female": "2"}[person.gender],
        "Name": named(person.family, person.given),
    } | changes
    return {name: value for name, value in asked.items() if value is not None}


def payload(answer):
    return etree.fromstring(answer.content).find(".//itk:payload/*", NAMES)


def code(answer):
    return payload(answer).find("h:value", NAMES).get("code")


def number(answer):
    ids = payload(answer).findall(".//h:patient/h:id", NAMES)
    return [one.get("extension") for one in ids]


def texts(answer, path):
    return [one.text or "" for one in payload(answer).findall(f".//h:patient/{path}", NAMES)]


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


def bare(answer):
    """Whether there is only id, code and value."""
    return [etree.QName(one).localname for one in payload(answer)] == ["id", "code", "value"]


@pytest.mark.parametrize("name", [BY_NUMBER, GENERIC, "verifyNHSNumber"])
def test_demog_0001_nobody_has_the_number(ask, name):
    answer = ask(name, {"DateOfBirth": "19800101", "NHSNumber": "9990000018"})

    assert (code(answer), bare(answer)) == ("DEMOG-0001", True)


def test_demog_0001_of_a_patient_of_another_country_nothing_is_held(ask, hold, issued):
    hold(issued, known=False)

    assert code(ask(BY_NUMBER, by_number(issued.person))) == "DEMOG-0001"
    assert code(ask(BY_SEARCH, by_details(issued.person))) == "DEMOG-0001"


@pytest.mark.parametrize("name", [BY_SEARCH, GENERIC, "getNHSNumber"])
def test_demog_0001_nobody_has_the_details(ask, issued, name):
    assert code(ask(name, by_details(issued.person, DateOfBirth="19000101"))) == "DEMOG-0001"


@pytest.mark.parametrize("name", [BY_SEARCH, GENERIC, "getNHSNumber"])
def test_demog_0007_several_match_and_none_of_them_is_shown(ask, admit, hold, issued, name):
    twin = Demographics.of(issued.person)
    hold(admit(), names=twin.names, birth_date=twin.birth_date, gender=twin.gender)

    answer = ask(name, by_details(issued.person))

    assert (code(answer), bare(answer)) == ("DEMOG-0007", True)


@pytest.mark.parametrize("name", [BY_NUMBER, GENERIC])
def test_demog_0017_a_replaced_number_brings_the_new_one_with_its_details(ask, admit, hold, issued, name):
    new = admit()
    born = new.person.birth_date.isoformat()
    hold(issued, replaced_by=new.person.nhs_number, birth_date=born)

    answer = ask(name, by_number(issued.person, DateOfBirth=born.replace("-", "")))

    assert (code(answer), number(answer)) == ("DEMOG-0017", [new.person.nhs_number])
    assert texts(answer, "h:name/h:family") == [new.person.family]


def test_demog_0017_a_replaced_number_is_not_verified(ask, admit, hold, issued):
    new = admit()
    hold(issued, replaced_by=new.person.nhs_number)

    answer = ask("verifyNHSNumber", by_number(new.person, NHSNumber=issued.person.nhs_number))

    assert (code(answer), verified(answer), number(answer)) == (
        "DEMOG-0017",
        "false",
        [new.person.nhs_number],
    )


def test_a_replaced_number_gives_nobodys_details_to_whoever_does_not_know_the_birth_date(
    ask, admit, hold, issued
):
    hold(issued, replaced_by=admit().person.nhs_number)

    answer = ask(BY_NUMBER, by_number(issued.person, DateOfBirth="19000101"))

    assert (code(answer), bare(answer)) == ("DEMOG-0040", True)


def test_a_replaced_record_is_not_found_by_details(ask, admit, hold, issued):
    hold(issued, replaced_by=admit().person.nhs_number)

    assert code(ask(BY_SEARCH, by_details(issued.person))) == "DEMOG-0001"


@pytest.mark.parametrize("name", [BY_NUMBER, GENERIC, "verifyNHSNumber"])
def test_demog_0022_an_invalidated_number(ask, hold, issued, name):
    hold(issued, security="REDACTED")

    answer = ask(name, by_number(issued.person))

    assert (code(answer), bare(answer)) == ("DEMOG-0022", True)
    assert code(ask(BY_SEARCH, by_details(issued.person))) == "DEMOG-0001"


def test_demog_0022_numbers_that_replace_each_other_lead_nowhere(ask, admit, hold, issued):
    other = admit()
    hold(issued, replaced_by=other.person.nhs_number)
    hold(other, replaced_by=issued.person.nhs_number)

    assert code(ask(BY_NUMBER, by_number(issued.person))) == "DEMOG-0022"


@pytest.mark.parametrize("changes", [{"DateOfBirth": "19000101"}, {"Name": named("Somebody-Else")}])
@pytest.mark.parametrize("name", [BY_NUMBER, GENERIC])
def test_demog_0040_the_number_is_of_somebody_else(ask, issued, name, changes):
    answer = ask(name, by_number(issued.person, **changes))

    assert (code(answer), bare(answer)) == ("DEMOG-0040", True)


@pytest.mark.parametrize("old", ["ABCD123", "999000001", "99900000181"])
def test_demog_0042_a_number_of_the_old_style(ask, issued, old):
    assert code(ask(BY_NUMBER, by_number(issued.person, NHSNumber=old))) == "DEMOG-0042"


WRONG_INPUT = {
    "no-birth-date": (BY_NUMBER, {"NHSNumber": "9990000018"}),
    "no-number": (BY_NUMBER, {"DateOfBirth": "19800101"}),
    "no-gender": (BY_SEARCH, {"DateOfBirth": "19800101", "Name": named("Smith")}),
    "no-name": ("getNHSNumber", {"DateOfBirth": "19800101", "Gender": "1"}),
    "a-year-and-a-month": (BY_NUMBER, {"DateOfBirth": "198001", "NHSNumber": "9990000018"}),
    "hyphens-in-the-birth-date": (BY_NUMBER, {"DateOfBirth": "1980-01-01", "NHSNumber": "9990000018"}),
    "a-wrong-check-digit": (BY_NUMBER, {"DateOfBirth": "19800101", "NHSNumber": "9990000019"}),
    "a-gender-in-words": (BY_SEARCH, {"DateOfBirth": "19800101", "Gender": "male", "Name": named("Smith")}),
    "an-early-wildcard": (BY_SEARCH, {"DateOfBirth": "19800101", "Gender": "1", "Name": named("S*")}),
    "two-family-names": (
        BY_SEARCH,
        {"DateOfBirth": "19800101", "Gender": "1", "Name": named("Smith") + named("Jones")},
    ),
    "a-birth-date-alone": (GENERIC, {"DateOfBirth": "19800101"}),
}


@pytest.mark.parametrize(("name", "parameters"), WRONG_INPUT.values(), ids=WRONG_INPUT)
def test_smsp_0001_what_cannot_be_asked(ask, name, parameters):
    answer = ask(name, parameters)

    assert (answer.status_code, code(answer), bare(answer)) == (200, "SMSP-0001", True)


ON_PURPOSE = ("SMSP-0002", "SMSP-9999", "DEMOG-9999", "DEMOG-0042", "SMSP-0001", "DEMOG-0007")


def go_wrong(world, issued, name="*", **how):
    about = issued.person.nhs_number
    world.faults.plan(Fault("on purpose", "smsp", name, issued.journey, about=about, **how))


@pytest.mark.parametrize("wanted", ON_PURPOSE)
def test_a_fault_has_it_say_any_code_once(ask, world, issued, wanted):
    go_wrong(world, issued, code=wanted)

    first, second = (ask(BY_NUMBER, by_number(issued.person)) for _ in range(2))

    assert (code(first), bare(first)) == (wanted, True)
    assert code(second) == "SMSP-0000"


def test_smsp_0003_the_local_store_has_an_older_copy(ask, world, hold, issued):
    moved = HeldAddress(("1 New Street", "Leeds"), "LS1 4AB")
    hold(issued, addresses=(moved,))
    go_wrong(world, issued, code="SMSP-0003")

    stale, fresh = (ask(BY_NUMBER, by_number(issued.person)) for _ in range(2))

    assert (code(stale), texts(stale, "h:addr/h:postalCode")) == ("SMSP-0003", [issued.person.postcode])
    assert (code(fresh), texts(fresh, "h:addr/h:postalCode")) == ("SMSP-0000", ["LS1 4AB"])


def test_the_local_store_knows_nobody_whom_the_spine_never_knew(ask, world, issued):
    world.faults.plan(Fault("on purpose", "smsp", "*", code="SMSP-0003", about="9990000026"))

    assert code(ask(BY_NUMBER, {"DateOfBirth": "19800101", "NHSNumber": "9990000026"})) == "DEMOG-0001"


def fault_of(answer):
    root = etree.fromstring(answer.content)
    info = root.find("s:Body/s:Fault/detail/itk:ToolkitErrorInfo", NAMES)
    return root.findtext("s:Body/s:Fault/faultcode", namespaces=NAMES), info.findtext(
        "itk:ErrorCode", namespaces=NAMES
    )


def test_a_fault_has_it_answer_with_a_soap_fault(ask, world, issued):
    go_wrong(world, issued, BY_NUMBER, code="Fault")

    answer = ask(BY_NUMBER, by_number(issued.person))

    assert (answer.status_code, fault_of(answer)) == (500, ("soap:Server", "2200"))


MALFORMED = {
    "soap-action-of-another-service": {"soap_action": action("verifyNHSNumber")},
    "no-service": {"soap_action": "urn:nhs-itk:services:201005:getEverything-v1-0"},
    "another-wsa-action": {"action": action("verifyNHSNumber")},
    "another-service-in-the-header": {"service": action("verifyNHSNumber")},
    "counts-that-differ": {"count": "2"},
    "a-payload-of-another-id": {"payload": "uuid_0"},
}


@pytest.mark.parametrize("changes", MALFORMED.values(), ids=MALFORMED)
def test_envelopes_that_disagree_are_refused_with_a_soap_fault(ask, issued, changes):
    answer = ask(BY_NUMBER, by_number(issued.person), **changes)

    assert (answer.status_code, fault_of(answer)) == (500, ("soap:Client", "1000"))


HOSTILE = {
    "empty": b"",
    "no-xml": b"<a",
    "entities": b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    "external": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "another-root": b'<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"/>',
    "no-body": b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>',
    "deep": b"<a>" * 5000,
    "large": b"<a>" + b" " * (256 * 1024) + b"</a>",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_xml_is_refused_with_a_soap_fault(nation, http, body):
    url = nation.candidate_endpoints()["smsp"]["url"]

    answer = http.post(url, headers={"SOAPAction": action(BY_NUMBER)}, content=body)

    assert (answer.status_code, fault_of(answer)) == (500, ("soap:Client", "1000"))


LENIENT = {
    "another-root-element": {"root": "getPatientDetailsByNHSNumber-v1-0"},
    "an-id-in-small-letters": {"tracking_id": "0d355cfc-53fb-11e6-9b40-6c3be5a63fa4"},
    "no-audit-identity": {"audit": ""},
    "a-time-long-past": {"expires": "2016-07-27T11:20:23Z"},
    "another-profile": {"profile": "urn:nhs-en:profile:something-v1-0"},
    "quotes-round-the-action": {"soap_action": f'"{action(BY_NUMBER)}"'},
}


@pytest.mark.parametrize("changes", LENIENT.values(), ids=LENIENT)
def test_what_the_service_is_not_known_to_refuse_is_answered(ask, issued, changes):
    assert code(ask(BY_NUMBER, by_number(issued.person), **changes)) == "SMSP-0000"


def test_parameters_in_another_order_are_read_all_the_same(ask, issued):
    whole = request(BY_NUMBER, by_number(issued.person)).decode()
    query = whole.partition("<queryEvent>")[2].partition("</queryEvent>")[0]
    middle = query.index("</Person.DateOfBirth>") + len("</Person.DateOfBirth>")

    answer = ask(BY_NUMBER, {}, query=query[middle:] + query[:middle])

    assert code(answer) == "SMSP-0000"


def test_the_wsdls_address_of_one_service_is_there_too(nation, http, issued):
    url = nation.candidate_endpoints()["smsp"]["url"] + f"/{BY_NUMBER}-v1-0"

    answer = http.post(
        url, headers={"SOAPAction": action(BY_NUMBER)}, content=request(BY_NUMBER, by_number(issued.person))
    )

    assert code(answer) == "SMSP-0000"


def test_where_a_restricted_patient_lives_is_withheld(ask, hold, issued):
    hold(issued, security="R")

    answer = ask(BY_NUMBER, by_number(issued.person))

    assert (code(answer), texts(answer, "h:name/h:family")) == ("SMSP-0000", [issued.person.family])
    for withheld in ("addr", "telecom", "gPPractice"):
        assert payload(answer).find(f".//h:{withheld}", NAMES) is None
    assert issued.person.postcode.encode() not in answer.content


def test_a_restricted_patient_is_not_found_by_where_they_live(ask, hold, issued):
    hold(issued, security="R")

    assert code(ask(BY_SEARCH, by_details(issued.person))) == "SMSP-0000"
    assert code(ask(BY_SEARCH, by_details(issued.person, Postcode=issued.person.postcode))) == "DEMOG-0001"


def test_of_a_very_restricted_patient_there_is_the_number_alone(ask, hold, issued):
    hold(issued, security="V")

    answer = ask(BY_NUMBER, by_number(issued.person))

    assert (number(answer), texts(answer, "h:name/h:family")) == ([issued.person.nhs_number], [])
    assert issued.person.family.encode() not in answer.content
    assert code(ask(BY_SEARCH, by_details(issued.person))) == "DEMOG-0001"


def test_a_death_is_told_and_one_that_was_taken_back_is_not(ask, hold, issued):
    hold(issued, deceased="2024-03-01T10:00:00+00:00", death_status="2")
    died = ask(BY_NUMBER, by_number(issued.person))
    hold(issued, deceased="2024-03-01", death_status="U")
    lives = ask(BY_NUMBER, by_number(issued.person))

    assert payload(died).find(".//h:deceasedTime", NAMES).get("value") == "20240301"
    assert payload(lives).find(".//h:deceasedTime", NAMES) is None


def test_a_practice_that_the_patient_left_is_not_given(ask, hold, issued):
    hold(issued, practice_end="2020-01-01")

    assert payload(ask(BY_NUMBER, by_number(issued.person))).find(".//h:gPPractice", NAMES) is None


def test_what_there_is_more_than_one_of_is_given_by_its_use(ask, hold, issued):
    hold(
        issued,
        names=(
            HeldName("Married", ("Anne", "Mary", "Jane"), prefix="Mrs"),
            HeldName("Born", ("Anne",), use="maiden"),
        ),
        addresses=(
            HeldAddress(("1 Home Street",), "LS1 1AA"),
            HeldAddress(("2 Away Street",), "LS2 2BB", use="temp"),
            HeldAddress(("3 Gone Street",), "LS3 3CC", end="2019-01-01"),
        ),
        telecoms=(HeldTelecom("07700 900123", use="mobile"), HeldTelecom("anne@example.com", system="email")),
    )

    answer = ask(BY_NUMBER, by_number(issued.person))

    assert texts(answer, "h:name/h:given") == ["Anne", "Mary"]
    assert texts(answer, "h:addr/h:postalCode") == ["LS1 1AA", "LS2 2BB"]
    telecoms = [dict(one.attrib) for one in payload(answer).findall(".//h:patient/h:telecom", NAMES)]
    assert telecoms == [
        {"value": "tel:07700900123", "use": "MC"},
        {"value": "mailto:anne@example.com", "use": "H"},
    ]
    assert code(ask(BY_SEARCH, by_details(issued.person, Name=named("Born", "Anne")))) == "DEMOG-0001"


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
