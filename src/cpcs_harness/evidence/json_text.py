"""Writes JSON as the log has it: compact, letters as they are; each text the one that Python's own encoder gives.

Only a number with an exponent may be written otherwise, and is read as the same.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any

from pydantic_core import to_json


def json_text(value: Any) -> str:
    """Write a value, in compiled code where that can."""
    if type(value) is str:
        return encode_basestring(value)
    try:
        return to_json(value, inf_nan_mode="constants").decode()
    except ValueError:  # half a surrogate pair
        return _json(value)


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
