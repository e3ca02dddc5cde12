"""Whether what is installed is what it says: byte code that its source compiles to, libraries as they were installed.

It is a look at files by the code that they hold: an altered judge can have altered this as well.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import marshal
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

_HEADER = 16
"""Bytes of a file of byte code before the code: magic number, flags, and time and size, or hash, of its source."""

_NO_CODE = (ValueError, EOFError, TypeError, SyntaxError, SystemError)
"""What reading byte code raises that is none, or a source that cannot be compiled."""


def altered_byte_code(sources: Iterable[str]) -> list[str]:
    """Name the sources beside which lies byte code of this Python that is not what they compile to.

    What is out of date by its own words is compared as well: an edit can give it any words.
    """
    return [
        source for source in sources if not _is_of(source, Path(importlib.util.cache_from_source(source)))
    ]


def _is_of(source: str, cached: Path) -> bool:
    try:
        held = cached.read_bytes()
    except OSError:
        return True
    text = Path(source).read_bytes()
    if held[:4] != importlib.util.MAGIC_NUMBER or _is_older(held, text, source):
        return True  # Python does not load it
    try:
        return bool(marshal.loads(held[_HEADER:]) == compile(text, source, "exec", dont_inherit=True))  # noqa: S302 - compared
    except _NO_CODE:
        return False


def _is_older(held: bytes, text: bytes, source: str) -> bool:
    """Say whether byte code names another time or size of its source, so that Python compiles the source anew."""
    if int.from_bytes(held[4:8], "little"):
        return False
    changed = int(Path(source).stat().st_mtime) & 0xFFFFFFFF
    return held[8:16] != changed.to_bytes(4, "little") + (len(text) & 0xFFFFFFFF).to_bytes(4, "little")


def altered_libraries(names: Iterable[str]) -> list[str]:
    """Name the files of distributions that are not as was noted when they were installed, or are gone."""
    return [f"{name}: {file}" for name in names for file in _altered(metadata.distribution(name))]


def _altered(distribution: metadata.Distribution) -> Iterator[str]:
    for file in distribution.files or ():
        if file.hash is None or file.suffix == ".pyc":
            continue
        try:
            held = Path(str(distribution.locate_file(file))).read_bytes()
        except OSError:
            yield f"{file} is gone"
            continue
        digest = hashlib.new(file.hash.mode, held).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value:
            yield str(file)
