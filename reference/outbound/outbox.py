"""What is to go out, kept until its receiver has it: notifications, onward referrals and claims, in one table.

Each is sent at least once, and each time as the very same message under the same id, so that the receiver counts one.
"""

from collections.abc import Callable
from contextlib import suppress

from ..kit.locks import Locks
from ..kit.models import Claim, Notification, Outgoing
from ..kit.problems import Refused, ServiceTrouble
from ..kit.store import Store
from ..kit.times import now

WAITING, SENT, REFUSED = "waiting", "sent", "refused"

Carrier = Callable[[Outgoing], str]
"""Sends one message; gives what its receiver knows it by. Raises ServiceTrouble where it is worth trying again."""
Settled = Callable[[Outgoing], None]
"""Told of a message whose state has changed."""


class Outbox:
    """Sends what was put into it, in order for each recipient, and keeps what could not be sent."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._carriers: dict[str, tuple[Carrier, Settled]] = {}
        self._locks = Locks()

    def carry(self, channel: str, carrier: Carrier, settled: Settled) -> None:
        """Have the messages of a channel sent by a carrier."""
        self._carriers[channel] = carrier, settled

    def put(self, message: Outgoing, *records: Notification | Claim) -> Outgoing:
        """Keep a message before it is sent, with records that tell of it; one whose key is there is left as it is."""
        return self.store.put_out(message, *records)

    def send(self, key: str) -> Outgoing:
        """Send a message now, after whatever waits for the same recipient; raises what stopped it."""
        return self._send(key, (WAITING, REFUSED))

    def _send(self, key: str, states: tuple[str, ...]) -> Outgoing:
        message = self._known(key)
        with self._locks.hold(f"{message.channel} {message.recipient}"):
            for earlier in self.before(message):
                self._try(earlier)
            message = self._known(key)
            if message.state in states:  # whoever sent it meanwhile may have settled it
                self._try(message)
        return message

    def before(self, message: Outgoing) -> list[Outgoing]:
        """What has to go first: all that waits for the same recipient, and was put in earlier."""
        waiting = self.store.waiting(message.ods)
        same = [other for other in waiting if other.channel == message.channel]
        return [
            other for other in same if other.recipient == message.recipient and other.number < message.number
        ]

    def send_waiting(self, ods: str) -> list[Outgoing]:
        """Try all that waits at a pharmacy once; gives it as it then is. One that fails stops none for others."""
        tried = self.waiting(ods)
        for message in tried:
            with suppress(ServiceTrouble, Refused):  # it says so itself, and is shown
                self._send(message.key, (WAITING,))
        return [self._known(message.key) for message in tried]

    def waiting(self, ods: str) -> list[Outgoing]:
        """What waits at a pharmacy, oldest first."""
        return self.store.waiting(ods)

    def _known(self, key: str) -> Outgoing:
        message = self.store.outgoing(key)
        if message is None:
            raise Refused("There is no such message to send")
        return message

    def _try(self, message: Outgoing) -> None:
        # Kept as tried before it is: whoever is stopped between sending and noting it sends the same once more.
        message.attempts, message.tried = message.attempts + 1, now()
        self.store.keep(message)
        carrier, settled = self._carriers[message.channel]
        try:
            message.receipt = carrier(message)
            message.state, message.trouble = SENT, ""
        except ServiceTrouble as trouble:
            message.state, message.trouble = WAITING, trouble.reason
            raise
        except Refused as refused:
            message.state, message.trouble = REFUSED, refused.shown
            raise
        finally:
            self.store.keep(message)
            settled(message)
