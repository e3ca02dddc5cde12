"""Whose a body is: what is found by one automaton, slice by slice, is what looking for each mark by itself finds."""

import base64
import random
import re
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cpcs_harness.evidence import marks as marks_module
from cpcs_harness.evidence import slices
from cpcs_harness.evidence.attempts import again
from cpcs_harness.evidence.guard import Guard
from cpcs_harness.evidence.marks import Marks, Search, plain
from cpcs_harness.evidence.numbers import written
from cpcs_harness.evidence.numbers.masked import MASK
from cpcs_harness.evidence.register import STRENGTH, Register, why_unmatched
from explore import explored

NUMBER = "9990000026"
REAL = "4010232137"
"""Valid, and in a range that is issued to people."""


def folded_at_once(text):
    return re.sub(r"%20|[\s+]", "", text).casefold()


def found_one_by_one(texts, text):
    return {folded_at_once(mark) for mark in texts if folded_at_once(mark) and folded_at_once(mark) in text}


@pytest.fixture
def small_slices(monkeypatch):
    """Slices so short that most of what is looked for is cut."""
    monkeypatch.setattr(slices, "SLICE", 3)
    monkeypatch.setattr(slices, "_NEAR", 40)
    monkeypatch.setattr(marks_module, "SLICE", 3)
    monkeypatch.setattr(marks_module, "MANY", 5)
    monkeypatch.setattr(marks_module, "FEW", 2)
    monkeypatch.setattr(marks_module, "NEWEST", 1)


WRITTEN = (
    "9",
    "99",
    "990 0",
    "a",
    "A",
    "ß",
    "SS",
    "İ",
    "é",
    "ab12",
    "LS1 4AA",
    "%20LS1%204aa",
    "\ud83d",
    "\U0001f600",
)
BETWEEN = ("%", "%2", "%20", "20", "0", "+", " ", "\n", "\u2003", "\0", "-")
PIECES = st.sampled_from(WRITTEN + BETWEEN)
ID = "1B4E28BA-2FA1-11D2-883F-B9A761BDE3FB"
ID_PIECES = st.sampled_from((ID, ID.lower(), ID[:23], ID[9:], ID[:20], "-", "1111-", "x", " ", "é"))
NEARLY = st.sampled_from(("943 ", "476-", "5919", "4010232137", "401 023 2137 ", "12 ", "1" * 40))
TEXTS = st.lists(PIECES, max_size=30).map("".join)


@explored(100)
@given(st.lists(TEXTS, max_size=6), TEXTS)
@example(["a"], "")
def test_folding_and_finding_by_slices_is_as_at_once(small_slices, texts, text):
    marks = Marks()
    for mark in texts:
        assert marks.add(mark) == folded_at_once(mark)
        marks.search()  # made again and again, as in a run

    assert plain(text) == folded_at_once(text)
    assert marks.search().found(text) == found_one_by_one(texts, folded_at_once(text))
    assert Search.of(map(plain, texts)).found_folded(plain(text)) == found_one_by_one(texts, plain(text))


@pytest.mark.parametrize("count", [1, 16, 17, 5000])
def test_however_many_marks_are_known_each_is_found_and_no_other(count):
    search = Search.of(f"<{number}>" for number in range(count))

    assert search.found_folded(f"1 <{count - 1}> <{count}>") == {f"<{count - 1}>"}


@explored(100)
@given(st.lists(ID_PIECES, max_size=12).map("".join), st.sampled_from((ID, f"x{ID[1:]}", "1111-1111")))
def test_ids_are_found_wherever_they_begin(small_slices, text, other):
    marks = Marks()
    for mark in (ID, other):
        marks.add(mark)

    assert marks.search().found(text) == found_one_by_one((ID, other), folded_at_once(text))


@explored(100)
@given(TEXTS | st.text("0123456789 -%AFafGxЖ٣", max_size=60) | st.lists(NEARLY, max_size=60).map("".join))
def test_numbers_are_found_by_slices_as_at_once(small_slices, text):
    parts = list(slices.by_number(text))

    assert {found for part in parts for found in written.NUMBER.findall(part)} == set(
        written.NUMBER.findall(text)
    )
    assert sum(map(len, parts)) >= len(text)


@pytest.mark.parametrize("unit", ["1", " ", "-", "a", "%", "1 ", "123 ", "1234-", "1234567890 ", "12a", "%2"])
def test_no_text_is_so_written_that_it_is_never_cut(unit):
    text = unit * (20 * slices.SLICE // len(unit))

    most = slices.SLICE + 2 * slices._NEAR
    assert max(map(len, slices.by_number(text))) <= most
    assert max(map(len, slices.overlapping(f"{text}."))) <= (len(text) if unit == "1" else most)


@pytest.mark.parametrize("errors", ["replace", "surrogateescape"])
@pytest.mark.parametrize("content", [b"a", b"\xc3\xa9", b"\xf0\x9f\x98\x80", b"\xff\xc3", b"\xf0\x9f"])
def test_a_long_text_is_decoded_as_at_once(content, errors):
    for shift in range(4):
        long = b"x" * (slices.SLICE - shift) + content * slices.SLICE + content[:1]
        assert slices.decoded(long, errors) == long.decode("utf-8", errors)


@pytest.mark.parametrize(
    "written", [NUMBER, "999 000 0026", "999%20000%200026", "999+000+0026", "999\t000\r\n0026"]
)
@pytest.mark.parametrize("before", [0, slices.SLICE - 12, slices.SLICE - 5, slices.SLICE - 1, slices.SLICE])
def test_a_mark_is_found_in_whatever_slice_it_lies_and_however_it_is_written(written, before):
    register = Register()
    register.link("NHS number", NUMBER, "one")

    assert register.match(["x" * before + written + "y" * slices.SLICE]) == ("one", f"NHS number {NUMBER}")


def test_no_mark_goes_across_two_texts():
    register = Register()
    register.link("NHS number", NUMBER, "one")

    assert register.match([NUMBER[:5], NUMBER[5:]]) == (None, "")


@pytest.mark.parametrize(
    "encoded", [lambda text: base64.b64encode(text.encode()).decode(), quote, quote_plus, str]
)
def test_encoded_forms_are_looked_into_as_before(encoded):
    rng = random.Random(1)
    texts = ["case é/1", "LS1 4AA", "somebody@nhs.example", NUMBER]
    for _ in range(50):
        text = encoded("".join(rng.choices([*texts, "x", " ", "=", "é"], k=20)))
        register = Register()
        for number, mark in enumerate(texts):
            register.link(STRENGTH[number], mark, f"j{number}")
        found = found_one_by_one(texts, folded_at_once(text))
        strongest = next((number for number, mark in enumerate(texts) if folded_at_once(mark) in found), None)
        assert register.match([text])[0] == (None if strongest is None else f"j{strongest}")


def test_of_two_marks_as_strong_the_first_given_out_decides():
    register = Register()
    register.link("case", "bbb", "first")
    register.link("case", "aaa", "second")

    assert register.match(["aaa bbb"]) == ("first", "case bbb")


def test_who_had_a_mark_first_keeps_it_and_the_runs_own_comes_last():
    register = Register()
    register.belongs_to_run("mailbox1", "a polled mailbox")
    assert register.match(["MAILBOX1"]) == ("run", "a polled mailbox")

    register.link("practice mailbox", "mailbox1", "first")
    register.link("NHS number", "mailbox1", "second")
    assert register.match(["MAILBOX1"]) == ("first", "practice mailbox mailbox1")


def test_a_service_near_one_journeys_patient_is_its_mark_and_one_near_several_is_the_runs():
    register = Register()
    register.belongs_to_run("2000091001", "near everybody")
    for journey, service in (
        ("a", "2000095121"),
        ("a", "2000095122"),
        ("a", "2000095122"),
        ("b", "2000095121"),
    ):
        register.link_service(service, journey)
    register.link_service("2000095121", "c")
    register.link_service("2000091001", "a")

    assert register.match(["/byServiceId/2000095122"]) == ("a", "service 2000095122")
    assert register.match(["/byServiceId/2000095121"])[0] == "run"
    assert register.match(["/byServiceId/2000091001"]) == ("run", "near everybody")


def test_a_service_goes_over_to_a_journeys_second_attempt():
    register = Register()
    for journey in ("a", again("a")):
        register.link_service("2000095121", journey)

    assert register.match(["2000095121"])[0] == again("a")


def test_every_other_mark_goes_before_a_service():
    register = Register()
    register.link_service("2000095121", "a")
    register.link("sign-in", "token", "b")

    assert register.match(["2000095121 token"])[0] == "b"


def test_a_number_of_nobody_is_named_wherever_it_stands():
    assert NUMBER in why_unmatched(["x" * (slices.SLICE - 5) + " 999 000 0026 " + "y" * slices.SLICE])


def test_a_number_that_may_be_real_is_masked_wherever_it_stands():
    body = b"x" * (slices.SLICE - 20) + f"/Patient/{REAL}/".encode() + b"y" * slices.SLICE
    guard = Guard()

    assert guard.screen(body, "one") == body.replace(REAL.encode(), MASK.encode())
    assert guard.findings == ["one"]
