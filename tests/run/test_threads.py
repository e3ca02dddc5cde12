import sys

import pytest

from cpcs_harness.run.threads import TURN_SECONDS, short_turns


def test_threads_take_turns_sooner_and_as_before_afterwards():
    usual = sys.getswitchinterval()

    with short_turns():
        assert sys.getswitchinterval() == pytest.approx(TURN_SECONDS)

    assert sys.getswitchinterval() == pytest.approx(usual)


def test_turns_that_are_shorter_already_stay_so():
    usual = sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS / 4)
    try:
        with short_turns():
            assert sys.getswitchinterval() == pytest.approx(TURN_SECONDS / 4)
    finally:
        sys.setswitchinterval(usual)


def test_turns_are_short_until_the_last_run_at_once_has_ended():
    usual = sys.getswitchinterval()
    first, second = short_turns(), short_turns()

    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert sys.getswitchinterval() == pytest.approx(TURN_SECONDS)

    second.__exit__(None, None, None)
    assert sys.getswitchinterval() == pytest.approx(usual)
