"""A message over MESH is read whole, whether it went in one piece or in chunks."""

import gzip
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance._shared.mesh import read_whole, sent_by, sent_whole
from cpcs_harness._content.conformance._shared.outbound import holding
from cpcs_harness.errors import NotShown
from cpcs_harness.formats import xml
from cpcs_harness.judging.views import JourneyView
from made_up import SeenCall, seen_message

BODY = b"<Bundle xmlns='http://hl7.org/fhir'><id value='9990000018'/></Bundle>"
BOX = "/messageexchange/FA101OT001/outbox"


def call(
    seq,
    body,
    target=BOX,
    *,
    status=202,
    packed=False,
    chunks="",
    answer=b'{"message_id": "M1"}',
    journey="one",
    fault="",
):
    headers = [("Content-Encoding", "gzip")] if packed else []
    headers += [("Mex-Chunk-Range", chunks)] if chunks else []
    return SeenCall(
        id=f"e{seq}",
        seq=seq,
        journey=journey,
        fault=fault,
        service="mesh",
        operation="send_message" if target == BOX else "send_chunk",
        direction="from-candidate",
        request=seen_message(
            {"method": "POST", "target": target}, gzip.compress(body) if packed else body, headers
        ),
        response=seen_message({"status": status}, answer),
    )


def cut(*, packed=False, first_in="one"):
    """Send the body in three chunks, the last two in the wrong order and one of them twice."""
    third = len(BODY) // 3
    parts = BODY[:third], BODY[third : 2 * third], BODY[2 * third :]
    return [
        call(1, parts[0], chunks="1:3", packed=packed, journey=first_in),
        call(2, parts[2], f"{BOX}/M1/3", packed=packed),
        call(3, b"lost", f"{BOX}/M1/2", packed=packed, status=503),
        call(4, parts[1], f"{BOX}/M1/2", packed=packed),
    ]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("answer", [b'{"message_id": "M1"}', b'{"messageID": "M1"}'])
def test_chunks_are_put_together_in_their_order(packed, answer):
    first, *others = cut(packed=packed)
    first.response = seen_message({"status": 202}, answer)

    (message,) = sent_whole([first, *others])

    assert (message.body, message.lacks) == (BODY, 0)
    assert read_whole(message).tag == "{http://hl7.org/fhir}Bundle"


def test_a_message_in_one_piece_is_itself():
    (message,) = sent_whole([call(1, BODY, packed=True)])

    assert (message.body, message.lacks, message.chunks) == (BODY, 0, ())


def test_chunks_that_did_not_come_are_counted():
    (message,) = sent_whole(cut()[:2])

    assert message.lacks == 1
    assert read_whole(message) is None


def test_what_is_not_packed_as_it_says_cannot_be_read():
    broken = call(1, b"x", packed=True)
    broken.request = seen_message({}, b"no gzip", [("Content-Encoding", "gzip")])

    assert read_whole(sent_whole([broken])[0]) is None


def test_what_unpacks_to_more_than_is_read_is_not_held_against_the_candidate(monkeypatch):
    monkeypatch.setattr(xml, "MAX_PLAIN", len(BODY) - 1)

    with pytest.raises(NotShown, match="e1 cannot be judged: it unpacks to more than") as raised:
        read_whole(sent_whole([call(1, BODY, packed=True)])[0])
    assert raised.value.blame == "harness"


def journey(calls):
    return JourneyView("one", "mi", {}, {}, [one for one in calls if one.journey == "one"], [])


def test_a_first_chunk_that_names_nobody_belongs_to_the_journey_of_the_others():
    calls = cut(first_in=None)
    run = SimpleNamespace(of_run=lambda *_, **__: [one for one in calls if one.operation == "send_message"])

    assert [message.body for message in sent_by(run, journey(calls))] == [BODY]


def test_nothing_sent_is_not_shown():
    with pytest.raises(NotShown):
        sent_by(SimpleNamespace(of_run=lambda *_, **__: []), journey([]))


def test_a_number_that_is_cut_in_two_is_found_all_the_same():
    at = BODY.index(b"0000018")
    calls = [call(1, BODY[:at], chunks="1:2"), call(2, BODY[at:], f"{BOX}/M1/2")]

    assert [found.id for found in holding(calls, "999 000 0018")] == ["e1"]


@pytest.mark.parametrize(
    ("sent", "broken_off"),
    [
        ([call(1, b"<a>", chunks="1:2", status=0, answer=b"")], True),
        ([call(1, b"<a>", chunks="1:3"), call(2, b"<b>", f"{BOX}/M1/2", status=0, answer=b"")], True),
        ([call(1, b"<a>", chunks="1:2"), call(2, b"</a>", f"{BOX}/M1/2", status=503)], True),
        ([call(1, b"<a>", chunks="1:2", status=503, answer=b"")], True),
        ([call(1, b"<a>", chunks="1:2", status=200, answer=b"<html>", fault="a page")], True),
        ([call(1, b"<a>", chunks="1:2")], False),
        ([call(1, b"<a>", status=0, answer=b"")], False),
        ([call(1, b"<a>", chunks="1:2"), call(2, b"</a>", f"{BOX}/M1/2", status=0, answer=b"")], False),
    ],
    ids=[
        "first answer lost",
        "a later one lost",
        "a later one refused",
        "the first refused",
        "the first answered by a page",
        "never went on",
        "in one piece",
        "the last one lost",
    ],
)
def test_a_message_whose_answer_was_lost_before_its_last_chunk_was_broken_off(sent, broken_off):
    [message] = sent_whole(sent)

    assert message.is_broken_off is broken_off


def test_a_message_of_which_only_the_first_chunk_was_tried_shows_nothing():
    calls = [call(1, BODY, chunks="1:3", status=403, answer=b"{}")]
    with pytest.raises(NotShown, match="to its end"):
        sent_by(SimpleNamespace(of_run=lambda *_, **__: calls), journey(calls))
