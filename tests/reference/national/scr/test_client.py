"""How the Summary Care Record API is asked: in whose name, under which ids, how often."""

import json

import pytest

from reference_scr import OUTCOME, view


def test_every_request_is_made_in_the_name_and_role_of_who_looks(pharmacist, permitted, scr):
    view(pharmacist, permitted)

    assert b"subject_token=id-token" in scr.asked("/oauth2/token")[0][3]
    for _, _, headers, _ in scr.asked("/scr/"):
        assert headers["nhsd-session-urid"] == "555000000011"
        assert headers["authorization"].startswith("Bearer token-")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_request_that_is_sent_again_keeps_its_id(pharmacist, permitted, scr, status):
    scr.planned = [("Bundle", status, OUTCOME)]

    assert view(pharmacist, permitted)["outcome"] == "found"
    ids = [headers["x-request-id"] for _, _, headers, _ in scr.asked("/scr/")]
    assert len(ids) == 4
    assert ids[-1] == ids[-2]
    assert len(set(ids)) == 3


def test_one_consultation_has_one_correlation_id(pharmacist, permitted, scr):
    view(pharmacist, permitted)
    view(pharmacist, permitted)

    correlations = {headers["x-correlation-id"] for _, _, headers, _ in scr.asked("/scr/")}
    assert len(correlations) == 1
    assert "9990000018" not in correlations.pop()


def test_after_too_many_requests_it_is_left_alone(pharmacist, permitted, scr):
    scr.planned = [("DocumentReference", 429, OUTCOME)]

    ended = pharmacist.do("view_summary_care_record", permitted, through="viewer")

    assert ended["status"] == "failed"
    assert ended["observation"]["record"]["outcome"] == "unavailable"
    assert scr.order() == ["DocumentReference"]


def test_a_refused_token_is_replaced_once(pharmacist, permitted, scr):
    scr.planned = [("DocumentReference", 401, OUTCOME)]

    assert view(pharmacist, permitted)["outcome"] == "found"
    assert len(scr.asked("/oauth2/token")) == 2


def test_each_question_is_written_down_without_the_record(pharmacist, permitted):
    view(pharmacist, permitted)

    entries = [entry for entry in pharmacist.see("read_audit")["entries"] if entry["channel"] == "scr"]
    events = [entry["event"] for entry in entries]
    assert events == ["permission", "GET /DocumentReference", "POST /AuditEvent", "GET /Bundle"]
    assert {entry["user"] for entry in entries} == {"Jo Alder"}
    assert "Penicillin" not in json.dumps(entries)
