"""Exchanges that no check looks at, or that a fault excuses, by a mark of their own: the rest has to bear it out."""

from __future__ import annotations

from collections.abc import Iterator

from cpcs_harness.evidence.events import Answered, Exchange, FaultPlanned
from cpcs_harness.evidence.events.exchange import Message
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.contradictions.several import several

OWN_MARK = "x-cpcs-harness"
"""The header that the harness's own calls of MESH have."""


def exempted(evidence: Evidence) -> Iterator[str]:
    """Name exchanges that are marked as broken off, as the harness's own or as struck by a fault, and are not."""
    exchanges = [(event.id, event.data) for event in evidence.of(Exchange)]
    answered = {event.data.exchange for event in evidence.of(Answered)}
    whole = [id for id, one in exchanges if one.is_cut_off and (id in answered or not _is_broken_off(one))]
    if whole:
        yield f"{several(whole)}: marked as broken off by its caller, and came whole or was answered"
    others = [id for id, one in exchanges if one.direction == "of-harness" and not _is_ours(one)]
    if others:
        yield f"{several(others)}: marked as a call of the harness's own, which makes none such"
    planned = {(event.data.service, event.data.name) for event in evidence.of(FaultPlanned)}
    sound = [id for id, one in exchanges if one.fault and (one.service, one.fault) not in planned]
    if sound:
        yield f"{several(sound)}: marked as struck by a fault that nothing planned"


def _is_broken_off(exchange: Exchange) -> bool:
    return bool(exchange.response.start.get("dropped")) and not _is_whole(exchange.request)


def _is_whole(request: Message) -> bool:
    told = request.header("content-length") or "0"
    is_streamed = bool(request.header("transfer-encoding"))
    return not is_streamed and told.isdecimal() and int(told) <= request.body.bytes


def _is_ours(exchange: Exchange) -> bool:
    """Whether it is a call that the harness makes: as a practice at MESH, or at a page of CIS2."""
    is_marked = bool(exchange.request.header(OWN_MARK))
    return (exchange.service == "mesh" and is_marked) or (exchange.service, exchange.operation) == (
        "cis2",
        "page",
    )
