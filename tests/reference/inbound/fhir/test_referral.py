"""NHS 111's referrals by FHIR."""

import json
import uuid

import pytest
from sqlalchemy.exc import OperationalError

from reference_referrals import bundle, fhir, fhir_patient, fhir_request

HEADER = "cccccccc-0000-4000-8000-000000000001"
MEDIA = "application/fhir+json"
PHARMACIES = ("FA101", "FB202", "FDH68")


@pytest.fixture
def post(client):
    """Posts a message."""

    def post(message, media=f"{MEDIA}; charset=utf-8"):
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        return client.post("/fhir/$process-message", content=body, headers={"Content-Type": media})

    return post


@pytest.fixture
def pharmacist(service, at):
    return at(service)


def rows(pharmacist):
    return pharmacist.see("worklist")["referrals"]


def opened(pharmacist):
    (row,) = rows(pharmacist)
    return pharmacist.see("open_referral", row["referral"])


def header(**changes):
    known = next(
        entry["resource"] for entry in fhir()["entry"] if entry["resource"]["resourceType"] == "MessageHeader"
    )
    return {**known, **changes}


def test_a_referral_is_answered_with_a_message_that_says_ok(post):
    answer = post(fhir())

    assert (answer.status_code, answer.headers["content-type"]) == (200, MEDIA)
    message = answer.json()
    (entry,) = message["entry"]
    assert (message["resourceType"], message["type"]) == ("Bundle", "message")
    assert entry["resource"]["resourceType"] == "MessageHeader"
    assert entry["resource"]["response"] == {"identifier": HEADER, "code": "ok"}
    assert entry["resource"]["id"] != HEADER


def test_a_referral_is_shown_as_it_was_sent(post, pharmacist):
    post(fhir())

    shown = opened(pharmacist)

    assert (shown["source"], shown["pathway"]) == ("nhs111", "minor-illness")
    assert (shown["case_reference"], shown["case_id"], shown["version"]) == ("REF-9", "CASE-9", 1)
    assert shown["created"] == "2026-04-02T09:30:00+01:00"
    assert shown["disposition"] == {"code": "Dx28", "text": "Contact a pharmacist within 12 hours"}
    assert shown["sender"] == {"ods": "RYE99", "name": "Invented 111"}
    assert shown["practice"] == {"ods": "B86999", "name": "Sedge Surgery"}
    assert shown["callback_number"] == "07700900123"
    patient = shown["patient"]
    assert (patient["given"], patient["family"], patient["prefix"]) == ("Maeve Ann", "Whitlow", "Ms")
    assert (patient["birth_date"], patient["gender"]) == ("1984-02-29", "female")
    assert (patient["nhs_number"], patient["nhs_number_verified"]) == ("9990000018", True)
    assert patient["telephones"] == [
        {"use": "home", "number": "01632960444"},
        {"use": "callback", "number": "07700900123"},
    ]
    assert patient["emails"] == ["maeve@example.com"]
    assert patient["addresses"] == [
        {"use": "home", "lines": ["7 Sedge Lane", "Leeds"], "postcode": "LS2 9AA"}
    ]
    assert shown["sections"] == [
        {"title": "Patient's Reported Condition", "text": "Cough <dry>\na week"},
        {"title": "Inside", "text": "one\ntwo"},
    ]
    assert (shown["informant"], shown["notices"]) == (None, [])


@pytest.mark.parametrize("use", ["usual", "official", "temp", None])
def test_a_nickname_or_an_old_name_is_not_shown_as_the_patients_own(post, pharmacist, use):
    own = {"family": "Whitlow", "given": ["Maeve"], **({"use": use} if use else {})}
    others = [{"use": "nickname", "given": ["Mae"]}, {"use": "old", "family": "Marsh", "given": ["Maeve"]}]

    post(fhir(patient=fhir_patient(name=[*others, own])))

    patient = opened(pharmacist)["patient"]
    assert (patient["given"], patient["family"]) == ("Maeve", "Whitlow")


def test_of_several_names_the_usual_one_is_shown(post, pharmacist):
    names = [{"use": "official", "family": "Marsh"}, {"use": "usual", "family": "Whitlow"}]

    post(fhir(patient=fhir_patient(name=names)))

    assert opened(pharmacist)["patient"]["family"] == "Whitlow"


def test_a_caller_is_shown_with_who_they_are(post, pharmacist):
    contact = {
        "relationship": [{"coding": [{"code": "01", "display": "Spouse"}]}],
        "name": {"text": "Finn Whitlow"},
        "telecom": [{"system": "phone", "value": "07700900456", "rank": 1}],
    }
    post(fhir(patient=fhir_patient(contact=[contact])))

    assert opened(pharmacist)["informant"] == {
        "relationship": "Spouse",
        "name": "Finn Whitlow",
        "telephones": [{"use": "callback", "number": "07700900456"}],
    }


@pytest.mark.parametrize(
    ("number", "status", "notices"),
    [
        ("9990000018", "number-present-but-not-traced", ["number-not-verified"]),
        ("9990000019", "number-present-and-verified", ["number-not-valid"]),
        ("0000000000", "number-present-but-not-traced", ["number-not-valid"]),
    ],
)
def test_a_number_that_is_not_known_to_be_right_is_not_called_verified(
    post, pharmacist, number, status, notices
):
    assert post(fhir(patient=fhir_patient(number, status))).status_code == 200

    shown = opened(pharmacist)
    assert shown["patient"]["nhs_number_verified"] is False
    assert [notice["kind"] for notice in shown["notices"]] == notices


def test_what_was_not_sent_is_not_made_up(post, pharmacist):
    bare = {
        "resourceType": "Patient",
        "name": [{"family": "Whitlow"}],
        "birthDate": "1984",
        "gender": "other",
    }
    post(fhir(patient=bare, surgery=None, encounter=None))

    shown = opened(pharmacist)
    assert (shown["patient"]["birth_date"], shown["patient"]["gender"]) == ("1984", "not specified")
    assert (shown["patient"]["nhs_number"], shown["callback_number"]) == ("", "")
    assert shown["practice"] == {"ods": "", "name": ""}


def test_the_online_service_is_known_by_its_code(post, pharmacist):
    online = {"resourceType": "Organization", "identifier": [{"value": "YDDF4"}], "name": "Online"}
    post(fhir(**{"from": online}))

    assert opened(pharmacist)["source"] == "nhs111-online"


def test_a_message_that_comes_again_is_one_referral(post, pharmacist):
    again = header(id=str(uuid.uuid4()))
    answers = [post(fhir()), post(fhir()), post(fhir(header=again))]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len(rows(pharmacist)) == 1
    events = [entry["event"] for entry in pharmacist.see("read_audit")["entries"]]
    assert events == ["received", "duplicate", "duplicate"]


def test_a_newer_version_takes_the_place_of_the_older(post, pharmacist):
    post(fhir())
    newer = fhir_request(
        meta={"versionId": "2"}, identifier=[{"value": str(uuid.uuid4())}], authoredOn="2026-04-03"
    )
    post(fhir(request=newer))

    shown = opened(pharmacist)
    assert (shown["version"], shown["created"]) == (2, "2026-04-03")
    assert [notice["kind"] for notice in shown["notices"]] == ["replaced"]


def test_a_referral_is_withdrawn(post, pharmacist):
    post(fhir())
    assert post(fhir(request=fhir_request(status="revoked"), report=None)).status_code == 200

    assert opened(pharmacist)["status"] == "withdrawn"


@pytest.mark.parametrize(
    ("endpoint", "receiver", "ods"),
    [
        ("urn:nhs-uk:addressing:ods:FB202", None, "FB202"),
        ("urn:nhs-uk:addressing:ods:FB202RPX|dos:1", None, "FB202"),
        ("dos:2000038407", None, "FDH68"),
        ("urn:nhs-uk:addressing:ods:FZZ99|dos:2000038407", None, "FDH68"),
        ("", "FB202", "FB202"),
    ],
)
def test_a_referral_is_listed_where_it_is_addressed_to(post, service, at, endpoint, receiver, ods):
    destination = {"endpoint": endpoint, "receiver": {"reference": "urn:uuid:to"}}
    to = {"resourceType": "Organization", "identifier": [{"value": receiver}]} if receiver else None
    post(fhir(header=header(destination=[destination]), to=to))

    assert {code: len(rows(at(service, code))) for code in PHARMACIES} == {
        code: int(code == ods) for code in PHARMACIES
    }


NOWHERE = {"resourceType": "Organization", "identifier": [{"value": "FZZ99"}]}
REFUSED = {
    "not JSON": (b"{", 400),
    "no object": (b"[]", 400),
    "no resource": (b"{}", 400),
    "a number that JSON does not know": (json.dumps(fhir()).replace('"1"', "NaN").encode(), 400),
    "UTF-16": (json.dumps(fhir()).encode("utf-16"), 400),
    "Latin-1": (json.dumps(fhir()).replace("Maeve", "Ma\xe8ve").encode("latin-1"), 400),
    "nested without end": (b'{"resourceType":' + b"[" * 200_000, 400),
    "sections without end": (None, 422),
    "another resource": (fhir_patient(), 422),
    "another type": ({**fhir(), "type": "collection"}, 422),
    "no entries": ({**fhir(), "entry": "none"}, 422),
    "header not first": ({**fhir(), "entry": fhir()["entry"][::-1]}, 422),
    "no header id": (fhir(header=header(id="")), 422),
    "another event": (fhir(header=header(eventCoding={"code": "booking-request"})), 422),
    "no focus": (fhir(header=header(focus=[])), 422),
    "focus on another resource": (fhir(header=header(focus=[{"reference": "urn:uuid:patient"}])), 422),
    "nobody here": (fhir(header=header(destination=[{"endpoint": "urn:nhs-uk:addressing:ods:FZZ99"}])), 404),
    "no destination": (fhir(header=header(destination=[]), to=NOWHERE), 404),
    "no patient": (fhir(patient=None), 422),
    "a patient who is elsewhere": (fhir(request=fhir_request(subject={"reference": "urn:uuid:other"})), 422),
    "a subject that is no patient": (fhir(request=fhir_request(subject={"reference": "urn:uuid:to"})), 422),
    "nothing decided": (fhir(request=fhir_request(code={})), 422),
    "no document id": (fhir(request=fhir_request(identifier=[])), 422),
    "no text": (fhir(report=None), 422),
}


def endless():
    section = {"title": "x"}
    for _ in range(200):
        section = {"title": "x", "section": [section]}
    return fhir(report={"resourceType": "Composition", "section": [section]})


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_message_is_refused_and_a_sound_one_after_it_is_taken(post, pharmacist, name):
    message, status = REFUSED[name]
    answer = post(endless() if message is None else message)

    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA)
    (issue,) = answer.json()["issue"]
    assert answer.json()["resourceType"] == "OperationOutcome"
    assert (issue["severity"], bool(issue["code"]), bool(issue["diagnostics"])) == ("error", True, True)
    assert not [ods for ods in PHARMACIES if ods in answer.text]
    assert rows(pharmacist) == []
    assert post(fhir()).status_code == 200
    assert len(rows(pharmacist)) == 1


def test_a_refusal_is_noted_at_the_pharmacy_addressed(post, pharmacist):
    post(fhir(patient=None))

    (noted,) = pharmacist.see("read_audit")["entries"]
    assert (noted["channel"], noted["event"], noted["message_id"]) == ("fhir", "refused", HEADER)


@pytest.mark.parametrize("media", ["text/plain", "", "application/fhir+xml"])
def test_another_content_type_is_refused(post, media):
    assert post(fhir(), media).status_code == 415


def test_a_body_beyond_the_bound_is_refused(post):
    answer = post(json.dumps(fhir()).encode() + b" " * 10_500_000)

    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (413, "too-long")


@pytest.mark.parametrize("odd", [7, None, True, [], {}, "\ud800\x00<script>alert(1)</script>", [[["x"]]]])
def test_what_is_of_another_kind_than_fhir_has_breaks_nothing(post, client, pharmacist, odd):
    patient = fhir_patient(name=odd, telecom=odd, address=odd, gender=odd, birthDate=odd, contact=odd)
    section = {"title": odd, "text": {"div": odd}, "section": odd}
    report = {
        "resourceType": "Composition",
        "section": [section, {"title": "Sound", "text": {"div": "<p>x</p>"}}],
    }

    assert post(fhir(patient=patient, report=report)).status_code == 200

    shown = opened(pharmacist)
    assert shown["sections"][-1] == {"title": "Sound", "text": "x"}
    json.dumps(shown, ensure_ascii=False).encode()  # it can be sent to a screen


def test_nothing_is_answered_ok_that_could_not_be_stored(post, service, monkeypatch):
    def fail(*_args, **_kwargs):
        raise OperationalError("insert", {}, Exception("disk full"))

    monkeypatch.setattr(service.referrals, "take", fail)

    answer = post(fhir())

    assert (answer.status_code, answer.json()["resourceType"]) == (500, "OperationOutcome")
    assert "disk" not in answer.text


def test_other_methods_are_not_taken(client):
    assert client.get("/fhir/$process-message").status_code == 405


def test_a_bundle_of_nothing_is_no_message(post):
    assert post(bundle({})).status_code == 422
