"""By whose credentials a call was made: the pharmacy, the user, and whether nobody else has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging.views.exchange import ExchangeView
from cpcs_harness.judging.views.run import RunView

_KEYS = ("authorization", "x-api-key")
_REFUSED = (401, 403)


class Senders:
    """The pharmacies of a run, by whatever they sign in with."""

    def __init__(self, run: RunView) -> None:
        """Take them from the settings."""
        self._by: dict[str, str] = {}
        for premises in (run.environment or {}).get("premises", ()):
            for key in ("ods", "email", "mailbox"):
                self._by[str(premises.get(key, "")).lower()] = premises["ods"]

    def pharmacy(self, call: ExchangeView) -> str:
        """Give the ODS code of the pharmacy that a call came from; empty where nothing says."""
        mesh = (call.request.header("authorization") or "").removeprefix("NHSMESH ").partition(":")[0]
        said = (
            call.facts.get("account"),
            call.request.header("nhsd-end-user-organisation-ods"),
            mesh,
            call.request.start.get("from"),
            _inner(call.facts, "token", "payload", "requesting_organization"),
        )
        return next((self._by[text] for text in map(_plain, said) if text in self._by), "")

    def user(self, call: ExchangeView) -> str:
        """Give the user who was signed in; empty where nobody was, or nothing says."""
        found = call.facts.get("user_id") or _inner(call.facts, "access", "user")
        return str(found or "")


def is_credentialed(call: ExchangeView) -> bool:
    """Say whether a call bears credentials that only the candidate has, and they were taken."""
    if call.response.status in _REFUSED:
        return False
    known = call.facts.get("account") or call.facts.get("client_certificate") or call.facts.get("mailbox")
    return bool(known) or any(call.request.header(name) for name in _KEYS)


def way_of(call: ExchangeView) -> tuple[str, ...]:
    """Give the way in which a call is made, by which a client is known again: its name and its headers' order."""
    names = (name.lower() for name, _ in call.request.headers if not name.lower().startswith("x-"))
    return (call.service, call.request.header("user-agent") or "", *names)


def _plain(text: Any) -> str:
    return str(text or "").lower()


def _inner(facts: Mapping[str, Any], *keys: str) -> Any:
    held: Any = facts
    for key in keys:
        held = held.get(key) if isinstance(held, Mapping) else None
    return held
