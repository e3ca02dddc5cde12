"""NHS 111's FHIR referral: whole, in its variants, and broken on purpose."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fhir.resources.R4B.bundle import Bundle
from lxml import etree
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from cpcs_harness._content.mocks.nhs111_fhir.bundle import message_bundle
from cpcs_harness._content.mocks.nhs111_fhir.sender import DAMAGES, NHS111Fhir, headers_of, message
from cpcs_harness._content.mocks.nhs111_fhir.text import narrative
from cpcs_harness.errors import HarnessError
from cpcs_harness.mockkit.host import bind
from cpcs_harness.mockkit.http_server import HttpServer
from cpcs_harness.people.model import Caller, Parent, Section

SUMMER, WINTER = datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 1, 5, 12, tzinfo=UTC)
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
CARER = Caller("20", "Carer", "Pat Elms", "01632 960777")
HARD = (
    Section(
        "Table", "drug\tdose\nVentolin\t2 puffs", "table", (Section("Inside", "<b>not bold</b> & more"),)
    ),
    Section("List", "one\ntwo", "list"),
    Section("Cdata", "x < y", "cdata"),
    Section("Notes", "text\nfirst note", "footnotes"),
    Section("Bold", "Headline\nbelow", "bold"),
    Section("Empty", ""),
)


def of_kind(bundle, kind):
    return [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == kind]


def one(bundle, kind):
    (found,) = of_kind(bundle, kind)
    return found


def references(value):
    if isinstance(value, dict):
        yield from (inner for name, inner in value.items() if name == "reference" and isinstance(inner, str))
        for inner in value.values():
            yield from references(inner)
    if isinstance(value, list):
        for inner in value:
            yield from references(inner)


def by_id(bundle, reference):
    return next(one["resource"] for one in bundle["entry"] if one["fullUrl"] == reference["reference"])


VARIANTS = {
    "plain": {},
    "online": {"sender": "online", "ended": False, "names_practice": False, "number": "absent"},
    "second version": {"version": 2, "parent": Parent("A-1", "B-1", 1)},
    "withdrawn": {"interaction": "nullify", "version": 2},
    "a carer called": {"caller": CARER},
    "zeros": {"number": "zeros", "gender": "not specified", "birth_known": "month"},
    "hard text": {"sections": HARD},
    "no birth date": {"birth_known": "unknown", "gender": "unknown"},
}


@pytest.fixture(params=VARIANTS.values(), ids=VARIANTS)
def variant(request, issued):
    return replace(issued.report, **request.param)


def test_every_variant_is_valid_fhir(variant):
    parsed = Bundle.model_validate_json(message(variant))

    assert [type(entry.resource).__name__ for entry in parsed.entry][:2] == [
        "MessageHeader",
        "ServiceRequest",
    ]


def test_every_reference_leads_to_an_entry_and_every_entry_says_when_it_changed(variant):
    bundle = message_bundle(variant)

    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(urls)) == len(urls)
    assert set(references(bundle)) <= set(urls)
    assert all(entry["resource"]["meta"]["lastUpdated"] for entry in bundle["entry"])
    assert urls == [f"urn:uuid:{entry['resource']['id']}" for entry in bundle["entry"]]


def test_the_header_says_what_it_is_and_for_whom(issued):
    report = issued.report
    bundle = message_bundle(report)
    header = one(bundle, "MessageHeader")

    assert bundle["id"] == header["id"] == report.message_id
    assert header["eventCoding"] == {
        "system": "https://fhir.nhs.uk/CodeSystem/message-events-bars",
        "code": "servicerequest-request",
    }
    assert header["reason"]["coding"][0]["code"] == "new"
    assert header["destination"][0]["endpoint"] == (
        f"urn:nhs-uk:addressing:ods:{report.premises.ods}|dos:{report.premises.dos_service_id}"
    )
    receiver = by_id(bundle, header["destination"][0]["receiver"])
    assert (receiver["name"], receiver["identifier"][0]["value"]) == (
        report.premises.name,
        report.premises.ods,
    )
    assert by_id(bundle, header["sender"])["identifier"][0]["value"] == report.sender_ods
    assert by_id(bundle, header["focus"][0])["resourceType"] == "ServiceRequest"


@pytest.mark.parametrize(
    ("addressing", "suffix", "expected"),
    [
        ("ods+dos", "", "urn:nhs-uk:addressing:ods:FA101|dos:2000090101"),
        ("dos+ods", "RPX", "urn:nhs-uk:addressing:ods:FA101RPX|dos:2000090101"),
        ("ods", "", "urn:nhs-uk:addressing:ods:FA101"),
        ("dos", "", "dos:2000090101"),
    ],
)
def test_the_destination_is_addressed_as_the_report_says(world, issued, addressing, suffix, expected):
    report = replace(
        issued.report, premises=world.environment.premises[0], addressing=addressing, ods_suffix=suffix
    )

    assert one(message_bundle(report), "MessageHeader")["destination"][0]["endpoint"] == expected


@pytest.mark.parametrize("changes", [{"addressing": "none"}, {"interaction": "copy"}])
def test_what_is_not_modelled_is_the_harnesss_own_mistake(issued, changes):
    with pytest.raises(HarnessError, match="FHIR referral"):
        message(replace(issued.report, **changes))


def test_the_request_names_document_set_version_and_disposition(issued):
    report = issued.report
    request = one(message_bundle(report), "ServiceRequest")

    assert [each["value"] for each in request["identifier"]] == [report.document_id]
    assert request["requisition"]["value"] == report.set_id
    assert request["meta"]["versionId"] == "1"
    assert request["status"] == "active"
    assert "replaces" not in request
    assert request["code"]["coding"] == [
        {
            "system": "urn:oid:2.16.840.1.113883.2.1.3.2.4.17.325",
            "code": report.disposition_code,
            "display": report.disposition_text,
        }
    ]


def test_a_newer_version_says_what_it_replaces(issued):
    report = replace(issued.report, version=2, parent=Parent("OLD-ID", issued.report.set_id, 1))
    bundle = message_bundle(report)
    request = one(bundle, "ServiceRequest")

    assert one(bundle, "MessageHeader")["reason"]["coding"][0]["code"] == "update"
    assert request["meta"]["versionId"] == "2"
    assert request["replaces"][0]["identifier"]["value"] == "OLD-ID"


def test_what_is_withdrawn_is_revoked(issued):
    bundle = message_bundle(replace(issued.report, interaction="nullify"))

    assert one(bundle, "ServiceRequest")["status"] == "revoked"
    assert one(bundle, "MessageHeader")["reason"]["coding"][0]["code"] == "update"


@pytest.mark.parametrize(
    ("created", "expected"),
    [(SUMMER, "2026-07-01T13:00:00+01:00"), (WINTER, "2026-01-05T12:00:00+00:00")],
    ids=["summer", "winter"],
)
def test_times_are_londons_with_their_offset(issued, created, expected):
    assert (
        one(message_bundle(replace(issued.report, created=created)), "ServiceRequest")["authoredOn"]
        == expected
    )


def test_the_case_is_told_by_its_two_identifiers(issued):
    report = issued.report
    encounter = one(message_bundle(report), "Encounter")

    assert {each["system"].rpartition("/")[2]: each["value"] for each in encounter["identifier"]} == {
        "nhs111-case-reference": report.case_reference,
        "nhs111-case-id": report.case_id,
    }
    assert set(encounter["period"]) == {"start", "end"}


def test_a_call_that_is_not_known_to_have_ended_has_no_end(issued):
    encounter = one(message_bundle(replace(issued.report, ended=False)), "Encounter")

    assert set(encounter["period"]) == {"start"}


def test_the_patient_is_written_as_issued(issued):
    person = issued.person
    bundle = message_bundle(issued.report)
    patient = one(bundle, "Patient")

    assert patient["name"][0] == {
        "use": "official",
        "family": person.family,
        "given": [person.given],
        "prefix": [person.prefix],
    }
    assert patient["birthDate"] == person.birth_date.isoformat()
    assert patient["gender"] == person.gender
    assert patient["address"][0]["line"] == list(person.address)
    assert patient["address"][0]["postalCode"] == person.postcode
    callback, home = patient["telecom"]
    assert (callback["value"], callback["rank"]) == (person.callback.replace(" ", ""), 1)
    assert (home["value"], home["use"]) == (person.home_telephone.replace(" ", ""), "home")
    practice = by_id(bundle, patient["generalPractitioner"][0])
    assert practice["identifier"][0] == {
        "system": "https://fhir.nhs.uk/Id/ods-organization-code",
        "value": person.practice.ods,
    }
    assert "contact" not in patient


@pytest.mark.parametrize(
    ("number", "status", "change"),
    [
        ("verified", "number-present-and-verified", lambda number: number),
        ("unverified", "number-present-but-not-traced", lambda number: number),
        ("zeros", "number-present-but-not-traced", lambda number: "0000000000"),
        ("short", "number-present-but-not-traced", lambda number: number[:9]),
        (
            "bad-check",
            "number-present-and-verified",
            lambda number: number[:9] + str((int(number[9]) + 1) % 10),
        ),
    ],
)
def test_the_number_is_given_with_its_status(issued, number, status, change):
    (identifier,) = one(message_bundle(replace(issued.report, number=number)), "Patient")["identifier"]

    assert identifier["system"] == NHS_NUMBER
    assert identifier["value"] == change(issued.person.nhs_number)
    assert identifier["extension"][0]["valueCodeableConcept"]["coding"][0]["code"] == status


def test_no_number_and_no_practice_are_left_out(issued):
    bundle = message_bundle(replace(issued.report, number="absent", names_practice=False))

    assert not {"identifier", "generalPractitioner"} & set(one(bundle, "Patient"))
    assert len(of_kind(bundle, "Organization")) == 2


@pytest.mark.parametrize(
    ("known", "length"), [("day", 10), ("month", 7), ("year", 4)], ids=["day", "month", "year"]
)
def test_a_birth_date_ends_where_it_is_no_longer_known(issued, known, length):
    patient = one(message_bundle(replace(issued.report, birth_known=known)), "Patient")

    assert patient["birthDate"] == issued.person.birth_date.isoformat()[:length]


def test_an_unknown_birth_date_is_left_out(issued):
    assert "birthDate" not in one(message_bundle(replace(issued.report, birth_known="unknown")), "Patient")


def test_whoever_else_called_is_a_contact_with_relationship_and_number(issued):
    (contact,) = one(message_bundle(replace(issued.report, caller=CARER)), "Patient")["contact"]

    assert contact["relationship"][0]["text"] == "Carer"
    assert contact["relationship"][0]["coding"][0]["code"] == "20"
    assert contact["name"]["text"] == "Pat Elms"
    assert contact["telecom"][0]["value"] == "01632960777"


def test_another_number_of_the_patients_own_is_no_contact(issued):
    caller = Caller("21", "Self", "", "01632 960778")
    patient = one(message_bundle(replace(issued.report, caller=caller)), "Patient")

    assert "contact" not in patient
    assert [each["value"] for each in patient["telecom"]][-1] == "01632960778"


def test_online_is_told_by_the_name_of_its_source(issued):
    bundle = message_bundle(replace(issued.report, sender="online"))

    assert one(bundle, "MessageHeader")["source"]["name"] == "NHS 111 online"


def test_sections_hold_the_text_as_it_is_to_be_read(issued):
    sections = one(message_bundle(issued.report), "Composition")["section"]

    assert [section["title"] for section in sections] == [each.title for each in issued.report.sections]
    assert [shown(section) for section in sections] == [each.text for each in issued.report.sections]


def test_a_section_inside_another_stays_inside(issued):
    sections = one(message_bundle(replace(issued.report, sections=HARD)), "Composition")["section"]

    (inside,) = sections[0]["section"]
    assert (inside["title"], shown(inside)) == ("Inside", "<b>not bold</b> & more")
    assert "text" not in sections[-1]


def shown(section):
    """Read a narrative as a browser would, with a new line for each break."""
    div = etree.fromstring(section["text"]["div"])
    for line in div.iter("{http://www.w3.org/1999/xhtml}br"):
        line.tail = "\n" + (line.tail or "")
    return "".join(div.itertext())


@pytest.mark.parametrize(
    ("markup", "path", "expected"),
    [
        ("table", "//h:td", ["a<b", "c", "d", "e"]),
        ("list", "//h:li", ["a<b\tc", "d\te"]),
        ("footnotes", "//h:p", ["a<b\tc", "d\te"]),
        ("bold", "//h:b", ["a<b\tc"]),
    ],
)
def test_marked_up_text_is_marked_up_in_html(markup, path, expected):
    div = etree.fromstring(narrative(Section("T", "a<b\tc\nd\te", markup))["div"])

    assert [
        each.text for each in div.xpath(path, namespaces={"h": "http://www.w3.org/1999/xhtml"})
    ] == expected


def test_an_unknown_markup_is_the_harnesss_own_mistake():
    with pytest.raises(HarnessError, match="no markup 'blink'"):
        narrative(Section("T", "text", "blink"))


def test_headers_name_the_service_and_the_message(issued):
    report = issued.report
    headers = headers_of(report)

    assert headers["Content-Type"] == "application/fhir+json"
    assert json.loads(base64.b64decode(headers["NHSD-Target-Identifier"])) == {
        "system": "https://fhir.nhs.uk/Id/dos-service-id",
        "value": report.premises.dos_service_id,
    }
    assert (headers["X-Request-Id"], headers["X-Correlation-Id"]) == (report.message_id, report.tracking_id)


def test_the_same_message_is_the_same_to_the_byte_and_another_has_ids_of_its_own(issued):
    report = issued.report
    other = message_bundle(replace(report, message_id="0B7A5C44-0000-4000-8000-000000000001"))

    assert message(report) == message(report)
    urls = {entry["fullUrl"] for entry in message_bundle(report)["entry"]}
    assert urls.isdisjoint(entry["fullUrl"] for entry in other["entry"])


def test_not_json_cannot_be_read(issued):
    with pytest.raises(json.JSONDecodeError):
        json.loads(message(issued.report, "not-json"))


def test_the_wrong_resource_is_no_bundle(issued):
    assert json.loads(message(issued.report, "wrong-resource"))["resourceType"] == "ServiceRequest"


def test_no_patient_leaves_out_the_patient_alone(issued):
    whole, damaged = json.loads(message(issued.report)), json.loads(message(issued.report, "no-patient"))

    assert of_kind(damaged, "Patient") == []
    assert len(damaged["entry"]) == len(whole["entry"]) - 1


def test_a_dangling_reference_is_one_to_a_patient_who_is_not_there(issued):
    bundle = json.loads(message(issued.report, "dangling-reference"))

    urls = {entry["fullUrl"] for entry in bundle["entry"]}
    assert set(references(bundle)) - urls == {one(bundle, "ServiceRequest")["subject"]["reference"]}
    assert one(bundle, "Patient")


def test_a_bad_number_is_one_whose_check_digit_is_wrong(issued):
    bundle = json.loads(message(issued.report, "nhs-number-bad"))

    value = one(bundle, "Patient")["identifier"][0]["value"]
    assert value[:9] == issued.person.nhs_number[:9]
    assert value[9] != issued.person.nhs_number[9]


def test_an_unknown_recipient_is_nobodys_in_body_and_header(world, issued):
    body = message(issued.report, "unknown-recipient").decode()

    for premises in world.environment.premises:
        assert premises.ods not in body
        assert premises.dos_service_id not in body
    assert "ods:FZZ99|dos:2000099999" in body


def test_an_unknown_damage_is_the_harnesss_own_mistake(issued):
    with pytest.raises(HarnessError, match="known: not-json"):
        message(issued.report, "explode")


@pytest.fixture(scope="module")
def candidate(nation):
    """A system that takes anything in; gives its address and what it was sent."""
    taken = []

    async def take(request):
        taken.append((dict(request.headers), await request.body()))
        return JSONResponse({"resourceType": "Bundle"}, media_type="application/fhir+json")

    route = Route("/fhir/$process-message", take, methods=["POST"])
    port = nation.host.serve(HttpServer("candidate-fhir", Starlette(routes=[route])))
    return f"http://127.0.0.1:{port}/fhir", taken


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_referral_is_sent_and_recorded_with_its_answer(nation, candidate, issued, seen, slash):
    base, taken = candidate

    sent = NHS111Fhir(nation.world).send(issued.report, base + slash, variant="plain one")

    event = seen.last("nhs111fhir", "send_referral")
    headers, body = taken[-1]
    assert (sent.exchange, sent.status) == (f"e{event['seq']}", 200)
    assert json.loads(sent.answer) == {"resourceType": "Bundle"}
    assert (event["journey"], event["data"]["direction"]) == (issued.journey, "to-candidate")
    assert event["data"]["request"]["start"] == {"method": "POST", "target": f"{base}/$process-message"}
    assert event["data"]["response"]["start"] == {"status": 200}
    assert event["data"]["certainty"] == "modelled"
    assert event["data"]["source"].startswith("model of the project, from ")
    assert seen.body(event) == body
    assert headers["content-type"] == "application/fhir+json"


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_truth_is_recorded_with_what_was_sent(nation, candidate, issued, seen, damage):
    NHS111Fhir(nation.world).send(issued.report, candidate[0], damage=damage)

    facts = seen.last("nhs111fhir", "send_referral")["data"]["facts"]
    assert (facts["damage"], facts["variant"], facts["sender"]) == (damage, "", "telephony")
    assert facts["report"]["document_id"] == issued.report.document_id
    assert facts["report"]["premises"]["ods"] == issued.report.premises.ods
    assert facts["report"]["person"]["birth_date"] == issued.person.birth_date.isoformat()


def test_ids_of_its_own_mark_the_journey_too(nation, candidate, issued, world):
    again = replace(issued.report, document_id="A1B2C3D4-0000-4000-8000-000000000077", number="absent")

    NHS111Fhir(nation.world).send(again, candidate[0])

    assert world.register.match([again.document_id])[0] == issued.journey


def test_nobody_listening_is_recorded_and_not_raised(world, issued, seen):
    listener = bind("nobody", "127.0.0.1", 0)
    port = listener.getsockname()[1]
    listener.close()

    sent = NHS111Fhir(world).send(issued.report, f"http://127.0.0.1:{port}/fhir")

    event = seen.last("nhs111fhir", "send_referral")
    assert sent.status == 0
    assert event["data"]["response"]["start"]["error"]
    assert event["journey"] == issued.journey
