"""Sets of a repeat caller, copies, several pharmacies: what must neither vanish nor show twice."""

import base64

import pytest
from lxml import etree

from reference_sets import NS, together, with_leaflet, written

pytestmark = pytest.mark.usefixtures("in_april")

DOCUMENTS = {name: f"{name * 8}-0000-4000-8000-000000000001" for name in "ABCD"}
SETS = {name: f"{name * 8}-0000-4000-8000-00000000005E" for name in "ABCD"}
HOURS = dict(zip("ABCD", ("2026040109", "2026040110", "2026040111", "2026040112"), strict=True))
COPY = "copyRecipientNHS111CDADocument-v2-0"
NULLIFICATION = {
    "code": "285091000000108",
    "profile": "urn:nhs-en:profile:nullificationDocument-v5-0",
    "interaction": "nullifyNHS111CDADocument-v1-0",
}


@pytest.fixture
def call(make_report):
    """One call of the patient: a document and case of its own, the later the name the later it was."""

    def made(name, **changes):
        given = {"document": DOCUMENTS[name], "set_id": SETS[name], "case": name, "text": f"call {name}"}
        return written(make_report(**given | changes), f"{HOURS[name]}0000+0100")

    return made


@pytest.fixture
def send(service):
    """Sends a message, which must be taken in."""

    def sent(body):
        reply = service.intake.receive(body)
        assert reply.status == 200, reply.body

    return sent


@pytest.fixture
def here(service, at):
    return at(service)


def only(pharmacy):
    (row,) = pharmacy.see("worklist")["referrals"]
    return pharmacy.see("open_referral", row["referral"])


def shown(seen):
    return seen["sections"][0]["text"], {
        document["document_id"][0]: document["status"] for document in seen["history"]
    }


def kinds(seen):
    return [notice["kind"] for notice in seen["notices"]]


def results(pharmacy):
    return [entry["result"] for entry in pharmacy.see("read_audit")["entries"]]


def test_the_newest_of_a_set_is_shown_and_the_others_are_its_history(send, call, here):
    send(together(call("B"), call("D"), call("A")))

    assert shown(only(here)) == ("call D", {"B": "superseded", "A": "superseded"})


def test_a_clock_that_is_ahead_hides_no_document(send, call, here):
    wrong = written(call("A"), "20990101090000+0000")
    send(together(wrong, call("C"), call("B")))

    assert shown(only(here)) == ("call C", {"A": "superseded", "B": "superseded"})
    assert "2099-01-01" in next(
        said["text"] for said in only(here)["notices"] if said["kind"] == "wrong-clock"
    )


def test_a_document_that_is_dated_ahead_gives_way_to_the_next_call(send, call, here):
    send(together(written(call("B"), "20990101090000+0000"), call("A")))
    send(together(call("A"), call("C")))

    assert shown(only(here))[0] == "call C"


def test_each_document_of_a_set_can_be_opened(send, call, here):
    send(together(call("B"), call("D"), call("A")))
    referral = only(here)["referral"]
    seen = here.see("open_referral", referral, document=DOCUMENTS["B"])

    assert (seen["sections"][0]["text"], seen["document_id"]) == ("call B", DOCUMENTS["B"])
    assert "earlier-document" in kinds(seen)
    assert shown(only(here)) == ("call D", {"B": "superseded", "A": "superseded"})
    assert "earlier-document" not in kinds(only(here))


def test_a_document_of_another_referral_is_not_opened(send, call, here):
    send(call("A"))
    send(call("B"))
    first, _ = sorted(here.see("worklist")["referrals"], key=lambda row: row["case_reference"])

    answer = here.do("open_referral", first["referral"], document=DOCUMENTS["B"])
    assert answer["status"] == "refused"


def test_a_set_that_comes_again_with_a_newer_call_shows_that_one(send, call, here):
    send(together(call("A"), call("B")))
    send(together(call("A"), call("B"), call("C")))

    assert shown(only(here)) == ("call C", {"A": "superseded", "B": "superseded"})
    assert "replaced" in kinds(only(here))


def test_a_set_that_comes_again_with_an_older_call_keeps_it_and_shows_the_newest(send, call, here):
    send(together(call("A"), call("D")))
    send(together(call("A"), call("B"), call("D")))

    assert shown(only(here)) == ("call D", {"A": "superseded", "B": "superseded"})
    assert results(here) == ["new", "duplicate"]


def test_a_set_of_older_calls_does_not_take_the_newest_ones_place(send, call, here):
    send(together(call("A"), call("D")))
    send(together(call("A"), call("B"), call("C")))

    assert shown(only(here)) == ("call D", {"A": "superseded", "B": "superseded", "C": "superseded"})


def test_a_new_version_of_an_older_call_stays_in_the_history(send, call, here):
    send(together(call("A"), call("D")))
    send(call("A", document=DOCUMENTS["B"], version="2"))

    assert shown(only(here)) == ("call D", {"A": "superseded", "B": "superseded"})


def test_a_withdrawn_older_call_leaves_the_newest_as_it_is(send, call, here):
    send(together(call("A"), call("D")))
    send(call("A", document=DOCUMENTS["C"], **NULLIFICATION))

    seen = only(here)
    assert (seen["status"], shown(seen)) == ("open", ("call D", {"A": "withdrawn"}))


def test_documents_of_different_people_in_one_message_are_refused(service, call, here):
    other = call("B", ids='<id extension="9990000026" root="2.16.840.1.113883.2.1.4.1"/>')

    assert service.intake.receive(together(call("A"), other)).status == 500
    assert here.see("worklist")["referrals"] == []


def test_a_nullification_comes_alone(service, call, here):
    send_both = together(call("A"), call("B", **NULLIFICATION))

    assert service.intake.receive(send_both).status == 500
    assert here.see("worklist")["referrals"] == []


def test_a_report_that_came_as_a_copy_first_is_work_when_it_comes_itself(send, call, here):
    send(call("A", interaction=COPY))
    send(call("A"))
    send(call("A", interaction=COPY))

    assert shown(only(here)) == ("call A", {})
    assert results(here) == ["copy", "new", "duplicate"]


def test_the_same_document_to_another_pharmacy_is_that_ones_referral(send, call, here, service, at):
    send(call("A"))
    send(call("A", ods="FB202"))

    there = only(at(service, "FB202"))
    assert there["referral"] != only(here)["referral"]
    assert there["ods"] == "FB202"


def test_a_payload_that_cannot_be_read_is_said_beside_the_one_that_can(send, call, here):
    send(with_leaflet(call("A")))

    assert "unsupported-payload" in kinds(only(here))
    assert "Read this" not in str(only(here)["sections"])


def test_what_was_said_of_the_older_version_is_not_said_of_the_newer(send, call, here):
    send(call("A", ids='<id extension="9990000018" root="2.16.840.1.113883.2.1.3.2.4.18.23"/>', dx="Dx28"))
    assert kinds(only(here)) == ["number-not-verified"]

    send(call("A", document=DOCUMENTS["B"], version="2"))

    seen = only(here)
    assert kinds(seen) == ["replaced"]
    assert (seen["patient"]["nhs_number_verified"], seen["pathway"]) == (True, "urgent-medicines")


@pytest.mark.parametrize(
    ("content", "readable"),
    [
        pytest.param(b"<PathwaysCase/>", True, id="xml"),
        pytest.param(
            b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>', False, id="doctype"
        ),
        pytest.param(b"%PDF-1.7", False, id="pdf"),
        pytest.param(b"", False, id="empty"),
    ],
)
def test_attachments_are_named_with_whether_they_could_be_read(send, call, here, content, readable):
    def change(root):
        section = root.find(".//h:structuredBody/h:component/h:section", NS)
        media = etree.SubElement(section, f"{{{NS['h']}}}entry")
        media = etree.SubElement(media, f"{{{NS['h']}}}observationMedia")
        value = etree.SubElement(media, f"{{{NS['h']}}}value", mediaType="text/xml", representation="B64")
        value.text = base64.encodebytes(content).decode()

    send(together(call("A"), change=change))

    seen = only(here)
    assert seen["attachments"] == [{"title": "text/xml", "readable": readable}]
    assert ("unreadable-attachment" in kinds(seen)) != readable


def test_a_withdrawal_after_the_work_was_done_is_told_and_takes_nothing_back(pharmacy, call):
    referral = pharmacy.completed(document=DOCUMENTS["A"], set_id=SETS["A"])
    reply = pharmacy.service.intake.receive(call("A", document=DOCUMENTS["B"], **NULLIFICATION))

    assert reply.status == 200
    seen = pharmacy.see("open_referral", referral)
    assert (seen["status"], kinds(seen)) == ("completed", ["withdrawn"])
    assert pharmacy.see("submit_claims", referral)["claims"][0]["status"] == "accepted"
