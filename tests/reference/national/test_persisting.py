"""One loop sends requests again: how often, after which pauses, for how long, and until when this system ends."""

from threading import Event

import httpx
import pytest

from reference.national import persisting
from reference.national.http import Unreachable
from reference.national.persisting import PASSING, Persisting, PersistingHttp


class Clock:
    """A clock that pauses move, and the event that they are spent on."""

    def __init__(self):
        self.now = 0.0
        self.pauses = []
        self.stopped = False

    def wait(self, seconds):
        """Let a pause pass at once; true where the system is stopped in it."""
        self.pauses.append(seconds)
        self.now += seconds
        return self.stopped


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(persisting, "monotonic", lambda: made.now)
    return made


class Words(Persisting[str]):
    """A client whose service says `busy` while it is."""

    def may_pass(self, answer):
        return answer == "busy"


def sender(*answers):
    """Sends nothing, and gives these answers in turn; `tries` are the numbers of the tries."""
    left = list(answers)

    def send(tried):
        send.tries.append(tried)
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    send.tries = []
    return send


def silence(timed_out=False):
    return Unreachable("no answer came (ReadTimeout)", timed_out)


@pytest.mark.parametrize(
    ("answers", "final", "pauses"),
    [
        (["well"], "well", []),
        (["busy", "well"], "well", [0.2]),
        (["busy", "busy", "well"], "well", [0.2, 0.4]),
        (["busy", "busy", "busy", "well"], "busy", [0.2, 0.4]),
        (["busy", "no", "well"], "no", [0.2]),
    ],
    ids=["at-once", "second", "third", "never", "refused"],
)
def test_a_request_is_sent_again_until_an_answer_is_final(clock, answers, final, pauses):
    send = sender(*answers)

    assert Words(clock).persist(send) == final
    assert send.tries == list(range(1, len(pauses) + 2))
    assert clock.pauses == pytest.approx(pauses)


@pytest.mark.parametrize("tries", [1, 2, 5])
def test_a_client_says_how_often_it_tries(clock, tries):
    client, send = Words(clock), sender(*["busy"] * 9)
    client.tries = tries

    assert client.persist(send) == "busy"
    assert len(send.tries) == tries


def test_no_pause_is_begun_that_ends_after_the_patience(clock):
    client, send = Words(clock), sender(*["busy"] * 9)
    client.tries, client.first_pause, client.patience = 9, 2.0, 6.0

    client.persist(send)

    # 2 + 4 seconds are the patience exactly; the next 6 would be too long.
    assert clock.pauses == [2.0, 4.0]
    assert len(send.tries) == 3


def test_the_time_that_answers_take_counts_as_patience(clock):
    client, answers = Words(clock), sender(*["busy"] * 9)
    client.patience = 6.0

    def slowly(tried):
        clock.now += 5.9
        return answers(tried)

    assert client.persist(slowly) == "busy"
    assert clock.pauses == []


def test_each_request_has_its_own_patience(clock):
    client = Words(clock)
    client.patience = 1.0

    for _ in range(5):
        assert client.persist(sender("busy", "busy", "well")) == "well"


def test_a_system_that_is_stopped_sends_nothing_more(clock):
    clock.stopped = True
    send = sender(*["busy"] * 9)

    assert Words(clock).persist(send) == "busy"
    assert send.tries == [1]


def test_a_system_that_stops_ends_the_pause():
    stopping = Event()
    client, send = Words(stopping), sender(*["busy"] * 9)
    client.first_pause = 3600.0
    stopping.set()

    assert client.persist(send) == "busy"
    assert send.tries == [1]


@pytest.mark.parametrize("status", sorted(PASSING))
def test_statuses_of_a_bad_moment_pass(clock, status):
    send = sender(httpx.Response(status), httpx.Response(200))

    assert PersistingHttp(clock).answered(send).status_code == 200
    assert send.tries == [1, 2]


@pytest.mark.parametrize("status", [200, 201, 400, 401, 403, 404, 409, 422, 501])
def test_other_statuses_are_final(clock, status):
    send = sender(httpx.Response(status))

    assert PersistingHttp(clock).answered(send).status_code == status
    assert clock.pauses == []


def test_a_client_says_which_statuses_pass(clock):
    client = PersistingHttp(clock)
    client.passing = frozenset({500})

    assert client.answered(sender(httpx.Response(429))).status_code == 429


@pytest.mark.parametrize("timed_out", [False, True])
def test_silence_passes_too(clock, timed_out):
    send = sender(silence(timed_out), httpx.Response(200))

    assert PersistingHttp(clock).answered(send).status_code == 200


def test_silence_to_the_last_is_told_as_it_was_last(clock):
    last = silence(timed_out=True)
    send = sender(httpx.Response(503), silence(), last)

    with pytest.raises(Unreachable) as raised:
        PersistingHttp(clock).answered(send)
    assert raised.value is last
    assert send.tries == [1, 2, 3]
