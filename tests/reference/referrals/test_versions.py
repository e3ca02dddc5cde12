"""Repeats, versions, withdrawals and copies: what each arrival makes of the worklist."""

import uuid

import pytest

SET = "5C8F4F1E-0000-4000-8000-000000000001"
FIRST, SECOND = "11111111-0000-4000-8000-000000000001", "22222222-0000-4000-8000-000000000002"
NULLIFICATION = {
    "code": "285091000000108",
    "profile": "urn:nhs-en:profile:nullificationDocument-v5-0",
    "interaction": "nullifyNHS111CDADocument-v1-0",
    "set_id": SET,
}


@pytest.fixture
def send(service, make_report):
    """Sends a report of the set, as a version with its own id; it must be taken in."""

    def sent(version="1", document="", text="first", **changes):
        body = make_report(
            **{"set_id": SET, "version": version, "document": document, "text": text} | changes
        )
        reply = service.intake.receive(body)
        assert reply.status == 200, reply.body

    return sent


@pytest.fixture
def here(service, at):
    return at(service)


def rows(pharmacy):
    return pharmacy.see("worklist")["referrals"]


def only(pharmacy):
    (row,) = rows(pharmacy)
    return pharmacy.see("open_referral", row["referral"])


def kinds(seen):
    return [notice["kind"] for notice in seen["notices"]]


def alerts(pharmacy):
    return [alert["kind"] for alert in pharmacy.see("list_alerts")["alerts"]]


def results(pharmacy):
    return [entry["result"] for entry in pharmacy.see("read_audit")["entries"]]


def test_the_same_document_again_is_one_referral_and_is_audited_as_a_repeat(send, here):
    send(document=FIRST)
    send(document=FIRST, text="something else")

    assert only(here)["sections"][0]["text"] == "first"
    assert results(here) == ["new", "duplicate"]
    assert alerts(here) == ["new-referral"]


def test_version_ten_comes_after_version_nine(send, here):
    send("9", FIRST, "ninth")
    send("10", SECOND, "tenth")

    assert (only(here)["version"], only(here)["sections"][0]["text"]) == (10, "tenth")


def test_a_newer_version_takes_the_older_ones_place_under_the_same_referral(send, here):
    send(document=FIRST)
    before = rows(here)[0]["referral"]
    send("2", SECOND, "second")

    seen = only(here)
    assert (seen["referral"], seen["version"], seen["document_id"]) == (before, 2, SECOND)
    assert seen["sections"][0]["text"] == "second"
    assert [(document["document_id"], document["status"]) for document in seen["history"]] == [
        (FIRST, "superseded")
    ]
    assert "replaced" in kinds(seen)
    assert alerts(here) == ["new-referral", "referral-updated"]


def test_a_newer_version_of_what_was_never_seen_is_taken(send, here):
    send("3", SECOND, "third")

    assert (only(here)["version"], only(here)["history"]) == (3, [])


@pytest.mark.parametrize("work", ["record_contact_attempt", "supply_medicine", "record_consultation"])
def test_what_was_recorded_stays_when_a_newer_version_comes_after_work_has_begun(send, here, work):
    send(document=FIRST)
    referral = rows(here)[0]["referral"]
    here.see("enrol_pharmacist", full_name="Josephine Alder", gphc_number="2450001")
    here.service.staff.acting = lambda gphc, _name=None: {"full_name": "Josephine Alder", "gphc_number": gphc}
    given = {
        "record_contact_attempt": {"outcome": "no-answer"},
        "supply_medicine": {"code": "PARA500", "quantity": 8},
        "record_consultation": {
            "method": "telephone",
            "started": "2026-04-01T12:00:00Z",
            "outcome": "advice-given",
        },
    }
    here.see(work, referral, **given[work])
    kept = here.service.store.referral(referral)
    send("2", SECOND, "second")

    now = here.service.store.referral(referral)
    assert (now.contacted, now.supplies, now.consultation) == (
        kept.contacted,
        kept.supplies,
        kept.consultation,
    )
    assert kinds(only(here))[-1] == "replaced-after-start"
    assert only(here)["sections"][0]["text"] == "second"


def test_an_older_version_that_comes_late_is_kept_and_not_shown(send, here):
    send("2", SECOND, "second")
    send("1", FIRST)

    assert only(here)["sections"][0]["text"] == "second"
    assert only(here)["history"][0]["document_id"] == FIRST
    assert results(here) == ["new", "kept-as-history"]


def test_other_content_under_the_same_version_is_flagged_and_overwrites_nothing(send, here):
    send(document=FIRST)
    send(document=SECOND, text="other")

    seen = only(here)
    assert (seen["sections"][0]["text"], seen["history"][0]["status"]) == ("first", "conflict")
    assert "conflict" in kinds(seen)


def test_another_document_of_the_same_case_is_a_referral_beside_the_first(send, here):
    send(document=FIRST)
    send(document=SECOND, set_id=str(uuid.uuid4()), text="other")

    first, second = (here.see("open_referral", row["referral"]) for row in rows(here))
    assert "related-case" in kinds(first)
    assert "related-case" in kinds(second)
    assert [related["referral"] for related in first["related"]] == [second["referral"]]


def test_a_nullification_withdraws_the_document_and_stops_work_on_it(send, here):
    send(document=FIRST)
    referral = rows(here)[0]["referral"]
    send("2", SECOND, **NULLIFICATION)

    assert rows(here)[0]["status"] == "withdrawn"
    assert alerts(here)[-1] == "referral-withdrawn"
    assert here.do("record_contact_attempt", referral, outcome="none")["status"] == "refused"


def test_a_nullification_of_an_unknown_document_is_no_error_and_holds_for_what_comes_late(send, here):
    send("2", SECOND, **NULLIFICATION)
    send("1", FIRST)

    assert rows(here) == []
    assert results(here) == ["withdrawn", "withdrawn"]


def test_a_copy_is_acknowledged_and_is_no_work(send, here):
    send(document=FIRST, interaction="copyRecipientNHS111CDADocument-v2-0")

    assert rows(here) == []
    assert alerts(here) == []
    assert results(here) == ["copy"]


def test_a_case_that_was_keyed_from_an_e_mail_is_flagged_when_its_report_comes(send, here):
    here.see(
        "key_referral",
        source="nhs111",
        reference="CASE-7",
        service="urgent-medicine",
        patient={"given": "Maeve", "family": "Whitlow"},
        complaint="Ran out",
    )
    send(document=FIRST)

    assert only(here)["sections"][0] == {"title": "Presenting complaint", "text": "Ran out"}
    assert "already-handled" in kinds(only(here))
    assert alerts(here) == ["new-referral", "already-handled"]


def test_a_practice_may_not_refer_an_urgent_medicine(here):
    answer = here.do(
        "key_referral",
        source="gp-practice",
        reference="GPR1",
        service="urgent-medicine",
        patient={"family": "Whitlow"},
    )

    assert answer["status"] == "refused"
    assert "may not refer urgent medicines" in answer["shown"] + answer["reason"]
    assert rows(here) == []


def test_a_refusal_is_in_the_trail_of_the_pharmacy_that_it_was_for_and_of_no_other(
    service, here, at, make_report
):
    assert service.intake.receive(make_report(manifest_count="2")).status == 500
    assert service.intake.receive(make_report(ods="FZ999")).status == 500

    (entry,) = here.see("read_audit")["entries"]
    assert (entry["event"], entry["code"]) == ("refused", "1000")
    assert entry["tracking_id"] == "F60A19ED-843E-41A3-84C1-3F313DD4E4E0"
    assert at(service, "FB202").see("read_audit")["entries"] == []
