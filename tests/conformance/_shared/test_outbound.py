"""What counts as a place or a number that went out, however it was written."""

import gzip
from email.message import EmailMessage
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance._shared.outbound import holding, outbound, words
from cpcs_harness._content.conformance.pds._practice_messages import places, reports
from made_up import SeenCall, observed, seen_message

POSTCODE = "LS2 9AA"


def call(service, body=b"", operation="", headers=(), direction="from-candidate", seq=9, **start):
    return SeenCall(
        id=f"e{seq}",
        service=service,
        operation=operation,
        direction=direction,
        seq=seq,
        request=seen_message(start, body, headers),
    )


def mail(text):
    message = EmailMessage()
    message["To"] = "sedge@nhs.net"
    message.set_content(text, cte="base64")
    return message.as_bytes()


WRITTEN = {
    "in XML": call("mesh", b"<postalCode value='LS2 9AA'/>"),
    "packed": call("mesh", gzip.compress(b"<p>LS2&#160;9AA</p>"), headers=[("Content-Encoding", "gzip")]),
    "in JSON without a space": call("mys", b'{"postalCode": "ls29aa"}'),
    "in a form": call("mys", b"patient_postcode=LS2%209AA&x=1"),
    "in an address": call("dos", target="/services/LS2%209AA/37"),
    "in an e-mail in Base64": call("nhsmail", mail("Lives at LS2 9AA")),
    "in a header": call("mesh", headers=[("Mex-Subject", "LS2-9AA")]),
}


@pytest.mark.parametrize("written", WRITTEN)
def test_a_postcode_is_found_however_it_is_written(written):
    assert holding([WRITTEN[written]], POSTCODE) == [WRITTEN[written]]


@pytest.mark.parametrize(
    "other",
    [
        call("mesh", b"<postalCode value='LS2 9AB'/>"),
        call("mesh", b"not gzip", headers=[("Content-Encoding", "gzip")]),
        call("mesh", headers=[("Authorization", "NHSMESH LS29AA")]),
        call("nhsmail", b"\xff\xfe"),
    ],
    ids=["another postcode", "not packed as it says", "a token by chance", "no e-mail"],
)
def test_what_is_not_there_is_not_found(other):
    assert holding([other], POSTCODE) == []


def test_a_mark_that_says_nothing_is_in_no_message():
    assert holding([WRITTEN["in XML"]], "", " - ") == []


def test_only_what_the_candidate_sent_to_others_after_an_event_is_outbound():
    sent = [
        call("mesh", seq=5, operation="send_message"),
        call("mesh", seq=15, operation="send_message"),
        call("mesh", seq=16, operation="lookup"),
        call("pds", seq=17),
        call("nhs111", seq=18, direction="to-candidate"),
    ]
    sent.append(call("onward", seq=19, operation="process_message"))
    journey = SimpleNamespace(calls=sent, looked_at=[], seen=[])

    assert [one.seq for one in outbound(journey, 10)] == [15, 16, 19]
    assert [one.seq for one in reports(journey, 10)] == [15]


def test_an_email_to_pharmacies_alone_tells_no_practice():
    pharmacy = {"kind": "cpcs-provider", "email": "Moss@nhs.net"}
    practice = {"kind": "gp-practice", "email": "sedge@nhs.net"}
    loaded = observed(1, "load_directory", {}, given={"entries": [pharmacy, practice]})
    sent = [
        call("nhsmail", b"Subject: a patient\n\nHello", "submit", seq=seq, rcpt_to=to)
        for seq, to in ((5, ["moss@nhs.net"]), (6, ["moss@nhs.net", "sedge@nhs.net"]), (7, ["fern@nhs.net"]))
    ]
    for one in sent:
        one.facts = {}
    journey = SimpleNamespace(calls=sent, looked_at=[], seen=[loaded])

    assert [one.seq for one in reports(journey)] == [6, 7]


def test_recipients_of_an_email_count_as_told():
    assert "sedgenhsnet" in words(call("nhsmail", mail("Hello"), rcpt_to=["sedge@nhs.net"]))


def test_the_practice_is_one_of_the_places():
    practice = {"ods": "Y10017", "email": "sedge@nhs.net", "mailbox": "Y10017OT001"}
    person = {"postcode": POSTCODE, "home_telephone": "01632 960001", "practice": practice}

    assert set(places(person)) == {POSTCODE, "1632 960001", "Y10017", "sedge@nhs.net", "Y10017OT001"}
    for written in (b"01632960001", b"+44 1632 960001"):
        assert holding([call("mesh", written)], *places(person))
