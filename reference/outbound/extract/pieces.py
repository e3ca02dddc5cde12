"""Cuts an export into pieces that fit into answers, each of whole lines of the file."""

from collections.abc import Iterable, Iterator

LARGEST = 2 * 1024 * 1024
"""Bytes of a piece, but for a line that is longer by itself."""


def pieces(lines: Iterable[bytes], largest: int = LARGEST) -> Iterator[bytes]:
    """The lines put together, as many at a time as fit; one piece at least."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        if held and size + len(line) > largest:
            yield b"".join(held)
            held, size = [], 0
        held.append(line)
        size += len(line)
    yield b"".join(held)
