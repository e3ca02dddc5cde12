"""What was read of a message, and what could not be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """One text that a message says."""

    text: str
    ways: tuple[str, ...] = ()
    """The encodings that were undone to come to it, the outermost first; none for what stands there as it is."""


@dataclass(frozen=True)
class Readings:
    """All that a message says, with each encoding undone."""

    texts: tuple[Reading, ...]
    unread: tuple[str, ...] = ()
    """Why something of it was not read: a bound was reached, or it is broken or encrypted. Empty where all was read."""
    opaque: int = 0
    """How many parts are no text in any encoding that is known here: images, signatures, keys."""


@dataclass(frozen=True)
class Limits:
    """What is read of one message at most."""

    depth: int = 8
    """Encodings within one another."""
    parts: int = 2_000
    """Texts, and files that are packed together."""
    size: int = 32 * 1024 * 1024
    """Bytes of all that comes out of the encodings."""


LIMITS = Limits()
