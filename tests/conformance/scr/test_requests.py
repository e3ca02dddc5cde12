"""Ids of requests to the Summary Care Record API: what is sent again keeps its own, but for a refused token."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.scr import test_permission as permission
from cpcs_harness._content.conformance.scr import test_requests as requests
from cpcs_harness.errors import NotMet

FIRST, SECOND = "0b0c5d1e-7d3f-4b59-8a53-90a3d2b10001", "0b0c5d1e-7d3f-4b59-8a53-90a3d2b10002"


def call(seq, sent, status, fault=""):
    request = SimpleNamespace(method="GET", target="/Bundle", body=b"", header=lambda _name: sent)
    response = SimpleNamespace(status=status)
    where = f"e{seq}"
    return SimpleNamespace(id=where, where=where, step="s", request=request, response=response, fault=fault)


def judge(*calls):
    journey = SimpleNamespace(id="j", exchanges=lambda _service: list(calls))
    requests.test_every_request_has_an_id_that_a_retry_keeps(SimpleNamespace(each=lambda: [journey]))


@pytest.mark.parametrize(("status", "again"), [(503, FIRST), (401, FIRST), (401, SECOND), (200, SECOND)])
def test_lawful_ids_are_taken(status, again):
    judge(call(1, FIRST, status), call(2, again, 200))


@pytest.mark.parametrize("again", [FIRST, SECOND], ids=["the same id", "another"])
def test_after_an_answer_that_cannot_be_read_it_may_be_another_request(again):
    judge(call(1, FIRST, 200, "truncated"), call(2, again, 200))


@pytest.mark.parametrize(("status", "again"), [(503, SECOND), (200, FIRST)])
def test_others_are_not(status, again):
    with pytest.raises(NotMet):
        judge(call(1, FIRST, status), call(2, again, 200))


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("2026-11-25T10:00:00+00:00", True),
        ("2026-11-25 10:00", True),
        ("2026-11-25", False),
        ("yesterday", False),
        (None, False),
        (7, False),
    ],
)
def test_a_moment_is_a_date_with_a_time(text, is_one):
    assert (permission.moment_in(text) is not None) is is_one
