"""Events of a run as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from cpcs_harness.evidence.events.base import Free
from cpcs_harness.formats.dmd.concept import Concept
from cpcs_harness.records import Record


@dataclass(frozen=True)
class Environment(Free):
    """What the candidate was provisioned with: premises, addresses, throw-away credentials and public keys."""

    kind: ClassVar[str] = "environment"


@dataclass(frozen=True)
class EarlierRuns(Record):
    """What earlier runs of the same environment made up: a candidate may still hold it, and try it again."""

    kind: ClassVar[str] = "earlier_runs"
    runs: int
    marks: tuple[str, ...]
    """NHS numbers, and the ids of cases, documents, messages and claims."""


@dataclass(frozen=True)
class About(Free):
    """What the candidate said of itself; `error` where it did not."""

    kind: ClassVar[str] = "about"


@dataclass(frozen=True)
class Looked(Record):
    """One thing that was looked at before the run."""

    name: str
    ok: bool
    said: str
    key: str = ""
    """What to look at, where it is wrong."""
    file: str = ""
    """The file that holds the key."""


@dataclass(frozen=True)
class Preflight(Record):
    """What was looked at before the run, and whether the run went on in spite of what was wrong."""

    kind: ClassVar[str] = "preflight"
    looked: tuple[Looked, ...]
    anyway: bool


@dataclass(frozen=True)
class Sitting(Record):
    """A sitting begins."""

    kind: ClassVar[str] = "sitting"
    number: int
    clock: str


@dataclass(frozen=True)
class SchemasJudged(Record):
    """What the official NHS 111 schemas say of one exchange."""

    kind: ClassVar[str] = "schemas_judged"
    pack: str
    """Digest of the pack."""
    exchange: str
    request: tuple[str, ...]
    response: tuple[str, ...]


@dataclass(frozen=True)
class DmdRead(Record):
    """What a full release of dm+d has of the codes that were sent or declared."""

    kind: ClassVar[str] = "dmd_read"
    release: str
    """Its day, as its files are called by."""
    digest: str
    size: int
    """Concepts in it."""
    concepts: tuple[Concept, ...]


@dataclass(frozen=True)
class ConnectionsRefused(Record):
    """More connections were opened to a mock at once than it serves; told once, until there are fewer again."""

    kind: ClassVar[str] = "connections_refused"
    service: str
    most: int


@dataclass(frozen=True)
class AnswerUnread(Record):
    """A connection to a mock was cut, since its client had taken nothing of an answer for long."""

    kind: ClassVar[str] = "answer_unread"
    service: str
    left: int
    """Bytes of it that were still to be taken, beside those that the system held."""


@dataclass(frozen=True)
class Connection(Record):
    """A connection to a mock that brought no request of HTTP and no mail, or whose TLS came to nothing."""

    kind: ClassVar[str] = "connection"
    service: str
    brought: str
    """nothing | tls (the beginning of TLS, where none is spoken or it failed) | untrusted (TLS with a certificate of an
    authority that nobody told its client to trust, whatever came of it) | unfinished (a request that broke off before
    its headers' end) | commands (of SMTP or IMAP, beside mail and log-ins) | bytes (something else)"""
    count: int
    """Those of the service that had brought the same by then: of many, not each is written down."""
    first: str
    """The bytes that came first, each as the character of its number."""
    account: str = ""
    """Who had logged in over it."""


@dataclass(frozen=True)
class QueueWatched(Record):
    """What is put on a queue at a broker is seen from now on, whoever puts it there."""

    kind: ClassVar[str] = "queue_watched"
    queue: str


@dataclass(frozen=True)
class Served(Record):
    """How many exchanges were written before this, by service, as they were counted apart from the log."""

    kind: ClassVar[str] = "served"
    exchanges: Mapping[str, int]
    taken: Mapping[str, int] | None = None
    """As the mocks and senders counted by themselves; None in a run of an earlier harness."""
    under_way: Mapping[str, int] = field(default_factory=dict)
    """Of these, further ones that were begun, and may have been written or not."""
    events: Mapping[str, int] | None = None
    """How many other events were written before this, by kind; None in a run of an earlier harness."""


@dataclass(frozen=True)
class Finished(Record):
    """The last event."""

    kind: ClassVar[str] = "finished"
    count: int
    """Events before it."""
    head: str
    """Hash of the last of them."""
