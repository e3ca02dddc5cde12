"""Cases that staff keyed in: the report that comes late, the one that came before, and other people's cases."""

import pytest

PATIENT = {"given": "Maeve", "family": "Whitlow", "nhs_number": "9990000018", "birth_date": "1984-02-29"}
OTHER = {"given": "Ada", "family": "Fenn", "nhs_number": "9990000026", "birth_date": "1950-01-01"}
FIRST, SECOND = "11111111-0000-4000-8000-000000000001", "22222222-0000-4000-8000-000000000002"
THIRD, FOURTH = "33333333-0000-4000-8000-000000000003", "44444444-0000-4000-8000-000000000004"
SET, OTHER_SET = "5C8F4F1E-0000-4000-8000-000000000001", "6C8F4F1E-0000-4000-8000-000000000002"
NULLIFICATION = {
    "code": "285091000000108",
    "profile": "urn:nhs-en:profile:nullificationDocument-v5-0",
    "interaction": "nullifyNHS111CDADocument-v1-0",
}


@pytest.fixture
def here(service, at):
    return at(service)


@pytest.fixture
def key(here):
    """Keys in what an e-mail of NHS 111 says, and gives the whole answer."""

    def keyed(reference="CASE-7", patient=PATIENT, **changes):
        given = {"source": "nhs111", "service": "minor-illness", "complaint": "Cough", **changes}
        return here.do("key_referral", reference=reference, patient=patient, **given)

    return keyed


@pytest.fixture
def send(service, make_report):
    def sent(**changes):
        reply = service.intake.receive(make_report(**changes))
        assert reply.status == 200, reply.body

    return sent


def rows(pharmacy):
    return pharmacy.see("worklist")["referrals"]


def kinds(pharmacy, row):
    return [notice["kind"] for notice in pharmacy.see("open_referral", row["referral"])["notices"]]


@pytest.mark.parametrize("reference", ["CASE-7", "REF-7", "case-7"])
def test_the_late_report_is_kept_beside_what_was_keyed(key, send, here, reference):
    assert key(reference)["status"] == "done"
    send(document=FIRST)

    (row,) = rows(here)
    seen = here.see("open_referral", row["referral"])
    assert [notice["kind"] for notice in seen["notices"]] == ["number-not-verified", "already-handled"]
    assert [(document["document_id"], document["status"]) for document in seen["history"]] == [
        (FIRST, "attached")
    ]
    assert seen["sections"][0]["text"] == "Cough"


def test_a_newer_version_of_the_late_report_is_kept_there_too(key, send, here):
    key()
    send(document=FIRST, set_id=SET)
    send(document=SECOND, set_id=SET, version="2")

    (row,) = rows(here)
    seen = here.see("open_referral", row["referral"])
    assert [document["status"] for document in seen["history"]] == ["attached", "attached"]
    assert seen["sections"][0]["text"] == "Cough"


def test_a_withdrawn_late_report_is_told_at_what_was_keyed(key, send, here):
    key()
    send(document=FIRST, set_id=SET)
    send(document=SECOND, set_id=SET, **NULLIFICATION)

    (row,) = rows(here)
    assert (row["status"], kinds(here, row)) == (
        "withdrawn",
        ["number-not-verified", "already-handled", "withdrawn"],
    )


def test_a_second_report_that_is_withdrawn_leaves_the_first_and_the_case(key, send, here):
    key()
    send(document=FIRST, set_id=OTHER_SET)
    send(document=SECOND, set_id=SET)
    send(document=THIRD, set_id=SET, **NULLIFICATION)

    (row,) = rows(here)
    seen = here.see("open_referral", row["referral"])
    assert row["status"] == "new"
    assert {one["document_id"]: one["status"] for one in seen["history"]} == {
        FIRST: "attached",
        SECOND: "withdrawn",
    }


def test_a_case_is_withdrawn_with_the_last_of_its_reports(key, send, here):
    key()
    for document, set_id in ((FIRST, OTHER_SET), (SECOND, SET)):
        send(document=document, set_id=set_id)
    for document, set_id in ((THIRD, SET), (FOURTH, OTHER_SET)):
        send(document=document, set_id=set_id, **NULLIFICATION)

    (row,) = rows(here)
    assert row["status"] == "withdrawn"


def test_another_patients_case_under_the_same_short_id_is_a_referral_of_its_own(key, send, here):
    key(patient=OTHER)
    send(document=FIRST)

    assert [row["nhs_number"] for row in rows(here)] == [OTHER["nhs_number"], PATIENT["nhs_number"]]


def test_what_has_arrived_already_is_not_keyed_again(key, send, here):
    send()

    answer = key()

    assert answer["status"] == "refused"
    assert "on the worklist" in answer["shown"]
    assert len(rows(here)) == 1


def test_a_name_that_is_keyed_in_as_blanks_is_shown_as_empty(key, here):
    assert key(patient=PATIENT | {"given": "   "})["status"] == "done"

    (row,) = rows(here)
    shown = here.see("open_referral", row["referral"])["patient"]
    assert (shown["given"], shown["family"], shown["name"]) == ("", "Whitlow", "Whitlow")


def test_keying_the_same_again_shows_the_same_and_another_patient_is_refused(key, here):
    first, again, other = key(), key(), key(patient=OTHER)

    assert again["observation"] == first["observation"]
    assert other["status"] == "refused"
    assert len(rows(here)) == 1


def test_a_practices_referral_is_not_taken_for_a_case_of_nhs_111(key, send, here):
    key(source="gp-practice", practice_ods="B86999")
    send()

    assert sorted(row["source"] for row in rows(here)) == ["gp-practice", "nhs111"]


def test_what_a_practice_refers_can_be_treated_but_not_supplied_for(key, here):
    referral = key(source="gp-practice")["observation"]["referral"]
    here.see("enrol_pharmacist", full_name="Jo Alder", gphc_number="2071234")

    answer = here.do("supply_medicine", referral, code="PARA500", quantity=16)

    assert answer["status"] == "refused"
    assert "may not refer urgent medicines" in answer["shown"]
    assert here.see("reject_referral", referral, reason="Told the practice") == {"status": "rejected"}
    assert here.do("record_contact_attempt", referral, outcome="none")["status"] == "refused"
