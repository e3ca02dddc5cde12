"""The archive of a run's bodies: a tar, compressed by gzip, that grows by a file for each different body.

Each file is named `bodies/` and the SHA-256 of what is in it, so that any tar unpacks it. One archive in place of a
folder: to make a file took longer than everything else in recording a body, and what bodies have in common is
compressed away only where they follow each other.
"""

from __future__ import annotations

import hashlib
import os
import re
import tarfile
import tempfile
import threading
import weakref
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cpcs_harness.errors import HarnessError

ARCHIVE = "bodies.tar.gz"
FOLDER = "bodies"
MAX_BODY = 10 * 1024 * 1024
"""Bytes of one body that are kept; what comes after is counted, not kept."""
MAX_ALL = 2 * 1024 * 1024 * 1024
"""Bytes of all bodies together; an archive that unpacks to more is refused."""
LEVEL = 4
"""Of compression. Measured on a run of the reference: 6 takes twice the time, for a fifth less."""
IN_MEMORY = 8 * 1024 * 1024
"""Bytes of an unpacked archive that are held in memory; a larger one is held in a temporary file."""
_GZIP = 16 + zlib.MAX_WBITS
_END = bytes(2 * tarfile.BLOCKSIZE)
_PIECE = 256 * 1024
_NAME = re.compile(rb"bodies/([0-9a-f]{64})\0")


class ArchiveWriter:
    """Appends bodies to a new archive; for one thread, but for `sync` and `has`."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb", buffering=0)
        self._deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
        self._there: set[str] = set()
        self._waiting: list[bytes] = []

    def has(self, name: str) -> bool:
        """Say whether a body was added; any thread may ask."""
        return name in self._there

    def add(self, name: str, content: bytes) -> None:
        """Append a body under its SHA-256; the same body is kept once."""
        if name in self._there:
            return
        self._there.add(name)
        padding = bytes(-len(content) % tarfile.BLOCKSIZE)
        self._waiting.append(self._deflate.compress(_header(name, len(content)) + content + padding))

    def flush(self) -> None:
        """Give what was added to the operating system, so that it can be read back as far as it goes."""
        if self._waiting:
            self._write(self._deflate.flush(zlib.Z_SYNC_FLUSH))

    def sync(self) -> None:
        """Put on the disk what the operating system was given."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """End the archive."""
        with self._file:
            self._write(self._deflate.compress(_END) + self._deflate.flush())

    def _write(self, last: bytes) -> None:
        left = memoryview(b"".join((*self._waiting, last)))
        self._waiting.clear()
        while left:
            left = left[self._file.write(left) :]


class ArchiveReader:
    """The bodies of an archive, unpacked and held against their names; safe to use from many threads.

    One that was cut short, as by a kill, has the bodies up to there. Raises HarnessError for what is no such archive,
    or unpacks to too much. A process that is forked from this one reads in it as well.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._content: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - it is closed with this object
        weakref.finalize(self, self._content.close)
        self._altered: set[str] = set()
        self._places: dict[str, tuple[int, int]] = {}
        size = self._unpack()
        self._content.flush()
        self._is_on_disk = 0 < IN_MEMORY < size

    def has(self, name: str) -> bool:
        """Say whether there is such a body; raises HarnessError for one that was altered."""
        if name in self._altered:
            raise HarnessError(f"the body {name} was altered: its SHA-256 is another")
        return name in self._places

    def names(self) -> set[str]:
        """Name all bodies that are in it."""
        return set(self._places)

    def read(self, name: str) -> bytes:
        """Give a body that there is."""
        start, size = self._places[name]
        if self._is_on_disk:  # where in it another process reads moves ours
            return os.pread(self._content.fileno(), size, start)
        with self._lock:
            self._content.seek(start)
            return self._content.read(size)

    def _unpack(self) -> int:
        """Take each body in as it is unpacked: to read all of them back would take a tenth of the whole time."""
        size = begin = following = 0
        ahead = bytearray()
        for piece in _unpacked(self._path):
            size += len(piece)
            if size > MAX_ALL:
                raise HarnessError(f"{self._path} unpacks to more than {MAX_ALL} bytes, and is not read")
            self._content.write(piece)
            ahead += piece
            with memoryview(ahead) as view:
                following = self._take(view, begin, following)
            done = min(following - begin, len(ahead))
            del ahead[:done]
            begin += done
        return size

    def _take(self, ahead: memoryview, begin: int, following: int) -> int:
        """Take in the files that are there as a whole, and give where the next one begins.

        `ahead` is what was unpacked from one place on; the first file in it begins at the `following` one.
        """
        while (start := following - begin + tarfile.BLOCKSIZE) <= len(ahead):
            header = bytes(ahead[start - tarfile.BLOCKSIZE : start])
            if header == bytes(tarfile.BLOCKSIZE):
                return MAX_ALL  # the archive ends here, and whatever follows is passed over
            name, size = self._described(header)
            if start + size > len(ahead):
                break
            if hashlib.sha256(ahead[start : start + size]).hexdigest() != name:
                self._altered.add(name)
            self._places[name] = begin + start, size
            following = begin + start + size + -size % tarfile.BLOCKSIZE
        return following

    def _described(self, header: bytes) -> tuple[str, int]:
        named, size = _NAME.match(header), header[124:135]
        if named is None or not re.fullmatch(rb"[0-7]{11}", size) or int(size, 8) > MAX_BODY:
            raise HarnessError(f"{self._path} holds something that is no body of a run")
        return named[1].decode(), int(size, 8)


def _empty_header() -> bytes:
    return tarfile.TarInfo(f"{FOLDER}/{64 * '0'}").tobuf(tarfile.USTAR_FORMAT)


_EMPTY = _empty_header()
_NAMED, _SIZED, _SUMMED = len(FOLDER) + 1, 124, 148
"""Where the digest, the size and the sum of a header begin."""


def _header(name: str, size: int) -> bytes:
    """Write the header that tarfile writes, in a twentieth of its time."""
    digest, length = name.encode("ascii"), b"%011o" % size
    total = int(_EMPTY[_SUMMED : _SUMMED + 6], 8) + sum(digest) + sum(length) - (64 + 11) * ord("0")
    return b"".join(
        (
            _EMPTY[:_NAMED],
            digest,
            _EMPTY[_NAMED + 64 : _SIZED],
            length,
            _EMPTY[_SIZED + 11 : _SUMMED],
            b"%06o" % total,
            _EMPTY[_SUMMED + 6 :],
        )
    )


def _unpacked(path: Path) -> Iterator[bytes]:
    """Unpack piece by piece, none larger than asked for, however much is packed into little."""
    inflate = zlib.decompressobj(_GZIP)
    with path.open("rb") as file:
        while packed := inflate.unconsumed_tail or file.read(_PIECE):
            try:
                yield inflate.decompress(packed, _PIECE)
            except zlib.error as broken:
                raise HarnessError(f"{path} was altered: {broken}") from broken
            if inflate.eof and (inflate.unused_data or file.read(1)):
                raise HarnessError(f"{path} was altered: something follows its end")
        yield inflate.flush()
