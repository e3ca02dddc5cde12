"""What a client says over an SMTP connection beside its mail and its password, which are recorded elsewhere.

Source: RFC 5321, 4.1 (commands); RFC 4954, 4 (AUTH).
"""

from __future__ import annotations

from cpcs_harness.mockkit.silent import KEPT

_USUAL = (b"EHLO", b"HELO", b"STARTTLS", b"AUTH", b"RSET", b"QUIT", b"DATA")
_OF_MAIL = (b"MAIL", b"RCPT", b"DATA")
_LINES_OF_LOGIN = {b"LOGIN": 2}
"""Lines by which a way to log in says name and password; other ways need one."""


class Commands:
    """The command lines of one connection, as far as no record of a message or of a log-in has them."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._secret = 0
        """Lines that follow in which a name and a password stand."""
        self._has_mail = False

    def said(self, line: bytes) -> None:
        """Take a line."""
        line = line.rstrip(b"\r\n")[:KEPT]
        if self._secret and b" " not in line:  # base64 has no blank: what has one is no name and no password
            self._secret -= 1
            return
        if _verb(line) == b"AUTH":
            way, _, initial = line[5:].strip().partition(b" ")
            self._secret = _LINES_OF_LOGIN.get(way.upper(), 1) - bool(initial)
            line = b"AUTH " + way
        if sum(map(len, self._lines)) < KEPT:
            self._lines.append(line)

    def mailed(self) -> None:
        """Take note that a message came, whose record has its sender and recipients."""
        self._has_mail = True
        self._lines = [line for line in self._lines if _verb(line) not in _OF_MAIL]

    @property
    def unrecorded(self) -> bytes | None:
        """What was said; None where mail came, and nothing but what mail is sent with."""
        if not self._has_mail:
            return b"\n".join(self._lines)[:KEPT]
        return b"\n".join(line for line in self._lines if not _is_usual(line))[:KEPT] or None


def _is_usual(line: bytes) -> bool:
    return _verb(line) in _USUAL or line.upper() == b"NOOP"


def _verb(line: bytes) -> bytes:
    return line.partition(b" ")[0].upper()
