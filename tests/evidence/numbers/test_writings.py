"""However an NHS number is written, and in whatever kind of message, it is not recorded; what is none is."""

import base64
import gzip
import json
import random
import zlib

import pytest

import number_writings as writings
from cpcs_harness.evidence import events
from cpcs_harness.evidence.artefacts import record_with_artefacts
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.guard import Guard
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Exchange, Recorder, Side
from cpcs_harness.evidence.register import Register
from cpcs_harness.formats.decodings.read import readings
from number_writings import REAL

POSTED = {"method": "POST", "target": "/x"}


@pytest.fixture
def recorder(tmp_path):
    recorder = Recorder(tmp_path, Register())
    yield recorder
    recorder.log.close()


def passed(recorder, request=None, response=None, protocol="http", direction="from-candidate"):
    """Record an exchange, and give all that was written of it, with every encoding undone."""
    said, answered = request or Side(POSTED), response or Side({"status": 200})
    recorder.exchange(
        Exchange("pds", "any", protocol, direction, said, answered, Certainty.PUBLISHED, "a source", "one")
    )
    return recorded(recorder)


def recorded(recorder):
    recorder.log.flush()
    folder = recorder.log.path.parent
    evidence = Evidence.load(folder)
    exchanges = [event["data"] for event in evidence.of_kind("exchange")]
    said = [evidence.body(data[side]["body"]) for data in exchanges for side in ("request", "response")]
    said += [zlib.decompressobj(31).decompress((folder / "bodies.tar.gz").read_bytes())]
    said += recorder.log.path.read_bytes().splitlines()
    return [text.text for body in said for text in readings(body).texts]


def holds(texts):
    return any(
        REAL in "".join(filter(str.isdigit, near))
        for text in texts
        for near in text.split("NHS number masked")
    )


def as_request(recorder, body):
    return passed(recorder, Side(POSTED, [("Content-Type", "text/plain")], body))


def as_answer(recorder, body):
    return passed(recorder, Side(POSTED), Side({"status": 200}, (), body), direction="to-candidate")


def as_mail(recorder, body):
    return passed(
        recorder, Side({"from": "a@example.org", "to": ["b@example.org"]}, (), body), protocol="smtp"
    )


def as_message(recorder, body):
    headers = [("Mex-From", "RX001"), ("Mex-To", "RX002"), ("Content-Type", "application/octet-stream")]
    return passed(recorder, Side(POSTED, headers, body), protocol="mesh")


def as_observation(recorder, body):
    text = body.decode() if b"\0" not in body and b"\x1f\x8b" not in body else base64.b64encode(body).decode()
    recorder.write(events.About({"screen": [{"said": text}]}), journey="one")
    return recorded(recorder)


def as_file(recorder, body):
    shown = {"files": [{"media": "text/plain", "content": base64.b64encode(body).decode()}]}
    observed = events.Observation("export_data", {}, None, "", {}, "done", None, None, shown)
    record_with_artefacts(recorder, observed, ["files"], "one", "a step")
    return recorded(recorder)


@pytest.mark.parametrize("name", writings.CALLED_SO)
def test_what_was_not_masked_would_be_seen(name):
    assert holds(text.text for text in readings(writings.CALLED_SO[name]).texts)


KINDS = (as_request, as_answer, as_mail, as_message, as_observation, as_file)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", writings.CALLED_SO)
def test_a_number_that_is_called_so_is_masked_and_counts(recorder, name, kind):
    texts = kind(recorder, writings.CALLED_SO[name])

    assert not holds(texts)
    assert recorder.guard.findings == ["one"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", writings.IN_TEXT)
def test_one_in_free_text_is_masked_and_told_and_does_not_count(recorder, name, kind):
    texts = kind(recorder, writings.IN_TEXT[name].encode())

    assert not holds(texts)
    assert [(notice.journey, notice.is_labelled) for notice in recorder.guard.notices] == [("one", False)]


@pytest.mark.parametrize("name", writings.TARGETS)
def test_a_number_in_an_address_is_masked_and_counts(recorder, name):
    texts = passed(recorder, Side({"method": "GET", "target": writings.TARGETS[name]}))

    assert not holds(texts)
    assert recorder.guard.findings == ["one"]


@pytest.mark.parametrize("name", writings.HEADERS | writings.BARE_HEADERS)
def test_a_number_in_a_header_is_masked(recorder, name):
    header = (writings.HEADERS | writings.BARE_HEADERS)[name]
    texts = passed(recorder, Side(POSTED, [header]))

    assert not holds(texts)
    assert recorder.guard.findings == ["one"] * (name in writings.HEADERS)


def test_what_is_called_so_in_one_place_is_masked_in_all(recorder):
    answer = Side({"status": 200}, [], f'{{"id": "{REAL}", "reference": {REAL}}}'.encode())
    texts = passed(recorder, Side({"method": "GET", "target": f"/Patient/{REAL}"}), answer)

    assert not holds(texts)
    assert recorder.guard.findings == ["one"]


def test_an_encoding_that_is_not_written_anew_is_not_kept(recorder):
    packed = base64.b64encode(zlib.compress(f"NHS number {REAL}".encode() * 4))
    texts = passed(recorder, Side(POSTED, [], packed))

    assert not holds(texts)
    assert any("is not kept" in text for text in texts)


def test_a_body_that_is_packed_stays_packed(recorder):
    passed(recorder, Side(POSTED, [], gzip.compress(f"NHS number {REAL}".encode())))
    (event,) = (evidence := Evidence.load(recorder.log.path.parent)).of_kind("exchange")

    assert (
        gzip.decompress(evidence.body(event["data"]["request"]["body"])) == b"NHS number [NHS number masked]"
    )


@pytest.mark.parametrize(
    "packs", [gzip.compress, lambda plain: b'{"data": "' + base64.b64encode(plain) + b'"}']
)
def test_a_number_deep_in_a_large_message_is_found(packs):
    filler = random.Random(3).randbytes(700_000).hex().encode()
    body = packs(b"".join((filler, f" NHS number {REAL} ".encode(), filler)))

    assert Guard().look_through(body, is_theirs=True).labelled == {REAL}


PEOPLE = writings.innocent(2000)


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        (json.dumps({"nhs_number": PEOPLE}), set(PEOPLE)),
        ("<a>" + f'<value value="{REAL}"/>' * 900 + "</a>", set()),
        ("<a>" + f'<value value="{REAL}"/>' * 100_000 + "</a>", {REAL}),
        ("<br>" + " " * 400_000 + f"NHS number {REAL}", {REAL}),
        (f"{REAL[:9]} " * 40_000 + f"NHS number {REAL}", {REAL}),
    ],
    ids=["a list of people", "many values", "values without end", "many blanks", "many that are nearly one"],
)
def test_a_message_that_is_made_to_take_long_comes_to_its_end(body, numbers):
    assert Guard().look_through(body.encode(), is_theirs=True).all == numbers


def test_of_a_list_of_people_nothing_is_kept(recorder):
    texts = as_request(recorder, json.dumps({"nhs_number": PEOPLE[:200]}).encode())

    assert not any(number in text for text in texts for number in PEOPLE[:200])
    assert 1 < len(recorder.guard.findings) < 20


def test_what_unpacks_to_ever_more_is_bounded():
    packed = b"x" * 30_000_000
    for _ in range(3):
        packed = gzip.compress(packed * 1000 if len(packed) < 40_000 else packed, 1)

    assert not Guard().look_through(packed, is_theirs=True).all


def test_a_thousand_numbers_that_are_none_are_left_as_they_are():
    guard = Guard()

    for number in writings.innocent(1000):
        for said in writings.innocent_uses(number):
            body = said.encode()
            assert not guard.look_through(body, is_theirs=True).all, said
            assert not guard.look_at_data({"said": body.decode()}).all, said
            assert guard.screen(body, None) == body
    assert guard.notices == []
