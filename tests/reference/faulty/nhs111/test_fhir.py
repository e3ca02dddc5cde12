"""The faults in referrals by FHIR and in reports from the 111 Adaptor: each gets its one thing wrong, and no other."""

import json

from reference_faults import put_in, rows, shown
from reference_referrals import adaptor, fhir, fhir_request

SECOND = "aaaaaaaa-0000-4000-8000-000000000002"


def by_fhir(pharmacist, *messages):
    return [
        pharmacist.service.fhir_intake.receive(json.dumps(message).encode(), "application/fhir+json")
        for message in messages
    ]


def test_answers_fhir_with_an_empty_object(pharmacist):
    put_in(pharmacist, "answers_fhir_with_an_empty_object")

    assert [(one.status, one.resource) for one in by_fhir(pharmacist, fhir())] == [(200, {})]
    assert len(rows(pharmacist)) == 1


def test_swaps_fhir_names(pharmacist):
    put_in(pharmacist, "swaps_fhir_names")
    by_fhir(pharmacist, fhir())

    assert [referral["patient"]["given"] for referral in shown(pharmacist)] == ["Whitlow"]


def test_lists_repeated_fhir_referrals_as_new(pharmacist):
    put_in(pharmacist, "lists_repeated_fhir_referrals_as_new")
    again = fhir()
    again["entry"][0]["resource"] = {**again["entry"][0]["resource"], "id": SECOND}
    by_fhir(pharmacist, fhir(), fhir(), again)

    assert len(rows(pharmacist)) == 2


def test_accepts_fhir_without_its_patient(pharmacist):
    put_in(pharmacist, "accepts_fhir_without_its_patient")
    answers = by_fhir(pharmacist, fhir(patient=None), fhir(request=fhir_request(code={})))

    assert [answer.status for answer in answers] == [200, 422]
    assert [row["patient_name"] for row in rows(pharmacist)] == [""]


def test_lists_adaptor_reports_at_another_pharmacy(pharmacist, at):
    put_in(pharmacist, "lists_adaptor_reports_at_another_pharmacy")
    pharmacist.service.adaptor_queue.intake.take(adaptor())

    assert rows(pharmacist) == []
    assert len(rows(at(pharmacist.service, "FB202"))) == 1


def test_drops_sections_of_adaptor_reports(pharmacist):
    put_in(pharmacist, "drops_sections_of_adaptor_reports")
    more = {"title": "Advice", "text": {"div": "<div>Rest</div>"}}
    written = json.loads(adaptor())
    report = next(entry["resource"] for entry in written["entry"] if entry["fullUrl"] == "urn:uuid:report")
    report["section"].append(more)
    pharmacist.service.adaptor_queue.intake.take(json.dumps(written).encode())

    assert [len(referral["sections"]) for referral in shown(pharmacist)] == [1]


def test_lists_repeated_adaptor_reports_as_new(pharmacist):
    put_in(pharmacist, "lists_repeated_adaptor_reports_as_new")
    written = json.loads(adaptor())
    written["entry"][0]["resource"]["id"] = SECOND
    for body in (adaptor(), adaptor(), json.dumps(written).encode()):
        pharmacist.service.adaptor_queue.intake.take(body)

    assert len(rows(pharmacist)) == 2


def test_stops_at_unreadable_adaptor_messages(pharmacist):
    put_in(pharmacist, "stops_at_unreadable_adaptor_messages")
    said = []

    class Channel:
        def basic_ack(self, tag):
            said.append(tag)

    for tag, body in enumerate((adaptor(), b"{")):
        pharmacist.service.adaptor_queue.deal_with(Channel(), tag, body)

    assert said == [0]
