"""Referrals as a worklist shows them: a few columns, in place of a whole record for each line of a long list."""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Select, String, select, type_coerce
from sqlalchemy.types import TypeDecorator

from .models import Referral

_MOST = 2048  # documents whose content is kept as it was read: a worklist is looked at again and again


class _ReadOnce(TypeDecorator[dict[str, Any]]):
    """JSON that is parsed once for all who read it, and altered by nobody."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Any]:
        return _parsed(value or "{}")


@lru_cache(_MOST)
def _parsed(text: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(text)
    return parsed


LISTED: Select[*tuple[Any, ...]] = select(
    Referral.id,
    Referral.document_id,
    Referral.set_id,
    Referral.version,
    Referral.case_key,
    Referral.ods,
    Referral.received,
    Referral.status,
    Referral.pathway,
    Referral.source,
    Referral.channel,
    type_coerce(Referral.content, _ReadOnce).label("content"),
)
"""Each of its rows is read as a referral is."""
