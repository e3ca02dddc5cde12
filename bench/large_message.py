"""Times the guard and the account of one message of 11 MB, by what it is: text, a packed text, an attachment.

The peer undoes the same encoding once, and looks for ten digits by one pattern.
"""

import base64
import gzip
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from _figures import Figure, options, tell
from _recorded import add_run, recorded

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.evidence.guard import Guard
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.account.account import Account
from cpcs_harness.judging.account.told import BODY, Told
from cpcs_harness.judging.judgement import EVIDENCE
from cpcs_harness.judging.views import RunView

SIZE = 11_000_000
"""Bytes of a message; MESH's chunks, and the mocks, take some more."""
TEN = re.compile(rb"(?<!\d)\d{10}(?!\d)")
LINE = "Seen on Tuesday for a cough of {0} days; reference {1:010d}, no red flags, to come back if it is worse.\n"
MANY = 90
"""Days and more, so that no line is the one before."""
LAST = "NHS number: 4010232137, or {}."
"""Stands at the end: that it is found shows that all was read. The number may be a real person's, and is nobody's."""
Message = tuple[bytes, str, str]
"""A body, its media type, and its coding."""
Undo = Callable[[bytes], bytes]


def text(size: int, number: int, last: str) -> bytes:
    """Write so many bytes of what somebody may have written, another text each time, with a patient at its end."""
    lines, length = [], 0
    while length < size:
        lines.append(LINE.format(len(lines) % MANY, 7_000_000_000 + len(lines) * 7919 + number))
        length += len(lines[-1])
    return "".join(lines).encode()[:size] + last.encode()


def as_text(size: int, number: int, last: str) -> Message:
    """Give a document whose text is as large."""
    return b"<document>" + text(size, number, last) + b"</document>", "application/xml", ""


def as_attachment(size: int, number: int, last: str) -> Message:
    """Give a document with a text in base64 that makes it as large."""
    packed = base64.b64encode(text(size * 3 // 4, number, last))
    return b"<document><value>" + packed + b"</value></document>", "application/xml", ""


def as_packed(size: int, number: int, last: str) -> Message:
    """Give a packed document that unpacks to as much."""
    return gzip.compress(as_text(size, number, last)[0], 1), "application/xml", "gzip"


def decode(body: bytes) -> bytes:
    """Undo base64 within the one element."""
    return base64.b64decode(body[len(b"<document><value>") : -len(b"</value></document>")])


KINDS: dict[str, tuple[Callable[[int, int, str], Message], Undo]] = {
    "of text": (as_text, bytes),
    "with an attachment": (as_attachment, decode),
    "that unpacks to it": (as_packed, gzip.decompress),
}


def seconds(call: Callable[[], object]) -> float:
    """Give the processor time of one call: each message is large enough, and another one each round."""
    began = time.process_time()
    found = call()
    spent = time.process_time() - began
    if not found:
        raise ValueError("what stands at the end of the message was not found")
    return spent


@contextmanager
def account_of(folder: Path) -> Iterator[tuple[str, Callable[[Message], Told]]]:
    """Give a patient's number, and what accounts for a message of a run, whose people have been read before."""
    run = RunView(Evidence.load(folder / EVIDENCE), traffic=load_catalogue().traffic)
    account = Account(run)
    sent = (call for call in run.calls if call.direction == "from-candidate")
    call = next(call for call in sent if call.request.body)
    account.told(call, b"<document/>")
    number = next(str(issued["person"]["nhs_number"]) for _, issued in account.people())
    yield number, lambda message: account.but_for(call.id).told(call, message[0])


def figures(source: Path, size: int, rounds: int) -> Iterator[Figure]:
    """Time each kind of message, guard, account and peer turn about."""
    with account_of(source) as (patient, account):
        last = LAST.format(patient)
        for kind, (make, undo) in KINDS.items():
            timed = [timings(make(size, number, last), account, undo) for number in range(rounds)]
            for name, own in zip(("the guard", "the account"), zip(*timed, strict=True), strict=False):
                peers = [peer for _, _, peer in timed]
                yield Figure(
                    f"{name} of a message {kind}", "s", own, None, "one look for ten digits", peers,
                    size=size / 1_000_000, of="MB",
                )  # fmt: skip


def timings(message: Message, account: Callable[[Message], Told], undo: Undo) -> tuple[float, ...]:
    """Give the seconds of guard, account and peer, each of which has to find what stands at the end."""
    body, media, packed = message
    calls: list[Callable[[], object]] = [
        lambda: Guard().look_through(body, media, packed, is_theirs=True).labelled,
        lambda: [sign for signs in account(message).people.values() for sign in signs if sign.place == BODY],
        lambda: TEN.findall(undo(body))[-1],
    ]
    return tuple(map(seconds, calls))


def main() -> None:
    """Take a run or record one, and time messages beside its people."""
    parser = options(__doc__)
    add_run(parser)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    size, rounds = (20_000, 1) if asked.smallest else (SIZE, asked.rounds)
    with recorded(asked) as run:
        tell(asked, figures(run, size, rounds))


if __name__ == "__main__":
    main()
