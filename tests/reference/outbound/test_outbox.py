"""What goes out is kept until its receiver has it: at least once, as the very same message, in order for each."""

from typing import Any

import pytest

from reference.kit.models import Outgoing
from reference.kit.problems import Refused, ServiceTrouble
from reference.kit.store import Store
from reference.outbound.outbox import Outbox


class Receiver:
    """Takes messages, or does not, and may be killed between taking one and saying so."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []
        self.is_down = False
        self.cuts = False

    def carry(self, message: Outgoing) -> str:
        if self.is_down:
            raise ServiceTrouble("nobody answers")
        self.taken.append((message.reference, message.body))
        if self.cuts:
            raise KeyboardInterrupt
        return f"receipt {len(self.taken)}"


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def outbox(tmp_path, receiver):
    return opened(tmp_path, receiver)


def opened(tmp_path: Any, receiver: Receiver) -> Outbox:
    outbox = Outbox(Store(str(tmp_path / "outbox.sqlite")))
    outbox.carry("post", receiver.carry, lambda message: None)
    return outbox


def message(key: str, recipient: str = "B86999") -> Outgoing:
    given = {"kind": "gp-notification", "ods": "FA101", "referral": key, "channel": "post", "details": {}}
    return Outgoing(key=key, recipient=recipient, reference=f"id-{key}", body=key * 3, created="now", **given)


def test_what_cannot_be_sent_waits_and_goes_in_order(outbox, receiver):
    receiver.is_down = True
    for key in "abc":
        outbox.put(message(key))
        with pytest.raises(ServiceTrouble):
            outbox.send(key)
    assert next((held.key, held.trouble) for held in outbox.waiting("FA101")) == ("a", "nobody answers")

    receiver.is_down = False
    outbox.send("c")

    assert [reference for reference, _ in receiver.taken] == ["id-a", "id-b", "id-c"]
    assert outbox.waiting("FA101") == []


def test_one_recipient_does_not_wait_for_another(outbox, receiver):
    outbox.put(message("a", "B1"))
    outbox.put(message("b", "B2"))

    outbox.send("b")

    assert [held.key for held in outbox.waiting("FA101")] == ["a"]


def test_who_was_killed_before_noting_it_sends_the_very_same_once_more(tmp_path, outbox, receiver):
    outbox.put(message("a"))
    receiver.cuts = True
    with pytest.raises(KeyboardInterrupt):
        outbox.send("a")

    receiver.cuts = False
    after = opened(tmp_path, receiver).send_waiting("FA101")

    assert receiver.taken == [("id-a", "aaa")] * 2
    assert [(held.state, held.attempts, held.receipt) for held in after] == [("sent", 2, "receipt 2")]


def test_what_another_terminal_had_refused_meanwhile_is_not_sent_again(outbox):
    outbox.put(message("a", "B1"))
    outbox.put(message("b", "B2"))
    sent = []

    def carry(held: Outgoing) -> str:
        sent.append(held.key)
        if held.key == "b":
            raise Refused("no such address")
        with pytest.raises(Refused):
            outbox.send("b")
        return "receipt"

    outbox.carry("post", carry, lambda message: None)

    assert [held.state for held in outbox.send_waiting("FA101")] == ["sent", "refused"]
    assert sent == ["a", "b"]


def test_what_is_put_in_twice_is_one_message(outbox, receiver):
    first = outbox.put(message("a"))
    again = outbox.put(message("a"))
    outbox.send("a")
    outbox.send("a")

    assert again.number == first.number
    assert len(receiver.taken) == 1
