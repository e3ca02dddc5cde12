"""Answers of the Directory of Services, to a search or to a look-up by code or id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging.views import ExchangeView

Service = Mapping[str, Any]


def services_in(call: ExchangeView) -> list[Service] | None:
    """Give the services of an answer of DoS, to a search or a look-up; None for what is no such answer."""
    answer = call.response.json if call.response.status == 200 else None
    success = answer.get("success") if isinstance(answer, dict) else None
    found = success.get("services") if isinstance(success, dict) else None
    return found if isinstance(found, list) else None
