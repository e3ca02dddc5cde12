"""A national service as a run deals with it: made, started, configured for a candidate, stopped."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar

from cpcs_harness.declaration import Declaration
from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.events import AnswerUnread, Connection, ConnectionsRefused
from cpcs_harness.mockkit.world import World

S = TypeVar("S")
Endpoints = Mapping[str, Mapping[str, Any]]
"""What a candidate is configured with: by section, then by key; values are plain data or a `ConfigFile`."""


@dataclass(frozen=True)
class ConfigFile:
    """A value that a candidate is configured with as a file: its name, and the text in it."""

    name: str
    text: str
    secret: bool = False


class Service(ABC):
    """Listens at an address of its own, and says what a candidate is configured with to reach it."""

    service: ClassVar[str]
    """Its name: under [mocks.ports] of candidate.toml, in World.addresses and, of most, in the evidence."""
    scheme: ClassVar[str] = ""
    """What stands before host and port in its address; nothing, where it is not called by URL."""
    address: str = ""
    """Where a candidate reaches it; set once it listens."""

    def __init__(self, world: World) -> None:
        self.world = world

    @classmethod
    def made(cls, world: World, others: Services) -> Self:
        """Make the service; `others` are those that were made before, for one that works with some of them."""
        return cls(world)

    @classmethod
    def as_declared(cls, declaration: Declaration) -> type[Service] | None:
        """Give the class as which it is served to a candidate that declares this; None where it is not served."""
        return cls

    @abstractmethod
    async def start(self, host: str, port: int) -> int:
        """Listen, in the running loop; gives the port that it got. Raises UsageProblem for one that is taken."""

    @abstractmethod
    async def stop(self) -> None:
        """Stop listening, and end what is still connected; nothing happens where it never started."""

    def note(self, told: AnswerUnread | ConnectionsRefused | Connection) -> None:
        """Write down what befell a connection, unless the run has ended meanwhile."""
        if not self.world.recorder.log.is_closed:
            self.world.recorder.write(told)

    def configure(self, declaration: Declaration) -> None:  # noqa: B027 - most have nothing to take
        """Take what a candidate declares of itself that this service goes by."""

    def is_used(self, declaration: Declaration) -> bool:
        """Say whether a candidate that declares this has to be able to reach the service."""
        return True

    def on_served(self, address: str) -> None:
        """Take note of the address, once it listens there."""
        self.address = address

    def endpoints(self, address: str) -> Endpoints:
        """Give what a candidate is configured with to reach it at an address."""
        return {}


class Services:
    """Services by their class, in the order in which they were made."""

    def __init__(self, world: World, kinds: tuple[type[Service], ...]) -> None:
        self._made: list[Service] = []
        for kind in kinds:
            self._made.append(kind.made(world, self))

    def __iter__(self) -> Iterator[Service]:
        return iter(self._made)

    def __getitem__(self, kind: type[S]) -> S:
        """Give the service of a class, or raise HarnessError where none was made until now."""
        for service in self._made:
            if isinstance(service, kind):
                return service
        raise HarnessError(
            f"no service is a {kind.__name__}, or it is made only after the one that asks for it"
        )
