"""Endpoints of a practice or provider, read from what DoS answered when their secure e-mail was looked up for a use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.evidence.events import Event, Exchange
from cpcs_harness.formats.json_parts import object_in, objects_in
from cpcs_harness.judging.things.recorded import Cases, Recorded

USES = {"notification": "Copy", "onward-referral": "Primary"}
SECURE = "@nhs.net"
_CODE = 5
_BEFORE = {"itk": "system", "telno": "telephone", "email": "public e-mail"}
_FURTHER = {1: "none", 2: "one", 3: "two"}
Row = Mapping[str, Any]


def dos_endpoints(cases: Cases) -> Iterator[Recorded]:
    """Give the endpoints of each service that was looked up, where a secure e-mail address is among those of its use.

    They are read by the names of our own model: where a run has others, nothing is known of them.
    """
    for seen, calls in cases.looks("lookup_secure_email", "dos"):
        given = seen.data.input
        rows = _rows(cases, calls, str(given.get("ods")), given.get("kind") == "cpcs-provider")
        facts = _facts(rows, USES.get(str(given.get("purpose")), ""))
        if facts:
            yield Recorded(
                facts, frozenset({seen.id, *(call.id for call in calls)}), frozenset({calls[0].id})
            )


def _rows(cases: Cases, calls: list[Event[Exchange]], ods: str, is_provider: bool) -> list[Row]:
    length = _CODE if is_provider else None
    services = (
        service
        for call in calls
        for service in objects_in(object_in(cases.told_by(call), "success"), "services")
    )
    found = (one for one in services if str(one.get("odsCode")).strip()[:length] == ods[:length])
    return list(objects_in(next(found, {}), "endpoints"))


def _facts(rows: list[Row], use: str) -> dict[str, Any]:
    own = [row for row in rows if row.get("businessScenario") == use]
    orders = [_order(row) for row in own]
    secure = [row for row in own if _is_secure(row)]
    if not secure:
        return {}
    first = min(own, key=_order)
    others = {_order(row) for row in rows if row.get("businessScenario") != use}
    return {
        "rows": "in order" if orders == sorted(orders) else "the last first",
        "numbers": "of all uses" if others.isdisjoint(orders) else "of each use",
        "before": "nothing" if _is_secure(first) else _BEFORE.get(str(first.get("transport")), ""),
        "further": _FURTHER.get(len(secure), ""),
        "comment": "instruction" if any(row.get("comment") for row in secure) else "none",
    }


def _order(row: Row) -> int:
    order = row.get("endpointOrder")
    return order if isinstance(order, int) else 0


def _is_secure(row: Row) -> bool:
    return row.get("transport") == "email" and str(row.get("address")).casefold().endswith(SECURE)
