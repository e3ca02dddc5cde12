"""How PDS is asked while it is in trouble, and what the pharmacist is told then."""

import json
import re
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from reference_nation import GPHC
from reference_pds import Waits, outcome, planned, raw

NUMBER = "9990000018"
CONSULTATION = {
    "method": "telephone",
    "started": "2026-03-31T23:30:00Z",
    "presenting_complaint": "Sore throat",
    "advice": "Rest and fluids",
    "outcome": "advice-given",
    "products": [],
}


@pytest.fixture
def waits(pharmacy, monkeypatch):
    """What the service waits for, which takes no time."""
    found = Waits()
    monkeypatch.setattr(pharmacy.service.pds, "stopping", found)
    return found


@pytest.fixture
def answers(nation, monkeypatch):
    """Has PDS answer in turn, and plainly afterwards."""
    return lambda *given: monkeypatch.setattr(nation, "planned", planned(*given))


@pytest.fixture
def referral(pharmacy, make_report):
    pharmacy.service.intake.receive(make_report())
    return pharmacy.see("worklist")["referrals"][0]["referral"]


def headers_of(nation, name):
    return [headers.get(name) for _, _, headers, _ in nation.asked("/pds/")]


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_failure_that_passes_is_tried_again_under_the_same_id(
    pharmacy, nation, waits, answers, referral, status
):
    answers(outcome(status, "X"), outcome(status, "X"))

    assert pharmacy.see("find_patient", referral, nhs_number=NUMBER)["outcome"] == "found"
    assert len(headers_of(nation, "x-request-id")) == 3
    assert len(set(headers_of(nation, "x-request-id"))) == 1


def test_pauses_grow_and_are_not_the_same_for_everybody(pharmacy, waits, answers, referral):
    for _ in range(8):
        answers(*[outcome(503, "SERVICE_UNAVAILABLE")] * 3)
        pharmacy.do("find_patient", referral, nhs_number=NUMBER)

    firsts, seconds = waits.seconds[::2], waits.seconds[1::2]
    assert len(waits.seconds) == 16
    assert all(0.1 < first < second for first, second in zip(firsts, seconds, strict=True))
    assert len(set(firsts)) > 1


def in_three_seconds():
    return format_datetime(datetime.now(UTC) + timedelta(seconds=3), usegmt=True)


@pytest.mark.parametrize(
    ("written", "least", "most"),
    [("2", 2, 2), ("5", 5, 5), ("0", 0, 0), (in_three_seconds, 0.5, 3), ("soon", 0.1, 1), ("-4", 0.1, 1)],
    ids=["seconds", "as-the-gateway", "none", "date", "words", "negative"],
)
def test_retry_after_is_waited_for(pharmacy, waits, answers, referral, written, least, most):
    answers(outcome(429, "TOO_MANY_REQUESTS", {"Retry-After": written() if callable(written) else written}))

    assert pharmacy.see("find_patient", referral, nhs_number=NUMBER)["outcome"] == "found"
    assert len(waits.seconds) == 1
    assert least <= waits.seconds[0] <= most


@pytest.mark.parametrize("written", ["90", "999999999"])
def test_who_would_wait_too_long_is_told_until_when(pharmacy, nation, waits, answers, referral, written):
    answers(outcome(503, "SERVICE_UNAVAILABLE", {"Retry-After": written}))

    answer = pharmacy.do("find_patient", referral, nhs_number=NUMBER)

    assert (answer["status"], answer["observation"]["outcome"]) == ("failed", "error")
    assert re.search(r"left alone until \d\d:\d\d:\d\d", answer["reason"])
    assert waits.seconds == []
    assert len(nation.asked("/pds/")) == 1


@pytest.mark.parametrize(
    ("status", "code", "told"),
    [(400, "INVALID_VALUE", "correct the name"), (403, "ACCESS_DENIED", "go on without PDS")],
)
def test_a_refusal_is_not_sent_again(pharmacy, nation, waits, answers, referral, status, code, told):
    answers(*[outcome(status, code)] * 5)

    answer = pharmacy.do("find_patient", referral, family="Whitlow", birth_date="1984-02-29")

    assert answer["status"] == "failed"
    assert told in answer["reason"]
    assert len(nation.asked("/pds/")) == 1


@pytest.mark.parametrize(
    "answer",
    [
        raw('{"resourceType": "Patient", "id": "99'),
        raw(""),
        raw("null"),
        raw("[" * 100_000),
        raw('{"issue": ["x"]}', 500),
        raw('{"issue": [{"details": {"coding": "x"}}]}', 400),
        raw("<html>502 Bad Gateway</html>", 502, "text/html"),
        raw(json.dumps({"resourceType": "Bundle", "total": 0})),
        raw(json.dumps({"resourceType": "Organization", "id": "A20047"})),
    ],
    ids=["cut", "empty", "null", "deep", "issue", "coding", "html", "bundle", "organisation"],
)
def test_what_is_no_answer_is_told_as_a_failure(pharmacy, waits, answers, referral, answer):
    answers(*[answer] * 5)

    told = pharmacy.do("find_patient", referral, nhs_number=NUMBER)

    assert (told["status"], told["observation"]["outcome"]) == ("failed", "error")
    assert told["observation"]["matches"] == []
    assert [notice["kind"] for notice in told["observation"]["notices"]] == ["unavailable"]


def test_the_content_type_of_an_answer_does_not_matter(pharmacy, nation, answers, referral):
    answers(raw(json.dumps(nation.patient), media="application/json"))

    assert pharmacy.see("find_patient", referral, nhs_number=NUMBER)["outcome"] == "found"


def test_a_silent_pds_is_given_up(pharmacy, waits, referral, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        base = f"http://127.0.0.1:{silent.getsockname()[1]}"
        monkeypatch.setattr(pharmacy.service.pds, "address", lambda path, _: f"{base}{path}")
        monkeypatch.setattr(pharmacy.service.pds, "seconds", 0.05)

        answer = pharmacy.do("find_patient", referral, nhs_number=NUMBER)

    assert answer["observation"]["outcome"] == "error"
    assert "no answer came" in answer["reason"]
    assert len(waits.seconds) == 2


def test_no_try_is_begun_for_which_nobody_waits_any_more(
    pharmacy, nation, waits, answers, referral, monkeypatch
):
    monkeypatch.setattr(pharmacy.service.pds, "patience", 0.0)
    answers(outcome(503, "SERVICE_UNAVAILABLE"))

    assert pharmacy.do("find_patient", referral, nhs_number=NUMBER)["status"] == "failed"
    assert len(nation.asked("/pds/")) == 1


def test_the_consultation_goes_on_without_pds_and_the_trace_is_made_good(
    pharmacy, waits, answers, make_report
):
    pharmacy.service.intake.receive(make_report(dx="Dx28"))
    referral = pharmacy.see("worklist")["referrals"][0]["referral"]
    pharmacy.see("enrol_pharmacist", full_name="Josephine Alder", gphc_number=GPHC)
    answers(*[outcome(503, "SERVICE_UNAVAILABLE")] * 3)
    pharmacy.do("find_patient", referral, nhs_number=NUMBER)
    pharmacy.see("record_consultation", referral, **CONSULTATION)
    pharmacy.see("complete", referral)

    untraced = pharmacy.see("open_referral", referral)
    pharmacy.see("find_patient", referral, nhs_number=NUMBER)
    pharmacy.see("choose_patient", referral, nhs_number=NUMBER)
    traced = pharmacy.see("open_referral", referral)

    assert "unavailable" in {notice["kind"] for notice in untraced["notices"]}
    assert (untraced["status"], untraced["adopted_patient"]) == ("completed", None)
    assert "unavailable" not in {notice["kind"] for notice in traced["notices"]}
    assert traced["adopted_patient"]["nhs_number"] == NUMBER


def test_a_consultation_has_one_correlation_id_and_the_next_another(pharmacy, nation, referral, make_report):
    pharmacy.service.intake.receive(make_report(case="2"))
    rows = [row["referral"] for row in pharmacy.see("worklist")["referrals"]]
    other = next(row for row in rows if row != referral)
    for row in (referral, referral, other):
        pharmacy.see("find_patient", row, nhs_number=NUMBER)

    first, second, third = headers_of(nation, "x-correlation-id")
    assert first == second != third
    assert "." not in first + third


def test_each_pharmacy_asks_in_its_own_name_and_says_nothing_of_the_patient(pharmacy, at, nation):
    for ods in ("FA101", "FB202", "FA101"):
        at(pharmacy.service, ods).see("find_patient", nhs_number=NUMBER)

    assert headers_of(nation, "nhsd-end-user-organisation-ods") == ["FA101", "FB202", "FA101"]
    for _, _, headers, _ in nation.asked("/pds/"):
        assert not {name for name, value in headers.items() if NUMBER in value or "Whitlow" in value}
