"""Services that present, for a while, a certificate of an authority that nobody told a candidate to trust."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

import trustme

from cpcs_harness.mockkit.handshakes import UNTRUSTED, Handshakes
from cpcs_harness.mockkit.silent import Silent
from cpcs_harness.mockkit.tls import server_context
from cpcs_harness.people.environment import hosts_of
from cpcs_harness.people.model import Environment


class Presenting(Protocol):
    """The world of a service, as far as its certificate goes."""

    environment: Environment
    untrusted: Untrusted


class Untrusted:
    """The services of a world that present such a certificate now."""

    def __init__(self) -> None:
        self._services: set[str] = set()
        self._watchers: dict[str, Callable[[], None]] = {}

    def __contains__(self, service: str) -> bool:
        return service in self._services

    def begin(self, service: str) -> None:
        """Have a service present it from now on; what is connected and idle is closed, so that it is seen."""
        self._services.add(service)
        self._watchers.get(service, lambda: None)()

    def end(self, service: str) -> None:
        """Have a service present its own again, and whoever took the other for it connect anew."""
        self._services.discard(service)
        self._watchers.get(service, lambda: None)()

    def watch(self, service: str, close_idle: Callable[[], None]) -> None:
        """Have the connections of a service closed that are idle, whenever its certificate changes."""
        self._watchers[service] = close_idle


def presented_by(
    service: str, world: Presenting, silent: Silent, clients_ca: str = "", shown: Silent | None = None
) -> Handshakes:
    """Give the context of a service's server, which presents such a certificate while the world has it do so.

    `silent` is told of each handshake that came to nothing, and `shown`, where it is another, of each at which such a
    certificate is shown, whatever comes of it: some clients go away without a word, and some once it has ended well. No
    session is taken up again: whoever did would be shown no certificate.
    """

    @cache
    def of_nobody() -> Handshakes:
        made = server_context(_of_nobody(world.environment), clients_ca)
        made.is_untrusted = True
        return _without_tickets(made)

    def choose(handshake: Any, _name: str | None, _context: ssl.SSLContext) -> None:
        if service in world.untrusted:
            handshake.context = of_nobody()
            (shown or silent).ended(b"", UNTRUSTED)

    context = server_context(world.environment.server_pem, clients_ca, silent.ended)
    context.sni_callback = choose
    return _without_tickets(context)


def _without_tickets(context: Handshakes) -> Handshakes:
    context.num_tickets = 0
    context.options |= ssl.OP_NO_TICKET
    return context


def _of_nobody(environment: Environment) -> str:
    authority = trustme.CA(organization_name="An authority that nobody trusts")
    made = authority.issue_cert(*sorted(hosts_of(environment)))
    return made.private_key_and_cert_chain_pem.bytes().decode()
