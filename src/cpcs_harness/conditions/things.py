"""What has conditions: NHS 111's report, and other things, each with its fields and what these can be drawn to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from cpcs_harness.conditions import written_as
from cpcs_harness.conditions.model import Dimension, Literal, Value
from cpcs_harness.people.drawn import (
    claim,
    consent,
    consultation,
    dos_answer,
    dos_endpoints,
    email,
    eps_answer,
    mini_service_answer,
    notification_answer,
    pds_record,
    rtec_answer,
    scr_answer,
    sign_in,
    supply,
)

REPORT = "report by ITK"
"""The one that everybody has, whose fields are those of `people/model.py`."""

FIELDS: Mapping[str, Mapping[str, Sequence[Literal]]] = MappingProxyType(
    {
        "consultation": consultation.FIELDS,
        "consent": consent.FIELDS,
        "supply": supply.FIELDS,
        "claim": claim.FIELDS,
        "PDS record": pds_record.FIELDS,
        "SCR answer": scr_answer.FIELDS,
        "mini service answer": mini_service_answer.FIELDS,
        "practice's e-mail": email.FIELDS,
        "DoS answer": dos_answer.FIELDS,
        "DoS endpoints": dos_endpoints.FIELDS,
        "EPS answer": eps_answer.FIELDS,
        "notification answer": notification_answer.FIELDS,
        "RTEC answer": rtec_answer.FIELDS,
        "sign-in": sign_in.FIELDS,
    }
)
"""Of all others, by name: what each field can be drawn to be. Each is read back by a reader in `judging/things`."""

NAMES = (REPORT, *FIELDS)


def is_field(thing: str, path: str) -> bool:
    """Say whether a thing has such a field."""
    return written_as.is_field(path) if thing == REPORT else path in FIELDS[thing]


def takes(thing: str, path: str, literal: Literal) -> bool:
    """Say whether a field of a thing can be drawn to be this."""
    return written_as.takes(path, literal) if thing == REPORT else literal in FIELDS[thing][path]


def value_in(dimension: Dimension, thing: str, recorded: Mapping[str, Any]) -> Value | None:
    """Give the value that a thing has, as it was recorded; None where it has none that is known."""
    if thing == REPORT:
        return written_as.value_in(dimension, recorded)
    held = recorded.get(dimension.field)
    return next((value for value in dimension.values if value.literal == held), None)
