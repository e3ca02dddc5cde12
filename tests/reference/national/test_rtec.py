"""The reference's use of RTEC: the token of each request, and what each answer means."""

import base64
import json
from types import SimpleNamespace

import pytest

from reference.kit.config import RtecSettings
from reference.kit.problems import ServiceTrouble
from reference.national.http import Unreachable
from reference.national.requester import Requester
from reference.national.rtec import Rtec, RtecAnswer

ASKING = Requester("FA102", "Ann Other", "pharmacist", "2071234")


@pytest.fixture
def rtec():
    made = Rtec(RtecSettings("https://rtec.test/rtec-api-gateway", "", "200000000118"), 1.0)
    made.caller = SimpleNamespace(
        post=lambda address, **sent: made.sent.append((address, sent)) or made.reply()
    )
    made.sent = []
    return made


def answer(status, data=None):
    return lambda: SimpleNamespace(status_code=status, json=lambda: data)


def no_answer():
    raise Unreachable("no answer came", timed_out=True)


def no_json():
    def broken():
        raise ValueError

    return SimpleNamespace(status_code=200, json=broken)


@pytest.mark.parametrize(
    ("reply", "due"),
    [
        pytest.param(answer(200, {"message": "", "type": "9005"}), RtecAnswer("found", "9005"), id="found"),
        pytest.param(answer(404, {"message": "not been found"}), RtecAnswer("not-found"), id="not-found"),
        pytest.param(answer(404, []), RtecAnswer("unavailable"), id="a-404-that-is-not-rtecs"),
        pytest.param(answer(200, {"message": ""}), RtecAnswer("unavailable"), id="found-without-a-type"),
        pytest.param(answer(400), RtecAnswer("refused"), id="refused"),
        pytest.param(answer(503), RtecAnswer("unavailable"), id="down"),
        pytest.param(no_answer, RtecAnswer("unavailable"), id="silent"),
        pytest.param(no_json, RtecAnswer("unavailable"), id="no-json"),
    ],
)
def test_what_an_answer_means(rtec, reply, due):
    rtec.reply = reply

    assert rtec.search({"dob": "1980-02-29"}, ASKING, "555000000001") == due


def test_each_request_has_a_token_of_its_own(rtec):
    rtec.reply = answer(503)
    rtec.search({}, ASKING, "555000000001")
    rtec.search({}, ASKING, "555000000001")

    (address, sent), (_, again) = rtec.sent
    first, second = sent["headers"]["Authorization"], again["headers"]["Authorization"]
    header, payload, signature = first.removeprefix("Bearer ").split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert first != second
    assert (address, signature) == ("https://rtec.test/rtec-api-gateway/search", "")
    assert json.loads(base64.urlsafe_b64decode(header + "==")) == {"alg": "none", "typ": "JWT"}
    assert claims["exp"] - claims["iat"] == 300
    assert (claims["aud"], claims["requested_scope"]) == (address, "/rtec-api-gateway/search")
    assert (claims["iss"], claims["requesting_organization"]) == ("200000000118", "FA102")


def test_a_greeting_asks_for_a_prescription_that_there_is_not(rtec):
    rtec.reply = answer(404, {"message": "not been found"})

    rtec.greet("9000000009", "2010-10-22", ASKING)

    ((_, sent),) = rtec.sent
    assert sent["json"]["prescriptionId"] == "000000-000000-000001"


@pytest.mark.parametrize(
    "reply", [answer(401), answer(404, []), no_answer], ids=["refused", "not-rtecs", "silent"]
)
def test_a_greeting_that_rtec_does_not_answer_as_it_should_fails(rtec, reply):
    rtec.reply = reply

    with pytest.raises(ServiceTrouble):
        rtec.greet("9000000009", "2010-10-22", ASKING)
