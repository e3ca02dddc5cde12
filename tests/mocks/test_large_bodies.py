"""A large body, which takes long to screen, keeps no other caller waiting."""

import threading

import httpx
import pytest

from cpcs_harness.mockkit.large import LARGE


@pytest.fixture
def slow_to_screen(world, monkeypatch):
    """Make screening of large bodies wait; gives the event that it waits, and the one that lets it go."""
    waiting, released = threading.Event(), threading.Event()
    screen = world.recorder.guard.look_through

    def slowly(body, *about, **further):
        if len(body) > LARGE:
            waiting.set()
            assert released.wait(20), "nobody let the screening go"
        return screen(body, *about, **further)

    monkeypatch.setattr(world.recorder.guard, "look_through", slowly)
    yield waiting, released
    released.set()


def test_others_are_answered_while_a_large_body_is_screened(world, nation, slow_to_screen):
    waiting, released = slow_to_screen
    mys, eps = world.addresses["mys"], world.addresses["eps"]
    large = threading.Thread(
        target=httpx.post,
        args=(f"{mys}/anything",),
        kwargs={"content": b" " * (LARGE + 1), "timeout": 30},
    )
    large.start()

    assert waiting.wait(20), "the large body was never screened"
    answer = httpx.get(f"{eps}/", timeout=10)
    released.set()
    large.join(20)

    assert answer.status_code in (200, 404)
