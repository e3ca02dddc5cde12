"""Large bodies wait for their turn, slow senders are refused and recorded, and small requests pass them all."""

import asyncio

import pytest

from cpcs_harness.mockkit.call import MAX_REQUEST
from cpcs_harness.mockkit.intake import SMALL, Intake, Patience
from cpcs_harness.mockkit.mock import Mock

LARGE = 1_000_000
SHORT = Patience(pause=0.05, whole=5.0, turn=5.0)


def scope(length=None):
    chunked = (b"transfer-encoding", b"chunked")
    headers = [chunked if length is None else (b"content-length", str(length).encode())]
    return {
        "type": "http", "method": "POST", "path": "/x", "raw_path": b"/x", "query_string": b"", "headers": headers,
    }  # fmt: skip


class Sender:
    """Sends pieces, and then nothing more: `more` says whether something is still due."""

    def __init__(self, *pieces, more=False):
        self.pieces, self.more, self.asked = list(pieces), more, 0

    async def __call__(self):
        self.asked += 1
        if not self.pieces:
            await asyncio.Event().wait()
        piece = self.pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(self.pieces) or self.more}


async def taken(intake, sender, length=None, **changes):
    async with intake.request(scope(length) | changes, sender) as request:
        return request


def test_a_request_without_a_body_is_not_waited_for():
    sender = Sender(more=True)

    request = asyncio.run(taken(Intake(), sender, headers=[]))

    assert (request.body, request.refusal, sender.asked) == (b"", None, 0)


def test_a_body_is_read_whole():
    request = asyncio.run(taken(Intake(), Sender(b"a" * SMALL, b"b" * SMALL, b"c")))

    assert (len(request.body), request.refusal) == (2 * SMALL + 1, None)


@pytest.mark.parametrize("pieces", [[b"x" * (MAX_REQUEST + 1)], [b"x" * MAX_REQUEST, b"x"]])
def test_a_body_that_is_too_large_is_refused(pieces):
    assert asyncio.run(taken(Intake(), Sender(*pieces))).refusal.status_code == 413


def test_a_body_of_the_largest_size_is_taken():
    assert asyncio.run(taken(Intake(), Sender(b"x" * MAX_REQUEST))).refusal is None


@pytest.mark.parametrize("begun", [b"", b"x" * 10, b"x" * LARGE])
def test_a_sender_that_stops_midway_is_refused(begun):
    refusal = asyncio.run(taken(Intake(patience=SHORT), Sender(begun, more=True))).refusal

    assert refusal.status_code == 408
    assert f"only {len(begun)} bytes" in refusal.body.decode()
    assert refusal.headers["connection"] == "close"


def test_a_sender_that_drips_is_refused():
    async def dripping():
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"x", "more_body": True}

    intake = Intake(patience=Patience(pause=5.0, whole=0.05))
    refusal = asyncio.run(taken(intake, dripping)).refusal

    assert refusal.status_code == 408


def test_what_large_bodies_hold_at_once_is_bounded_and_small_ones_pass():
    async def crowd():
        intake, full, done = Intake(room=2 * LARGE), asyncio.Event(), asyncio.Event()
        reading, most = set(), 0

        async def large(number):
            nonlocal most
            async with intake.request(scope(LARGE), Sender(b"x" * (SMALL + 1), b"x")) as request:
                reading.add(number)
                most = max(most, len(reading))
                if most == 2:
                    full.set()
                await done.wait()
                reading.remove(number)
            return request.refusal

        work = [asyncio.create_task(large(number)) for number in range(20)]
        await full.wait()
        small = await taken(intake, Sender(b"x" * 100))
        done.set()
        return small, await asyncio.gather(*work), most

    small, refusals, most = asyncio.run(crowd())

    assert (small.refusal, most) == (None, 2)
    assert refusals == [None] * 20


def test_who_waits_for_a_turn_in_vain_is_told():
    async def late():
        intake = Intake(room=LARGE, patience=Patience(turn=0.05))
        async with intake.request(scope(LARGE), Sender(b"x" * LARGE, b"x")):
            return await taken(intake, Sender(b"x" * LARGE, b"x"), LARGE)

    assert asyncio.run(late()).refusal.status_code == 503


def test_what_a_body_waited_for_its_turn_is_told():
    async def waits():
        intake, reading, done = Intake(room=LARGE), asyncio.Event(), asyncio.Event()

        async def first():
            async with intake.request(scope(LARGE), Sender(b"x" * LARGE, b"x")) as request:
                reading.set()
                await done.wait()
            return request

        holding = asyncio.create_task(first())
        await reading.wait()
        waiting = asyncio.create_task(taken(intake, Sender(b"x" * LARGE, b"x"), LARGE))
        asyncio.get_running_loop().call_later(0.05, done.set)
        return await holding, await waiting

    first, second = asyncio.run(waits())

    assert first.waited < second.waited
    assert second.waited >= 0.04


def test_a_place_is_free_again_after_a_sender_that_stopped():
    async def again():
        intake = Intake(room=LARGE, patience=SHORT)
        first = await taken(intake, Sender(b"x" * SMALL, b"x", more=True), LARGE)
        return first, await taken(intake, Sender(b"x" * SMALL, b"x", b"x"), LARGE)

    first, second = asyncio.run(again())

    assert (first.refusal.status_code, second.refusal) == (408, None)


def test_a_slow_sender_is_recorded_with_what_came(world, exchanges):
    class Plain(Mock):
        service = "plain"

    world.intake = Intake(patience=SHORT)
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(Plain(world)(scope(), Sender(b"half", more=True), send))

    assert sent[0]["status"] == 408
    [exchange] = exchanges()
    assert exchange["data"]["request"]["body"]["bytes"] == 4
    assert exchange["data"]["response"]["start"]["status"] == 408
