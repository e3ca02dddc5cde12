"""Numbers of ten digits, as NHS numbers have them, that stand in what was sent with no further digit beside."""

from __future__ import annotations

import string

from cpcs_harness.formats.decodings.rows import Rows

_TEN = 10
_ROWS = Rows(string.digits, _TEN)


def numbers_of_ten(content: bytes) -> set[str]:
    """Give each row of exactly ten digits."""
    return {content[start:end].decode() for start, end in _ROWS.within(content) if end - start == _TEN}
