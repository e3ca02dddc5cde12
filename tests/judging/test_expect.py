"""A failure says whether the harness's own lateness may have brought it about."""

from types import SimpleNamespace

import pytest

from cpcs_harness.errors import NotMet
from cpcs_harness.judging.expect import (
    expect,
    expect_all,
    expect_all_different,
    expect_equal,
    expect_none,
    expect_words,
)

SHOWN = SimpleNamespace(id="o4", where="a journey, a step, observation o4")
SENT = SimpleNamespace(id="e6", where="a journey, a step, exchange e6", is_unanswered=False)
UNANSWERED = SimpleNamespace(id="e5", where="a journey, a step, exchange e5", is_unanswered=True)


def timing_of(expectation, *arguments, **named):
    with pytest.raises(NotMet) as failed:
        expectation(*arguments, **named)
    return failed.value.finding.timing


@pytest.mark.parametrize(
    "received",
    [
        None,
        "",
        b"",
        [],
        {},
        (),
        "none",
        "error",
        "failed",
        "unanswered",
        "error PDS: no answer",
        ["unavailable"],
        {"outcome": "error", "matches": []},
    ],
    ids=repr,
)
def test_what_is_missing_may_be_so_for_our_lateness(received):
    assert timing_of(expect_equal, "the outcome", "found", received, SHOWN) == "absent"


@pytest.mark.parametrize(
    "received",
    [
        "not_found",
        0,
        False,
        "another",
        ["another"],
        {"another": 1},
        {"outcome": "found"},
        "erroneous",
        " error",
    ],
    ids=repr,
)
def test_what_is_there_and_wrong_is_wrong_in_itself(received):
    assert timing_of(expect_equal, "the outcome", "found", received, SHOWN) is None


@pytest.mark.parametrize("received", [None, "", b"", [], {}, "none", "error"], ids=repr)
def test_what_a_message_that_was_sent_lacks_is_wrong_in_itself(received):
    assert timing_of(expect_equal, "the family name", "Sedge", received, SENT) is None


def test_a_message_that_was_not_answered_may_be_so_for_our_lateness():
    assert timing_of(expect, False, "taken or refused", "neither", UNANSWERED) == "absent"


def test_what_comes_twice_may_do_so_for_our_lateness():
    assert timing_of(expect_all_different, "the id", [("a", SHOWN), ("a", UNANSWERED)]) == "repeated"


def test_what_must_not_be_is_wrong_in_itself():
    assert timing_of(expect_none, "stranger", ["somebody"], SHOWN) is None


def test_a_check_of_time_says_so_itself():
    assert timing_of(expect, False, "3 s left", "1 s", SHOWN, timing="late") == "late"


def test_an_exchange_that_must_not_be_is_told_by_where_it_is():
    with pytest.raises(NotMet) as failed:
        expect_none("e-mail besides", [SENT, "a word"], SHOWN)

    assert "a journey, a step, exchange e6" in str(failed.value)
    assert "namespace" not in str(failed.value)
    assert "a word" in str(failed.value)


@pytest.mark.parametrize(
    ("text", "received", "differs"),
    [
        (
            "advice: honey and warm drinks until thursday; ring again if it lasts",
            "“honey and warm drinks until thursday; ring again if it lasts”",
            "“thursday;” in place of “friday;” after “warm drinks until”",
        ),
        ("nothing like it", "no such words in 15 characters", None),
    ],
    ids=["most like it", "nothing like it"],
)
def test_words_that_are_missing_are_told_with_what_is_most_like_them(text, received, differs):
    due = "honey and warm drinks until friday; ring again if it lasts"
    expect_words("the advice", due, f"{text} {due}", SENT)
    expect_words("the advice", due, text, SENT, said=True)

    with pytest.raises(NotMet) as failed:
        expect_words("the advice", due, text, SENT)

    finding = failed.value.finding
    assert (finding.expected, finding.received) == (f"the advice: “{due}”", received)
    assert finding.difference == differs


def test_what_is_missing_of_what_is_due_is_named():
    expect_all("each column", [], SENT)

    with pytest.raises(NotMet) as failed:
        expect_all("each column", ["Outcome", "Date"], SENT)

    assert failed.value.finding.received == "without “Outcome”, “Date”"
