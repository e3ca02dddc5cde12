"""What a journey changes at the identity services of a nation, for one candidate: tokens, keys, sessions, sign-in.

Source: OpenID Connect Core 1.0 and Back-Channel Logout 1.0. Each change is an event of kind `steered`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from cpcs_harness.declaration import Declaration
from cpcs_harness.drivers.http_call import Answer, NoAnswer, call
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.events import Steered
from cpcs_harness.evidence.recorder import Side
from cpcs_harness.journeys.browser import Browser, host_of
from cpcs_harness.journeys.controls import Browsed
from cpcs_harness.journeys.patience import JourneyStopped
from cpcs_harness.mockkit.sender import Channel, Owner, Sender
from cpcs_harness.people.care_worker import CareWorker

from .identity.cis2.keys import SIGNATURE
from .identity.cis2.service import CIS2
from .identity.platform.service import Platform
from .nation import Nation

SECONDS = 10.0
"""Within which a candidate is to answer that a session has ended."""
SOURCE = "OpenID Connect Core 1.0 and Back-Channel Logout 1.0"
BACK_CHANNEL = Channel("cis2", "http", Certainty.PUBLISHED, SOURCE)
BROWSER = Channel("browser", "http", Certainty.PUBLISHED, SOURCE)
APPLICATION = "application-restricted"


@dataclass(frozen=True)
class NationalControls:
    """The controls of one journey."""

    nation: Nation
    journey: str
    declaration: Declaration
    """Where the candidate takes people back from sign-in, and word of sessions that ended."""

    def employ(self, worker: CareWorker) -> None:
        """Have the Care Identity Service know a person as they are now."""
        self.nation.world.care_workers[worker.user_id] = worker
        roles = worker.roles
        self._note("employ", worker, roles=[one.role_id for one in roles], at=[one.ods for one in roles])

    def tokens_last(self, seconds: float, worker: CareWorker | None = None) -> None:
        """Set how long access tokens last that are given out from now on."""
        grants = self.nation[Platform].grants
        if worker is None:
            grants.lifetime = seconds
        else:
            grants.lifetimes[worker.user_id] = seconds
        self._note("tokens_last", worker, seconds=seconds)

    def revoke_tokens(self, worker: CareWorker | None = None, *, refresh: bool = False) -> None:
        """Revoke access tokens."""
        user, mode = (worker.user_id, "") if worker else ("", APPLICATION)
        count = self.nation[Platform].grants.revoke(user_id=user, mode=mode, refresh=refresh)
        self._note("revoke_tokens", worker, count=count, refresh=refresh)

    def registration(self, state: str) -> None:
        """Set how the platform finds the application's key set."""
        self.nation[Platform].assertions.registration = state
        self._note("registration", None, state=state)

    def rotate_keys(self) -> None:
        """Sign ID tokens with a new key."""
        self._note("rotate_keys", None, kid=self.nation[CIS2].keys.rotate())

    def spoil_id_token(self, worker: CareWorker, how: str) -> None:
        """Make the next ID token of a person wrong."""
        self.nation[CIS2].keys.sign({}, forged=SIGNATURE)  # makes a key here, before anybody waits for it
        self.nation[CIS2].spoiled[worker.user_id] = how
        self._note("spoil_id_token", worker, how=how)

    def end_session(self, worker: CareWorker, *, forged: bool = False) -> None:
        """End a person's sessions and tell the candidate, or only send it a forged logout token."""
        cis2 = self.declaration.cis2
        if cis2 is None or not cis2.logout_uri:
            raise JourneyStopped("[cis2] in candidate.toml names no logout_uri", "configuration")
        tokens = self.nation[CIS2].logout_tokens(worker.user_id, forged=forged)
        self._note("end_session", worker, told=len(tokens), forged=forged)
        for token in tokens:
            self._tell(cis2.logout_uri, token, forged)

    def browse(self, address: str, worker: CareWorker, role: str, authenticator: str) -> Browsed:
        """Lead a person's browser through one sign-in."""
        page = self.nation[CIS2].address
        own = hosts_of(page, self.nation[Platform].address)
        first = worker.roles[0].role_id if worker.roles else ""
        browser = Browser(
            allowed=_hosts_of_candidate(self.declaration) | own,
            page_host=host_of(page),
            own=own,
            typed={"user": worker.user_id, "authenticator": authenticator, "role": role or first},
            mark={"X-CPCS-Sign-In": worker.user_id},
            record=self._record_browser,
        )
        ended = browser.go(address)
        self._note("browse", worker, role=role, authenticator=authenticator, ended=ended.__dict__)
        return ended

    def _tell(self, address: str, token: str, forged: bool) -> None:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({"logout_token": token}).encode()
        request = Side({"method": "POST", "target": address}, list(headers.items()), body)
        self._record(
            BACK_CHANNEL, "backchannel_logout", request, lambda: _post(address, headers, body), forged=forged
        )

    def _record_browser(
        self, method: str, address: str, headers: Mapping[str, str], answer: Answer | None
    ) -> None:
        request = Side({"method": method, "target": address}, list(headers.items()))
        self._record(BROWSER, "page", request, lambda: _side(answer))

    def _record(
        self, channel: Channel, operation: str, request: Side, send: Callable[[], Side], **facts: Any
    ) -> None:
        Sender(self.nation.world).sent(channel, operation, request, send, Owner(self.journey), facts)

    def _note(self, what: str, worker: CareWorker | None, **data: Any) -> None:
        world = self.nation.world
        steered = Steered(what, worker.user_id if worker else "", data)
        world.recorder.write(steered, journey=self.journey, step=world.register.step_of(self.journey))


def _post(address: str, headers: Mapping[str, str], body: bytes) -> Side:
    try:
        return _side(call("POST", address, seconds=SECONDS, headers=headers, body=body))
    except (NoAnswer, ValueError):
        return _side(None)


def _side(answer: Answer | None) -> Side:
    return Side({"status": answer.status}, answer.headers, answer.body) if answer else Side({"dropped": True})


def _hosts_of_candidate(declaration: Declaration) -> frozenset[str]:
    cis2 = declaration.cis2
    own = (cis2.redirect_uri, cis2.logout_uri) if cis2 else ()
    return hosts_of(*own, declaration.control.url)


def hosts_of(*addresses: str) -> frozenset[str]:
    """Give the hosts, with their ports, of addresses; an empty one has none."""
    return frozenset(host for address in addresses if (host := host_of(address)))
