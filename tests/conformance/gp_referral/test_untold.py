"""Whose practice cannot be answered is told of to a person, in whatever way; and the same response is sent once."""

from types import SimpleNamespace

import pytest

from conformance.gp_referral import test_untold as checks
from cpcs_harness.errors import NotMet, NotShown
from made_up import SeenCall, observed, seen_message
from nhs111_evidence import issued

GIVEN = issued("mailbox")
REFERRAL = GIVEN["gp_referral"]
ODS = REFERRAL["premises"]["ods"]
ROW = {"referral": "r1", "nhs_number": REFERRAL["person"]["nhs_number"], "reference": REFERRAL["reference"]}
MAILBOX = REFERRAL["person"]["practice"]["mailbox"]


def response(seq, body=b"<a/>", *, to=MAILBOX, fault="response refused"):
    return SeenCall(
        id=f"e{seq}", seq=seq, service="mesh", operation="send_message", fault=fault, where=f"exchange e{seq}",
        request=seen_message({"method": "POST", "target": "/outbox"}, body, [("Mex-To", to)]),
        response=seen_message({"status": 417}, b"{}"),
    )  # fmt: skip


def judge(calls, *seen):
    look = observed(10, "worklist", {"referrals": [ROW]}, actor={"ods": ODS})
    sent = SimpleNamespace(
        id="e1", seq=1, where="exchange e1", facts={"referral": REFERRAL, "damage": ""}, journey="one"
    )
    every = [look, *seen]
    journey = SimpleNamespace(
        id="one",
        calls=[],
        seen=every,
        sent=lambda *_: [sent],
        exchanges=lambda *_, at_least: calls,
        observations=lambda action: [one for one in every if one.action == action],
    )
    evidence = SimpleNamespace(each=lambda: [journey])
    checks.test_a_response_that_mesh_refuses_is_told_and_not_sent_blindly(evidence)


def shown(action, observation, **more):
    return observed(11, action, observation, actor={"ods": ODS}, **more)


@pytest.mark.parametrize(
    "seen",
    [
        shown("list_alerts", {"alerts": [{"referral": "r1", "kind": "back-office"}]}),
        shown("view_outbox", {"outbox": [{"referral": "r1", "state": "failed"}]}),
        shown("open_referral", {"notices": [{"kind": "untold"}]}, referral="r1"),
        shown("collect_messages", {}, status="failed", reason="MESH refused the response"),
    ],
    ids=lambda seen: seen.action,
)
def test_it_may_be_told_in_any_way(seen):
    judge([response(2), response(3, b"<b/>")], seen)


@pytest.mark.parametrize(
    "seen",
    [
        shown("list_alerts", {"alerts": [{"referral": "r1", "kind": "new-referral"}]}),
        shown("list_alerts", {"alerts": [{"referral": "r2", "kind": "notification-failed"}]}),
        shown("open_referral", {"notices": []}, referral="r1"),
        shown("open_referral", {"notices": [{"kind": "number-not-verified"}]}, referral="r1"),
        shown("collect_messages", {"collected": []}),
    ],
)
def test_what_is_said_in_any_case_or_of_another_tells_nothing(seen):
    with pytest.raises(NotMet, match="the refusal told to a person"):
        judge([response(2)], seen)


def test_the_same_response_is_not_sent_again():
    told = shown("view_outbox", {"outbox": [{"referral": "r1"}]})
    with pytest.raises(NotMet, match="second sending"):
        judge([response(2), response(3)], told)


@pytest.mark.parametrize(
    "calls", [[], [response(2, to="X26OT001")], [response(2, fault="")]], ids=["none", "elsewhere", "taken"]
)
def test_where_mesh_refused_no_response_nothing_is_shown(calls):
    with pytest.raises(NotShown, match="refused no response"):
        judge(calls)
