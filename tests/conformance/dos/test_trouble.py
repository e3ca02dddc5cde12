"""What is asked and said while DoS is in trouble."""

from datetime import timedelta

import pytest

from cpcs_harness._content.conformance.dos import test_trouble as checks
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.times import moment_of
from dos_evidence import BASE, SEARCH, Looks, answer, screen, service
from made_up import MOMENT

TOLD = checks.test_an_error_is_never_told_as_nobody_found
STORM = checks.test_a_search_is_no_storm
SLOW = checks.test_a_slow_answer_is_waited_for
WAIT = checks.test_nobody_waits_for_ever
APART = checks.test_troubles_are_told_apart_and_the_next_search_works
REFUSED = checks.test_a_refused_search_is_not_sent_again

STATUS = {
    "bad-request": 400,
    "unauthorised": 401,
    "forbidden": 403,
    "rate-limited": 429,
    "server-error": 500,
    "hang": 0,
}
KIND = {name: kind for kind, names in checks.KINDS.items() for name in names}


def through(changed=None, nobody=("done", "No pharmacy was found near LS1 4AP"), calls=1):
    """Give the looks of the whole journey, each told as its kind, but for what is changed: label, status, words."""
    looks = Looks()
    for label in checks.EVERY:
        looks.answered(*[(STATUS.get(label, 200), b"", label)] * calls)
        status, words = (changed or {}).get(label, ("failed", f"Trouble: {KIND.get(label, label)}"))
        said = {"told": words} if status != "done" else {"message": words}
        looks.saw([], about=label, status=status, **said)
    looks.look([service(1)], [screen(service(1))], about="well-again")
    status, words = nobody
    return looks.look([], [], about="nobody", message=words)


def test_trouble_that_is_told_is_right():
    for check in (TOLD, STORM, WAIT, APART, REFUSED):
        through().judge(check)


@pytest.mark.parametrize("label", checks.EVERY)
def test_trouble_told_as_nobody_is_found(label):
    with pytest.raises(NotMet, match=label):
        through({label: ("done", "No pharmacy was found near LS1 4AP")}).judge(TOLD)


def test_another_place_or_number_makes_no_other_words():
    told = {"server-error": ("done", "no pharmacy was found near ls14ap (search 17)")}

    with pytest.raises(NotMet):
        through(told, nobody=("done", "No pharmacy was found near LS1 4AP (search 18)")).judge(TOLD)


def test_trouble_without_a_word_is_found():
    with pytest.raises(NotMet, match="word of the trouble"):
        through({"html": ("done", "")}).judge(TOLD)


def test_done_with_words_of_the_trouble_is_right():
    through({"html": ("done", "DoS is in trouble; try again")}).judge(TOLD)


def test_trouble_that_never_struck_shows_nothing():
    looks = Looks().look([], [], about="nobody")
    looks.saw([], about="bad-request", status="failed", told="x")
    with pytest.raises(NotShown):
        looks.judge(TOLD)


def test_many_calls_and_calls_at_once_are_found():
    with pytest.raises(NotMet, match="three calls"):
        through(calls=4).judge(STORM)
    with pytest.raises(NotMet, match="pause"):
        through(calls=2).judge(STORM)


def looked_up(*ids, status=200):
    """Give a search of two pharmacies, and look-ups of theirs by service id."""
    looks = Looks().answered((200, answer(service(1), service(2)), ""))
    for service_id in ids:
        looks.answered((status, answer(), ""), target=f"{BASE}/byServiceId/{service_id}")
        looks.calls[-1].operation = "by_service_id"
    return looks.saw([screen(service(1)), screen(service(2))])


def test_look_ups_of_what_was_found_are_among_the_calls():
    with pytest.raises(NotMet, match="three calls"):
        looked_up("2001", "2002", "2001").judge(STORM)
    looked_up("2001", "2002").judge(STORM)


def test_a_look_up_that_was_answered_may_follow_another_at_once():
    looked_up("2001", "2001").judge(STORM)
    with pytest.raises(NotMet, match="pause"):
        looked_up("2001", "2001", status=500).judge(STORM)


def test_a_refused_search_that_comes_again_is_found():
    with pytest.raises(NotMet, match="one search"):
        through(calls=2).judge(REFUSED)


def test_the_same_words_for_two_kinds_are_found():
    with pytest.raises(NotMet, match="alone"):
        through({"unauthorised": ("failed", "Trouble: trouble at DoS")}).judge(APART)


def test_another_place_makes_no_other_kind_and_the_number_of_an_error_does():
    looks = through(dict.fromkeys(checks.EVERY, ("failed", "The search near LS1 4AP failed")))
    for number, seen in enumerate(looks.seen):
        seen.given["postcode"] = place = f"LS1 {number}AP"
        seen._told = seen.told.replace("LS1 4AP", place)
    with pytest.raises(NotMet, match="alone"):
        looks.judge(APART)
    through({label: ("failed", f"Error {STATUS.get(label, 200)}") for label in checks.EVERY}).judge(APART)


def test_a_long_wait_is_found():
    looks = through()
    for call in looks.calls:
        call.elapsed_ms = 35_000.0
    with pytest.raises(NotMet, match="30 s at most"):
        looks.judge(WAIT)


def test_a_slow_answer_has_to_be_shown():
    def slow(shown, fault="slow"):
        looks = Looks().answered((200, answer(service(1)), fault))
        looks.saw(shown, about="slow", status="done" if shown else "failed", told="DoS is down").judge(SLOW)

    slow([screen(service(1))])
    with pytest.raises(NotMet, match="DoS is down"):
        slow([])
    with pytest.raises(NotShown, match="slow"):
        slow([screen(service(1))], fault="")


def test_short_waits_one_after_another_are_a_long_one():
    looks = through(calls=3)
    for call, ago in zip(
        [call for call in looks.calls if call.fault == "hang"], (24.0, 12.0, 0.0), strict=True
    ):
        call.elapsed_ms, call.at = 11_000.0, (moment_of(MOMENT) - timedelta(seconds=ago)).isoformat()
    with pytest.raises(NotMet, match=r"35\.0 s, in 3 calls"):
        looks.judge(WAIT)


def test_a_type_after_another_needs_no_pause_though_one_failed():
    looks = Looks().answered((500, b"", "server-error"))
    looks.answered((500, b"", "server-error"), target=SEARCH.replace("/131/", "/13/"))
    looks.saw([], about="x", status="failed", told="y")
    looks.judge(STORM)
