"""What an entry of the audit trail says of its message beside its ids: by which road, under which code, and when."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.nhs111 import test_audit
from cpcs_harness._content.conformance.nhs111.test_audit import ids_without, otherwise_in


def sent(message_id="M1", body=b"<faultcode>E-1</faultcode>", clock="2026-11-28T10:00:00Z"):
    answer = SimpleNamespace(status=500, body=body)
    return SimpleNamespace(facts={"message_id": message_id}, response=answer, clock=clock)


def told(entry, *others):
    call = sent()
    journey = SimpleNamespace(sent=lambda _, at_least=1: [call, *others])
    return list(otherwise_in(journey, call, [entry]))


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"channel": "itk", "code": "E-1", "at": "2026-11-28T10:01:00+00:00"},
        {"channel": "", "code": "500", "at": "10 o'clock"},
        {"event": "received", "code": "e-1", "at": "2026-11-28T10:00:00Z"},
        {"event": "replaced", "channel": "fhir", "code": "E-3", "at": "2026-11-28T10:30:00Z"},
        {"event": "retrieved", "channel": "pds", "at": "2026-11-28T10:10:00Z"},
    ],
)
def test_what_is_of_the_message_or_left_out_is_right(entry):
    assert told(entry) == []


def test_what_came_again_may_be_told_of_either_time():
    again = sent(clock="2026-11-28T11:00:00Z", body=b"<ok/>")

    assert told({"code": "E-1", "at": "2026-11-28T11:00:10Z"}, again) == []


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"channel": "keyed"}, "came by keyed"),
        ({"code": "E-2"}, "E-2"),
        ({"at": "2026-11-28T09:00:00Z"}, "is told at"),
        ({"at": "2026-11-28T10:30:00Z"}, "is told at"),
        ({"event": "duplicate", "channel": "keyed"}, "came by keyed"),
        ({"event": "refused", "code": "E-0815"}, "E-0815"),
        ({"event": "replaced", "at": "2026-11-28T09:00:00Z"}, "is told at"),
    ],
)
def test_another_road_code_or_time_is_told(entry, said):
    (fault,) = told(entry, sent("M2", b"E-2", "2026-11-28T09:00:00Z"))

    assert said in fault


BOTH = {"message_id": "m-1", "tracking_id": "urn:uuid:t-1"}


@pytest.mark.parametrize(
    ("entries", "damage", "lacking"),
    [
        ([BOTH], "", []),
        ([{"message_id": "M-1", "tracking_id": ""}, {"message_id": "M-1", "tracking_id": "T-1"}], "", []),
        ([{"message_id": "M-1"}], "no-tracking-id", []),
        ([{"tracking_id": "T-1"}], "no-message-id", []),
        ([{"message_id": "M-1", "tracking_id": None}], "", ["the envelope's id"]),
        ([{"tracking_id": "T-1"}], "two-patients", ["the message's id"]),
        ([{**BOTH, "tracking_id": "T-2"}], "", ["the envelope's id"]),
    ],
)
def test_each_id_of_a_message_that_could_be_read_stands_in_an_entry(entries, damage, lacking):
    facts = {"message_id": "M-1", "report": {"tracking_id": "T-1"}, "damage": damage}

    assert ids_without(SimpleNamespace(facts=facts), entries) == lacking


WHOLE = {"sender_ods": "Y1", "document_id": "D1", "set_id": "S1", "version": 1}


@pytest.mark.parametrize(
    ("interaction", "taken", "entries", "lacking"),
    [
        ("primary", True, [WHOLE], []),
        ("primary", True, [{"sender_ods": "Y1"}, {**WHOLE, "sender_ods": ""}], []),
        ("primary", True, [{**WHOLE, "version": None}], ["the version"]),
        ("primary", False, [{"sender_ods": "Y1"}], []),
        ("primary", False, [{"sender_ods": ""}], ["the sender's ODS code"]),
        ("nullify", True, [{"sender_ods": "Y1"}], []),
    ],
)
def test_who_sent_a_message_and_which_document_was_taken_stand_in_an_entry(
    monkeypatch, interaction, taken, entries, lacking
):
    monkeypatch.setattr(test_audit, "is_taken", lambda call: taken)

    assert (
        test_audit.parts_without(SimpleNamespace(facts={"report": {"interaction": interaction}}), entries)
        == lacking
    )
