"""What one IMAP connection reads, and its record: each fetch, each log-in that fails, each session without a fetch.

Source: the project's own form of record; a message's journey is that of the marks in it.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.recorder import RUN, Exchange, Side
from cpcs_harness.mockkit import World
from cpcs_harness.mockkit.large import LARGE, unhurried
from cpcs_harness.mockkit.silent import COMMANDS, KEPT, Silent
from cpcs_harness.mockkit.timing import Timing

from .smtp import NHSmail

_LOG_IN = re.compile(rb"(?i)[^ ]+ +(?:LOGIN|AUTHENTICATE)\b")
SOURCE = "NHSmail, IMAP by application accounts"


@dataclass
class Reading:
    """What one connection has come to so far."""

    world: World
    silent: Silent
    tls: Mapping[str, Any]
    """What is known of its TLS, as facts."""
    account: str = ""
    logged_in: bool = False
    seen: list[str] = field(default_factory=list)
    """Ids of the messages whose content was fetched."""
    is_logging_in: bool = False
    over: bool = False
    broken: str = ""
    """What the mock itself broke on."""
    wrong_setting: Mapping[str, Any] = field(default_factory=dict)
    """The setting that a log-in failed for, as facts."""
    timing: Timing = field(default_factory=Timing)
    """Of the command that was read last."""
    commands: list[bytes] = field(default_factory=list)
    """What was said before a log-in, which is recorded by itself."""
    unanswered: list[tuple[str, str | None]] = field(default_factory=list)
    """The exchanges of that command, each with its journey, until its answer is written out."""

    def said(self, line: bytes) -> None:
        """Take a line, up to a log-in: from there on names and passwords come."""
        self.is_logging_in = self.is_logging_in or bool(_LOG_IN.match(line))
        if not self.is_logging_in and sum(map(len, self.commands)) < KEPT:
            self.commands.append(line.rstrip(b"\r\n")[:KEPT])

    def is_asked(self) -> None:
        """Take note that a command was read."""
        self.timing = Timing()
        self.unanswered.clear()

    def is_answered(self, *, gone: bool) -> None:
        """Record for each exchange of the last command that its answer is written out, or that its reader had gone."""
        for exchange, journey in self.unanswered:
            self.timing.written(self.world, exchange, journey, gone=gone)
        self.unanswered.clear()

    def refused(self, wrong_setting: Mapping[str, Any]) -> None:
        """Record a log-in that failed, and the setting that it failed for."""
        self.wrong_setting = wrong_setting
        refused = Side({"answer": "NO", "text": "the log-in failed"})
        self._record("LOGIN", refused, RUN, "a log-in that failed")

    async def fetched(self, asked: str, message: bytes) -> None:
        """Record that a message was fetched, with the journey that its marks belong to."""
        await unhurried(len(message), self._record_fetch, asked, message)

    async def appended(self, mailbox: str, message: bytes) -> None:
        """Record that a message was put into a mailbox, with the journey that its marks belong to."""
        await unhurried(len(message), self._record_append, mailbox, message)

    def broke(self, broken: Exception) -> None:
        """Record that the mock itself broke the session off."""
        self.broken = f"{type(broken).__name__}: {broken}"
        self._record("LOGOUT", Side({"answer": "BYE"}), RUN, "a session that the mock broke off")

    def ended(self) -> None:
        """Record the end of a session that fetched nothing: the others have been recorded message by message."""
        if self.over or self.broken:
            return
        self.over = True
        if self.logged_in and not self.seen:
            self._record("LOGOUT", Side({"answer": "OK"}), RUN, "a session that fetched nothing")
        if not self.account:
            said = b"\n".join(self.commands)[:KEPT]
            self.silent.ended(said, COMMANDS if said else "")

    def _record_fetch(self, asked: str, message: bytes) -> None:
        message_id, texts = _marks_in(message)
        self.seen.append(message_id)
        journey, rule = self.world.register.match(texts)
        response = Side({"answer": "OK"}, [("Content-Type", "message/rfc822")], message)
        self._record(f"FETCH {asked}", response, journey, rule, message_id)

    def _record_append(self, mailbox: str, message: bytes) -> None:
        journey, rule = self.world.register.match(_marks_in(message)[1])
        start = {"method": "APPEND", "target": self.account, "mailbox": mailbox}
        request = Side(start, [("Content-Type", "message/rfc822")], message)
        self._record_as("append", request, Side({"answer": "OK"}), journey, rule)

    def _record(self, command: str, response: Side, journey: str | None, rule: str, *seen: str) -> None:
        request = Side({"method": command, "target": self.account})
        self._record_as("read_mailbox", request, response, journey, rule, *seen)

    def _record_as(
        self, operation: str, request: Side, response: Side, journey: str | None, rule: str, *seen: str
    ) -> None:
        with self.world.tally.request(NHSmail.service):
            exchange = Exchange(
                service=NHSmail.service,
                operation=operation,
                protocol="imap",
                direction="from-candidate",
                request=request,
                response=response,
                certainty=Certainty.INFERRED,
                source=SOURCE,
                journey=journey,
                rule=rule,
                facts=self._facts(seen),
                elapsed_ms=self.timing.elapsed_ms,
            )
            self.unanswered.append((self.world.recorder.exchange(exchange), journey))

    def _facts(self, seen: tuple[str, ...]) -> dict[str, Any]:
        known = {"account": self.account or None, **self.tls, "seen": list(seen)}
        broken = {"harness_error": self.broken} if self.broken else {}
        return known | {"logged_in": self.logged_in} | broken | dict(self.wrong_setting)


def _marks_in(message: bytes) -> tuple[str, list[str]]:
    """Give a message's id, and the texts by which its journey is known: headers, and text parts as they read."""
    try:
        parsed = email.message_from_bytes(message, policy=email.policy.compat32)
        parts = [part for part in parsed.walk() if part.get_content_maintype() == "text"]
        texts = [_text(part) for part in parts]
        headers = [str(value) for _, value in parsed.items()]
        return str(parsed.get("Message-ID") or "").strip(), [*headers, *texts]
    except Exception:  # noqa: BLE001 - on hostile messages Python's parser raises whatever it likes
        return "", [message[:LARGE].decode("utf-8", "replace")]


def _text(part: Any) -> str:
    payload = part.get_payload(decode=True)
    return payload[:LARGE].decode("utf-8", "replace") if isinstance(payload, bytes) else ""
