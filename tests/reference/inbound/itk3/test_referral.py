"""Practices' referrals by ITK3 over MESH, and the responses to them."""

import gzip

import pytest
from lxml import etree
from sqlalchemy.exc import OperationalError

from reference.inbound.itk3.acknowledge import MEANINGS
from reference_referrals import itk3

HEADER = "aaaaaaaa-0000-4000-8000-000000000001"
UNREADABLE = "UNREADABLE-IN-ORIGINAL-MESSAGE"
PERSONAL = ("Whitlow", "Maeve", "9990000018", "1984", "Sedge Lane", "LS2 9AA", "07700", "Sore throat")


@pytest.fixture
def pharmacist(nation, make_service, at):
    """A pharmacist whose system reads a MESH inbox."""
    return at(make_service())


def arrive(nation, body, name="I1", sender="B86999OT01", **headers):
    known = {"Mex-MessageType": "DATA", "Mex-WorkflowID": "CPCS_GP_REFERRAL", "Mex-From": sender}
    nation.inbox[name] = ({**known, **headers}, body)


def collect(pharmacist):
    return pharmacist.see("collect_messages")["collected"]


def taken(pharmacist, nation, body, name="I1"):
    """Have one message collected; gives what it came to."""
    arrive(nation, body, name)
    (one,) = collect(pharmacist)
    return one


def rows(pharmacist):
    return pharmacist.see("worklist")["referrals"]


def value(root, path):
    found = root.findall("/".join(f"{{*}}{step}" for step in path.split("/")))
    return found[0].get("value") if found else None


def sent(nation):
    """The responses that were sent: to whom, on which workflow, and what they say."""
    found = []
    for headers, body in nation.sent:
        plain = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
        found.append((headers["mex-to"], headers["mex-workflowid"], etree.fromstring(plain)))
    return found


def codes(nation):
    return [
        value(root, "entry/resource/OperationOutcome/issue/details/coding/code") for *_, root in sent(nation)
    ]


def test_a_referral_is_taken_in_answered_and_acknowledged(pharmacist, nation):
    one = taken(pharmacist, nation, itk3())

    (row,) = rows(pharmacist)
    shown = pharmacist.see("open_referral", row["referral"])
    assert (one["kind"], one["result"], one["code"]) == ("referral", "new", "20013 30016")
    assert codes(nation) == ["20013", "30016"]
    assert nation.inbox == {}
    assert (shown["source"], shown["pathway"]) == ("gp-practice", "minor-illness")
    assert (shown["case_reference"], shown["created"]) == ("R-88", "2026-04-02T09:30:00+01:00")
    patient = shown["patient"]
    assert (patient["given"], patient["family"], patient["gender"]) == ("Maeve Ann", "Whitlow", "female")
    assert (patient["nhs_number"], patient["nhs_number_verified"]) == ("9990000018", True)
    assert shown["callback_number"] == "07700 900123"
    assert shown["practice"] == {"ods": "B86999", "name": "Sedge Surgery"}
    assert shown["sections"] == [
        {"title": "Presenting complaint", "text": "Sore throat\nfor three days & worse"},
        {"title": "Referred by", "text": "Ash Rowan"},
    ]
    assert shown["notices"] == []


def test_a_response_is_one_of_itk3(pharmacist, nation):
    taken(pharmacist, nation, itk3())

    for to, workflow, root in sent(nation):
        header = root.find("{*}entry/{*}resource/{*}MessageHeader")
        flags = {
            extension.get("url"): extension[0].get("value")
            for extension in header.findall("{*}extension/{*}extension")
        }
        assert (to, workflow) == ("B86999OT01", "CPCS_GP_REFERRAL_ACK")
        assert value(header, "event/code") == "ITK008M"
        assert (value(header, "response/identifier"), value(header, "response/code")) == (HEADER, "ok")
        assert (flags["BusAckRequested"], flags["InfAckRequested"], flags["SenderReference"]) == (
            "false",
            "false",
            "R-88",
        )
        assert value(header, "source/endpoint") == "FA101OT001"
        outcome = value(header, "response/details/reference")
        urls = [found.get("value") for found in root.findall("{*}entry/{*}fullUrl")]
        assert outcome in urls


def test_responses_differ_in_their_ids(pharmacist, nation):
    taken(pharmacist, nation, itk3())

    ids = [value(root, "entry/resource/MessageHeader/id") for *_, root in sent(nation)]
    assert len(set(ids)) == 2


@pytest.mark.parametrize(
    ("infrastructure", "business", "due"),
    [
        ("true", "false", ["20013"]),
        ("false", "true", ["30016"]),
        ("false", "false", []),
        (None, None, ["20013", "30016"]),
        ("perhaps", "false", ["20013"]),
    ],
)
def test_a_response_comes_only_where_it_was_asked_for(pharmacist, nation, infrastructure, business, due):
    taken(pharmacist, nation, itk3(infrastructure=infrastructure, business=business))

    assert codes(nation) == due
    assert len(rows(pharmacist)) == 1


def test_the_same_message_and_the_same_document_again_are_duplicates(pharmacist, nation):
    taken(pharmacist, nation, itk3())
    again = taken(pharmacist, nation, itk3(), "I2")
    rewrapped = taken(pharmacist, nation, itk3(header_id="aaaaaaaa-0000-4000-8000-000000000002"), "I3")

    assert (again["result"], rewrapped["result"]) == ("refused", "refused")
    assert codes(nation) == ["20013", "30016", "20007", "20008"]
    assert len(rows(pharmacist)) == 1
    assert nation.inbox == {}


def test_a_header_id_that_is_used_for_another_document_keeps_the_first_alone(pharmacist, nation):
    taken(pharmacist, nation, itk3())
    taken(pharmacist, nation, itk3(document_id="bbbbbbbb-0000-4000-8000-000000000002"), "I2")

    assert codes(nation)[-1] == "20007"
    assert len(rows(pharmacist)) == 1


def test_the_same_document_to_two_pharmacies_is_no_repeat_of_the_senders(pharmacist, nation, at):
    taken(pharmacist, nation, itk3())
    arrive(nation, itk3(receiver="FB202"), "I2")

    other = at(pharmacist.service, "FB202")

    assert [message["code"] for message in collect(other)] == ["20013 30016"]
    assert len(rows(other)) == len(rows(pharmacist)) == 1


REFUSED = {
    "not XML": (b"<Bundle", "10009", UNREADABLE),
    "empty": (b"", "10009", UNREADABLE),
    "another resource": (b'<Patient xmlns="http://hl7.org/fhir"/>', "10009", UNREADABLE),
    "no namespace": (b"<Bundle/>", "10009", UNREADABLE),
    "document type": (b'<!DOCTYPE Bundle [<!ENTITY a "b">]>' + itk3(), "10009", UNREADABLE),
    "too large": (b"<Bundle>" + b" " * 5_300_000 + b"</Bundle>", "20015", UNREADABLE),
    "no header": (itk3(header=False), "20006", UNREADABLE),
    "another event": (itk3(event="ITK010D"), "20006", HEADER),
    "no focus": (itk3(focus="urn:uuid:none"), "20006", HEADER),
    "another receiver": (itk3(receiver="FZZ99"), "20002", HEADER),
    "a pharmacy that has another mailbox": (itk3(receiver="FB202"), "20002", HEADER),
    "no patient": (itk3(subject="urn:uuid:none"), "20009", HEADER),
    "no document id": (itk3(document_id=""), "20009", HEADER),
    "no text": (itk3(complaint="").replace(b"Presenting complaint", b""), "20009", HEADER),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_message_that_is_not_taken_is_answered_once_and_not_listed(pharmacist, nation, name):
    body, code, about = REFUSED[name]
    one = taken(pharmacist, nation, body)

    assert (one["result"], one["code"]) == ("refused", code)
    ((to, _, root),) = sent(nation)
    header = root.find("{*}entry/{*}resource/{*}MessageHeader")
    assert to == "B86999OT01"
    assert (value(header, "response/identifier"), value(header, "response/code")) == (about, "fatal-error")
    assert codes(nation) == [code]
    assert rows(pharmacist) == []
    assert nation.inbox == {}
    (noted,) = pharmacist.see("read_audit")["entries"]
    assert (noted["channel"], noted["event"], noted["code"]) == ("mesh", "refused", code)
    taken(pharmacist, nation, itk3(header_id="aaaaaaaa-0000-4000-8000-000000000009"), "I2")
    assert len(rows(pharmacist)) == 1


def test_a_message_without_receiver_is_for_whoever_has_the_mailbox(pharmacist, nation):
    assert taken(pharmacist, nation, itk3(receiver=None))["result"] == "new"


def test_a_message_that_asks_for_no_answer_gets_no_negative_one(pharmacist, nation):
    taken(pharmacist, nation, itk3(receiver="FZZ99", business="false", infrastructure="false"))

    assert nation.sent == []


def test_an_urgent_medicine_is_rejected_and_not_listed(pharmacist, nation):
    one = taken(pharmacist, nation, itk3(service="cpcs-urgent-medicine"))

    assert one["result"] == "rejected"
    assert codes(nation) == ["20013", "30017"]
    assert rows(pharmacist) == []
    taken(pharmacist, nation, itk3(service="cpcs-urgent-medicine"), "I2")
    assert codes(nation)[2:] == ["20007"]


def test_an_urgent_medicine_is_listed_and_flagged_where_the_practice_would_not_be_told(pharmacist, nation):
    taken(pharmacist, nation, itk3(service="cpcs-urgent-medicine", business="false"))

    (row,) = rows(pharmacist)
    shown = pharmacist.see("open_referral", row["referral"])
    assert [notice["kind"] for notice in shown["notices"]] == ["not-allowed"]
    assert (
        pharmacist.do("supply_medicine", row["referral"], code="PARA500", quantity=1)["status"] == "refused"
    )


def test_a_number_that_the_practice_did_not_trace_is_not_called_verified(pharmacist, nation):
    taken(pharmacist, nation, itk3(status="02"))

    (row,) = rows(pharmacist)
    shown = pharmacist.see("open_referral", row["referral"])
    assert shown["patient"]["nhs_number_verified"] is False
    assert [notice["kind"] for notice in shown["notices"]] == ["number-not-verified"]


def test_no_response_names_the_patient(pharmacist, nation):
    bodies = [itk3(), itk3(), itk3(receiver="FZZ99", header_id="aaaaaaaa-0000-4000-8000-000000000003")]
    for number, body in enumerate(bodies):
        taken(pharmacist, nation, body, f"I{number}")

    assert len(nation.sent) == 4
    for *_, root in sent(nation):
        said = etree.tostring(root).decode()
        assert not [word for word in PERSONAL if word in said]


def test_every_code_says_what_kind_of_response_it_is():
    assert {code for code, one in MEANINGS.items() if one.response == "ok"} == {"20013", "30016"}
    assert all(meaning.display and meaning.severity and meaning.issue for meaning in MEANINGS.values())


def test_a_response_is_never_answered(pharmacist, nation):
    response = itk3(event="ITK008M")
    arrive(nation, response)
    arrive(nation, response, "I2", **{"Mex-WorkflowID": "CPCS_GP_REFERRAL_ACK"})

    assert [notice["kind"] for notice in collect(pharmacist)] == ["response", "response"]
    assert nation.sent == []


def test_nothing_is_answered_or_acknowledged_before_it_is_stored(pharmacist, nation, monkeypatch):
    arrive(nation, itk3())

    def fail(*_args, **_kwargs):
        raise OperationalError("insert", {}, Exception("disk full"))

    with monkeypatch.context() as broken:
        broken.setattr(pharmacist.service.referrals, "take", fail)
        assert pharmacist.do("collect_messages")["status"] == "failed"
    assert nation.sent == []
    assert list(nation.inbox) == ["I1"]

    assert [message["code"] for message in collect(pharmacist)] == ["20013 30016"]
    assert len(rows(pharmacist)) == 1


@pytest.mark.parametrize("failing", ["answer", "acknowledge"])
def test_a_second_try_is_no_duplicate_and_answers_nothing_twice(pharmacist, nation, monkeypatch, failing):
    arrive(nation, itk3())
    mesh = pharmacist.service.mesh
    does, tries = getattr(mesh, failing), []

    def fail_second(*given):
        tries.append(given)
        if len(tries) == (2 if failing == "answer" else 1):
            raise ValueError("gone")
        return does(*given)

    with monkeypatch.context() as broken:
        broken.setattr(mesh, failing, fail_second)
        assert pharmacist.do("collect_messages")["status"] == "failed"
    assert list(nation.inbox) == ["I1"]

    collect(pharmacist)

    assert codes(nation) == ["20013", "30016"]
    assert len(rows(pharmacist)) == 1
    assert nation.inbox == {}


def test_a_message_that_cannot_be_collected_stops_none_after_it(pharmacist, nation, monkeypatch):
    arrive(nation, itk3(), "I1")
    arrive(nation, itk3(header_id="aaaaaaaa-0000-4000-8000-000000000002", document_id="D2"), "I2")
    collect_one = pharmacist.service.mesh.collect

    def fail_first(client, message_id):
        if message_id == "I1":
            raise KeyError("no such header")
        return collect_one(client, message_id)

    monkeypatch.setattr(pharmacist.service.mesh, "collect", fail_first)

    assert pharmacist.do("collect_messages")["status"] == "failed"
    assert list(nation.inbox) == ["I1"]
    assert len(rows(pharmacist)) == 1


def test_a_response_that_mesh_will_never_take_keeps_nothing_in_the_inbox(pharmacist, nation, monkeypatch):
    from mesh_client import MeshClient, MeshError

    def refuse(*_args, **_kwargs):
        raise MeshError("unregistered address")

    arrive(nation, itk3())
    monkeypatch.setattr(MeshClient, "send_message", refuse)

    assert [message["result"] for message in collect(pharmacist)] == ["new"]
    assert nation.inbox == {}


def test_a_body_that_is_not_packed_as_it_says_is_unreadable(pharmacist, nation):
    arrive(nation, b"\x1f\x8b broken", **{"Content-Encoding": "gzip"})

    assert [message["code"] for message in collect(pharmacist)] == ["10009"]
    assert nation.inbox == {}


@pytest.mark.parametrize("status", [400, 417])
def test_a_response_that_mesh_refuses_is_told_and_tried_no_more(pharmacist, nation, status):
    nation.refuses_messages = status
    arrive(nation, itk3())

    collect(pharmacist)

    assert nation.inbox == {}
    kinds = [alert["kind"] for alert in pharmacist.see("list_alerts")["alerts"]]
    assert kinds.count("notification-failed") == 1


def test_what_comes_in_place_of_a_message_stays_in_the_inbox(pharmacist, nation):
    arrive(nation, b"<html></html>", **{"Mex-MessageID": ""})

    assert pharmacist.do("collect_messages")["status"] == "failed"
    assert list(nation.inbox) == ["I1"]
