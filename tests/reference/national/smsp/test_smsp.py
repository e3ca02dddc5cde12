"""How the reference asks the Spine Mini Service, and what it makes of each answer."""

import re
from urllib.parse import unquote

import pytest
import yaml
from jsonschema import Draft202012Validator
from lxml import etree
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from checkout import ROOT
from cpcs_harness.formats.smsp.message import read_request
from cpcs_harness.formats.smsp.schemas import problems
from cpcs_harness.formats.xml import read_xml
from reference_nation import GPHC, served

SMSP = "spine-mini-service"
DESCRIPTION = ROOT / "docs" / "reference" / "control-api.yaml"
WHOLE = """
<name><prefix>Ms</prefix><given>Maeve</given><given>Ann</given><family>Whitlow</family></name>
<addr use="TMP"><postalCode>LS9 9ZZ</postalCode><streetAddressLine>Elsewhere</streetAddressLine></addr>
<addr use="H"><postalCode>LS2 9AA</postalCode><streetAddressLine>7 Sedge Lane</streetAddressLine>
<streetAddressLine>Leeds</streetAddressLine><streetAddressLine/></addr>
<telecom value="mailto:maeve@example.com"/><telecom value="tel:01632960444" use="H"/>
<patientPerson classCode="PSN" determinerCode="INSTANCE"><administrativeGenderCode code="2"/>
<birthTime value="19840229"/>{more}<gPPractice classCode="SDLOC"><locationOrganization><id root="x" extension="B86999"/>
<name>Sedge Surgery</name></locationOrganization></gPPractice></patientPerson>"""


def answer(code, inside="", message="getPatientDetailsResponse-v1-0"):
    """Write an answer as text."""
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/><s:Body>'
        '<i:DistributionEnvelope xmlns:i="urn:nhs-itk:ns:201005"><i:header/><i:payloads count="1"><i:payload>'
        f'<{message} xmlns="urn:hl7-org:v3"><value code="{code}"/>{inside}</{message}>'
        "</i:payload></i:payloads></i:DistributionEnvelope></s:Body></s:Envelope>"
    )


def details(code="SMSP-0000", number="9990000018", inside=WHOLE, more=""):
    known = f'<id root="2.16.840.1.113883.2.1.4.1" extension="{number}"/>{inside.format(more=more)}'
    return answer(code, f'<subject><patient classCode="PAT">{known}</patient></subject>')


def verified(valid, code="SMSP-0000", number="9990000018"):
    told = f'<value value="{valid}"/><subject><patient><id root="2.16.840.1.113883.2.1.4.1" extension="{number}"/>'
    inside = f"<component><validIdentifier>{told}</patient></subject></validIdentifier></component>"
    return answer(code, inside, "verifyNHSNumberResponse-v1-0")


def soap_fault(code):
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>'
        f"<faultcode>s:{code}</faultcode><faultstring>No</faultstring></s:Fault></s:Body></s:Envelope>"
    )


class MiniService:
    """A stand-in that answers what it is told to, and then as if all were well."""

    def __init__(self):
        self.app = Starlette(routes=[Route("/smsp", self.answer, methods=["POST"])])
        self.reset()

    def reset(self):
        self.requests = []
        self.planned = []
        self.usual = details()

    async def answer(self, request):
        self.requests.append((dict(request.headers), await request.body()))
        planned = self.planned.pop(0) if self.planned else self.usual
        status, body = planned if isinstance(planned, tuple) else (200, planned)
        return Response(body, status, media_type="text/xml")

    @property
    def asked(self):
        return [read_request(read_xml(body)) for _, body in self.requests]


@pytest.fixture(scope="module")
def played():
    stand_in = MiniService()
    with served(stand_in.app) as port:
        yield stand_in, f"http://127.0.0.1:{port}/smsp"


@pytest.fixture
def mini(played, settings):
    stand_in, settings["smsp"] = played[0], {"url": played[1]}
    stand_in.reset()
    return stand_in


@pytest.fixture
def pharmacist(mini, make_service, at, make_report, nation):
    """A pharmacist with one referral, at a system that uses the mini service without waiting between tries."""
    service = make_service()
    service.smsp.first_pause = 0.0
    pharmacist = at(service)
    service.intake.receive(make_report())
    pharmacist.referral = pharmacist.see("worklist")["referrals"][0]["referral"]
    return pharmacist


def find(pharmacist, **given):
    return pharmacist.do("find_patient", pharmacist.referral, through=SMSP, **given)


def by_number(pharmacist, **given):
    return find(pharmacist, nhs_number="999 000 0018", birth_date="1984-02-29", **given)


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


DETAILS = {"family": "Whitlow", "given": "Maeve", "birth_date": "1984-02-29", "postcode": "LS2 9AA"}


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


def test_what_a_search_found_is_adopted_without_being_asked_for_again(pharmacist, mini):
    find(pharmacist, **DETAILS, gender="female")

    adopted = pharmacist.see("choose_patient", pharmacist.referral, nhs_number="9990000018")["patient"]

    assert len(mini.requests) == 1
    assert adopted["practice"] == {"ods": "B86999", "name": "Sedge Surgery"}


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


OUTCOMES = {
    "DEMOG-0001": "not_found",
    "DEMOG-0007": "too_many",
    "DEMOG-0022": "invalidated",
    "DEMOG-0040": "not_verified",
    "DEMOG-0042": "not_verified",
}


@pytest.mark.parametrize(("code", "outcome"), OUTCOMES.items())
def test_a_code_without_a_patient_is_told_and_not_asked_again(pharmacist, mini, code, outcome):
    mini.planned = [answer(code)]

    seen = by_number(pharmacist)["observation"]

    assert (seen["outcome"], seen["matches"]) == (outcome, [])
    assert "refine" in [one["kind"] for one in seen["notices"]]
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

    assert "superseded" in [one["kind"] for one in seen["notices"]]
    assert adopted["nhs_number"] == "9990000026"


def test_an_older_copy_is_marked_as_one_until_a_fresh_one_comes(pharmacist, mini):
    mini.planned = [details("SMSP-0003")]

    seen = by_number(pharmacist)["observation"]
    adopted = pharmacist.see("choose_patient", pharmacist.referral, nhs_number="9990000018")["patient"]
    opened = pharmacist.see("open_referral", pharmacist.referral)
    by_number(pharmacist)
    again = pharmacist.see("open_referral", pharmacist.referral)

    for shown in (seen, adopted, opened, opened["adopted_patient"]):
        assert "stale" in [one["kind"] for one in shown["notices"]]
    for shown in (again, again["adopted_patient"]):
        assert "stale" not in [one["kind"] for one in shown["notices"]]


@pytest.mark.parametrize(
    ("more", "deceased_on"),
    [('<deceasedTime value="20240301"/>', "2024-03-01"), ('<deceasedTime value="2024"/>', "2024")],
)
def test_a_death_is_told(pharmacist, mini, more, deceased_on):
    mini.planned = [details(more=more)]

    [patient] = by_number(pharmacist)["observation"]["matches"]

    assert (patient["deceased"], patient["deceased_on"]) == (True, deceased_on)
    assert "deceased" in [one["kind"] for one in patient["notices"]]


def test_a_record_that_says_nothing_of_where_the_patient_is_is_taken_for_a_restricted_one(pharmacist, mini):
    bare = re.sub("<addr.*/>\n(?=<patientPerson)|<gPPractice.*</gPPractice>", "", WHOLE, flags=re.S)
    mini.planned = [details(inside=bare)]

    [patient] = by_number(pharmacist)["observation"]["matches"]

    assert (patient["family"], patient["restricted"]) == ("Whitlow", True)
    assert (patient["address"], patient["telephone"]) == ({"lines": [], "postcode": ""}, "")


def test_a_record_of_the_number_alone_cannot_be_adopted(pharmacist, mini):
    mini.planned = [details(inside="")]

    seen = by_number(pharmacist)["observation"]

    assert "very-restricted" in [one["kind"] for one in seen["notices"]]
    assert (
        pharmacist.do("choose_patient", pharmacist.referral, nhs_number="9990000018")["status"] == "refused"
    )


PASSING = {
    "provider-failure": answer("SMSP-9999"),
    "spine-failure": answer("DEMOG-9999"),
    "server-fault": (500, soap_fault("Server")),
    "gateway": (502, "<html>Bad gateway"),
    "empty-500": (503, ""),
}
LASTING = {
    "input": answer("SMSP-0001"),
    "response": answer("SMSP-0002"),
    "client-fault": (500, soap_fault("Client")),
    "no-xml": (200, "nothing to see"),
    "no-payload": (200, "<a/>"),
    "no-code": answer(""),
    "unknown-code": answer("SMSP-4711"),
    "success-without-a-patient": answer("SMSP-0000"),
    "a-patient-without-a-number": details(number=""),
}


@pytest.mark.parametrize("planned", PASSING.values(), ids=PASSING)
def test_what_may_pass_is_asked_again_under_new_ids_and_only_so_often(pharmacist, mini, planned):
    mini.planned = [planned] * 2
    assert by_number(pharmacist)["observation"]["outcome"] == "found"
    mini.planned = [planned] * 3
    assert by_number(pharmacist)["observation"]["outcome"] == "error"

    assert len(mini.requests) == 6
    for name in ("message_id", "tracking_id"):
        assert len({getattr(asked, name) for asked in mini.asked}) == 6


@pytest.mark.parametrize("planned", LASTING.values(), ids=LASTING)
def test_what_will_not_pass_is_an_error_at_once(pharmacist, mini, planned):
    mini.planned = [planned] * 2

    answered = by_number(pharmacist)

    assert (answered["status"], answered["observation"]["outcome"]) == ("failed", "error")
    assert "unavailable" in [one["kind"] for one in answered["observation"]["notices"]]
    assert len(mini.requests) == 1


HOSTILE = {
    "entities": '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    "external": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    "deep": "<a>" * 10_000,
    "wide": f"<a>{'<b/>' * 100_000}</a>",
    "not-utf-8": '<?xml version="1.0" encoding="UTF-16"?><a/>',
    "long-code": answer("X" * 5000),
    "code-like-markup": answer("&lt;script&gt;"),
    "long-fault": (500, soap_fault("Client" + "X" * 5000)),
}


@pytest.mark.parametrize("planned", HOSTILE.values(), ids=HOSTILE)
def test_hostile_answers_are_errors_and_short(pharmacist, mini, planned):
    mini.planned = [planned] * 3

    answered = by_number(pharmacist)

    assert answered["observation"]["outcome"] == "error"
    assert len(answered["reason"]) < 400


def test_a_mini_service_that_is_down_leaves_the_referral_to_be_worked_on(
    settings, make_service, at, make_report, nation
):
    settings["smsp"] = {"url": "http://127.0.0.1:1/smsp"}
    pharmacist = at(make_service())
    pharmacist.service.smsp.first_pause = 0.0
    pharmacist.service.intake.receive(make_report())
    pharmacist.referral = pharmacist.see("worklist")["referrals"][0]["referral"]

    answered = by_number(pharmacist)
    opened = pharmacist.see("open_referral", pharmacist.referral)

    assert answered["observation"]["outcome"] == "error"
    assert "unavailable" in [one["kind"] for one in opened["notices"]]


def test_a_system_without_a_mini_service_says_so(service, at):
    pharmacist = at(service)

    given = {"nhs_number": "9990000018", "birth_date": "1984-02-29"}
    assert pharmacist.do("find_patient", None, through=SMSP, **given)["status"] == "refused"
    assert pharmacist.do("check_nhs_number", None, **given)["status"] == "refused"


def check(pharmacist, **given):
    return pharmacist.do("check_nhs_number", pharmacist.referral, **given)


NUMBER = {"nhs_number": "9990000018", "birth_date": "1984-02-29"}


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
    assert [one["kind"] for one in seen["notices"]] == ["superseded"]


def test_a_number_is_asked_for_without_the_record(pharmacist, mini):
    mini.planned = [details(inside="")]

    seen = check(pharmacist, **DETAILS, gender="female")["observation"]

    assert (seen["outcome"], seen["nhs_number"]) == ("found", "9990000018")
    assert mini.asked[0].action.endswith(":getNHSNumber-v1-0")
    assert check(pharmacist, **DETAILS)["status"] == "refused"
    assert len(mini.requests) == 1


def test_each_try_is_in_the_audit_trail(pharmacist, mini):
    mini.planned = [answer("SMSP-9999")]
    by_number(pharmacist)

    entries = [one for one in pharmacist.see("read_audit")["entries"] if one["channel"] == "smsp"]

    assert [one["result"] for one in entries] == ["SMSP-9999", "SMSP-0000"]
    assert [one["request_id"] for one in entries] == [asked.message_id for asked in mini.asked]
    assert {one["event"] for one in entries} == {"getPatientDetailsByNHSNumber"}


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


def test_the_answers_of_the_stand_in_are_xml():
    for text in (details(), verified("true"), soap_fault("Client")):
        etree.fromstring(text)
