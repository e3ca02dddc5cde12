"""What practices and MESH may answer to a notification, and how far it has come by that: a table.

Source: ITK3 Messaging Distribution 2.10.0, responses; GP Connect DigiMeds emergency supply guide, errors of GP routing
(interface sheet mesh-itk3-nhsmail-mys, sections A5 and B6, checks F1 22 and F4 63 to 70).
"""

from __future__ import annotations

from typing import NamedTuple

DELIVERED, FAILED, OPEN = "delivered", "failed", "open"
"""Delivered; not delivered, and somebody must act; neither yet."""
BOTH, UM, MI = ("urgent-medicines", "minor-illness"), ("urgent-medicines",), ("minor-illness",)

DECEASED = "known, deceased"
"""Label of the patient of whom the practice says that they have died."""


class Case(NamedTuple):
    """One patient's notification: what comes back for it, in order, and what it has come to then."""

    label: str
    pathways: tuple[str, ...]
    codes: tuple[str, ...]
    """Response codes, as `mocks/gp_practice/responder.py` reads them."""
    due: str
    report: str = ""
    """Code of a report by MESH, days later."""
    late: tuple[str, ...] = ()
    """What comes in the end, after somebody was told that nothing had."""


CASES = (
    Case("accepted", BOTH, ("20013", "30001"), DELIVERED),
    Case("business answer first", UM, ("30001", "20013"), DELIVERED),
    Case(DECEASED, BOTH, ("20013", "30004"), DELIVERED),
    Case("then a copy of the message", UM, ("20013", "30001", "20007 in chunks"), DELIVERED),
    Case("then a copy of the document", MI, ("20013", "30001", "20008"), DELIVERED),
    Case("answered twice", UM, ("20013", "20013", "30001", "30001"), DELIVERED),
    Case("not known there", BOTH, ("20013", "30002"), FAILED),
    Case("moved away", UM, ("20013", "30003"), FAILED),
    Case("unreadable", MI, ("10009",), FAILED),
    Case("header refused", UM, ("20006",), FAILED),
    Case("payload refused", BOTH, ("20009 in chunks",), FAILED),
    Case("sender refused", MI, ("20012",), FAILED),
    Case("contradicted", UM, ("20013", "30001", "30002"), FAILED),
    Case("message called a copy", UM, ("20007",), FAILED),
    Case("document called a copy", MI, ("20008",), FAILED),
    Case("infrastructure answer alone", BOTH, ("20013",), OPEN),
    Case("business answer alone", UM, ("30001",), OPEN),
    Case("no answer", MI, (), OPEN),
    Case("answered late", BOTH, (), OPEN, late=("20013", "30001")),
    Case("answers about another", UM, ("20013 about another", "30001 about another"), OPEN),
    Case("answers of the old kind", MI, ("20013 old", "30001 old"), OPEN),
    Case("not collected", BOTH, (), FAILED, "14"),
    Case("no mailbox", UM, (), FAILED, "EPL-151"),
    Case("number not found", UM, (), FAILED, "EPL-153"),
    Case("several mailboxes", MI, (), FAILED, "EPL-150"),
    Case("number invalid", MI, (), FAILED, "EPL-152"),
    Case("no such person", MI, (), FAILED, "EPL-154"),
)


def cases_of(pathway: str) -> list[Case]:
    """Give the cases that are played in a pathway."""
    return [case for case in CASES if pathway in case.pathways]
