"""Known-bad candidates of the other channels: each does its one thing wrong, and the rest as the reference does."""

import gzip
import json

import pytest
from lxml import etree

from reference import faulty
from reference_referrals import adaptor, email, fhir, fhir_request, itk3

SECOND = "aaaaaaaa-0000-4000-8000-000000000002"


@pytest.fixture
def desk(nation, inbox, make_service, at):
    """A pharmacist whose system has the nation and a mailbox around it."""
    return at(make_service())


def put_in(desk, name):
    faulty.installer(name)(desk.service)


def rows(desk):
    return desk.see("worklist")["referrals"]


def shown(desk):
    return [desk.see("open_referral", row["referral"]) for row in rows(desk)]


def texts(desk):
    return "\n".join(one["text"] for referral in shown(desk) for one in referral["sections"])


def by_mesh(desk, nation, *bodies):
    headers = {
        "Mex-MessageType": "DATA",
        "Mex-WorkflowID": "CPCS_GP_REFERRAL",
        "Mex-From": "B86999OT01",
    }
    for number, body in enumerate(bodies):
        nation.inbox[f"I{len(nation.requests)}-{number}"] = (headers, body)
        desk.do("collect_messages")


def responses(nation):
    """The code and the words of each response that was sent."""
    found = []
    for headers, body in nation.sent:
        plain = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
        issue = etree.fromstring(plain).find(".//{*}OperationOutcome/{*}issue")
        code = issue.find("{*}details/{*}coding/{*}code").get("value")
        found.append((code, issue.find("{*}diagnostics").get("value")))
    return found


def by_fhir(desk, *messages):
    return [
        desk.service.fhir_intake.receive(json.dumps(message).encode(), "application/fhir+json")
        for message in messages
    ]


def test_ignores_the_mailbox(desk, inbox):
    put_in(desk, "ignores_the_mailbox")
    inbox.put(email())

    assert desk.see("collect_messages")["collected"] == []
    assert inbox.logins == []


def test_cuts_the_email(desk, inbox):
    put_in(desk, "cuts_the_email")
    inbox.put(email())
    desk.see("collect_messages")

    assert "Sore throat" in texts(desk)
    assert "No fever" not in texts(desk)


def test_reads_the_mailbox_twice(desk, inbox):
    put_in(desk, "reads_the_mailbox_twice")
    inbox.put(email())
    inbox.put(email())
    desk.see("collect_messages")

    assert len(rows(desk)) == 2


def test_stops_at_a_hostile_email(desk, inbox):
    put_in(desk, "stops_at_a_hostile_email")
    inbox.put(email(message_id="<first@nhs.net>", reference="R-1"))
    inbox.put(email(body="Help"))
    inbox.put(email(message_id="<last@nhs.net>", reference="R-2"))

    assert desk.do("collect_messages")["status"] == "failed"
    assert [row["case_reference"] for row in rows(desk)] == ["R-1"]


KEYED = {
    "source": "gp-practice",
    "reference": "R-5",
    "practice_ods": "B86999",
    "patient": {"given": "Maeve", "family": "Whitlow", "nhs_number": "9990000018"},
    "complaint": "Sore throat",
    "notes": "Prefers afternoons",
}


def test_loses_keyed_complaint(desk):
    put_in(desk, "loses_keyed_complaint")
    desk.see("key_referral", service="minor-illness", **KEYED)

    assert texts(desk) == "Prefers afternoons"


def test_supplies_for_practices(desk):
    put_in(desk, "supplies_for_practices")
    row = desk.see("key_referral", service="urgent-medicine", **KEYED)
    desk.see("enrol_pharmacist", full_name="Josephine Alder", gphc_number="2071234")

    assert desk.see("supply_medicine", row["referral"], code="PARA500", quantity=1)["item"]


def test_acks_mesh_before_storing(desk, nation):
    put_in(desk, "acks_mesh_before_storing")
    by_mesh(desk, nation, itk3())

    asked = [path for method, path, *_ in nation.requests if "/inbox/" in path]
    assert [path.endswith("/status/acknowledged") for path in asked] == [True, False]
    assert len(rows(desk)) == 1


def test_shows_itk3_complaint_cut(desk, nation):
    put_in(desk, "shows_itk3_complaint_cut")
    by_mesh(desk, nation, itk3())

    assert texts(desk) == "Sore throat\nfor thre\nAsh Rowan"


def test_sends_no_business_ack(desk, nation):
    put_in(desk, "sends_no_business_ack")
    by_mesh(desk, nation, itk3())

    assert [code for code, _ in responses(nation)] == ["20013"]


def test_acks_without_being_asked(desk, nation):
    put_in(desk, "acks_without_being_asked")
    by_mesh(desk, nation, itk3(business="false", infrastructure="false"))

    assert [code for code, _ in responses(nation)] == ["20013", "30016"]


def test_lists_itk3_repeats(desk, nation):
    put_in(desk, "lists_itk3_repeats")
    by_mesh(desk, nation, itk3(), itk3(header_id=SECOND))

    assert len(rows(desk)) == 2


def test_acks_unreadable_as_success(desk, nation):
    put_in(desk, "acks_unreadable_as_success")
    by_mesh(desk, nation, b"<Bundle")

    assert [code for code, _ in responses(nation)] == ["20013"]
    assert rows(desk) == []


def test_names_patients_in_responses(desk, nation):
    put_in(desk, "names_patients_in_responses")
    by_mesh(desk, nation, itk3())

    assert all(said.endswith("Maeve Ann Whitlow") for _, said in responses(nation))


def test_answers_fhir_with_nothing(desk):
    put_in(desk, "answers_fhir_with_nothing")

    assert [(one.status, one.resource) for one in by_fhir(desk, fhir())] == [(200, {})]
    assert len(rows(desk)) == 1


def test_shows_fhir_identity_wrong(desk):
    put_in(desk, "shows_fhir_identity_wrong")
    by_fhir(desk, fhir())

    assert [one["patient"]["given"] for one in shown(desk)] == ["Whitlow"]


def test_lists_fhir_repeats(desk):
    put_in(desk, "lists_fhir_repeats")
    again = fhir()
    again["entry"][0]["resource"] = {**again["entry"][0]["resource"], "id": SECOND}
    by_fhir(desk, fhir(), fhir(), again)

    assert len(rows(desk)) == 2


def test_takes_broken_fhir(desk):
    put_in(desk, "takes_broken_fhir")
    answers = by_fhir(desk, fhir(patient=None), fhir(request=fhir_request(code={})))

    assert [one.status for one in answers] == [200, 422]
    assert [row["patient_name"] for row in rows(desk)] == [""]


def test_adaptor_ignores_destination(desk, at):
    put_in(desk, "adaptor_ignores_destination")
    desk.service.adaptor_queue.intake.take(adaptor())

    assert rows(desk) == []
    assert len(rows(at(desk.service, "FB202"))) == 1


def test_adaptor_drops_sections(desk):
    put_in(desk, "adaptor_drops_sections")
    more = {"title": "Advice", "text": {"div": "<div>Rest</div>"}}
    written = json.loads(adaptor())
    report = next(one["resource"] for one in written["entry"] if one["fullUrl"] == "urn:uuid:report")
    report["section"].append(more)
    desk.service.adaptor_queue.intake.take(json.dumps(written).encode())

    assert [len(one["sections"]) for one in shown(desk)] == [1]


def test_adaptor_lists_repeats(desk):
    put_in(desk, "adaptor_lists_repeats")
    written = json.loads(adaptor())
    written["entry"][0]["resource"]["id"] = SECOND
    for body in (adaptor(), adaptor(), json.dumps(written).encode()):
        desk.service.adaptor_queue.intake.take(body)

    assert len(rows(desk)) == 2


def test_adaptor_stops_at_bad_message(desk):
    put_in(desk, "adaptor_stops_at_bad_message")
    said = []

    class Channel:
        def basic_ack(self, tag):
            said.append(tag)

    for tag, body in enumerate((adaptor(), b"{")):
        desk.service.adaptor_queue.deal_with(Channel(), tag, body)

    assert said == [0]
