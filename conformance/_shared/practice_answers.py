"""What practices and MESH may answer to a notification, and how far it has come by that.

Source: ITK3 Messaging Distribution 2.10.0, responses; GP Connect DigiMeds emergency supply guide, errors of GP routing
(interface sheet mesh-itk3-nhsmail-mys, sections A5 and B6, checks F1 22 and F4 63 to 70).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from cpcs_harness.people.drawn import notification_answer as answers

THING = "notification answer"
FIRST, BESIDES, WHEN = "answer to a notification", "answers besides", "when answers come"
"""Dimensions of it that cases pin."""
DELIVERED, FAILED, OPEN = "delivered", "failed", "open"
"""Delivered; not delivered, and somebody must act; neither yet."""
BOTH, UM, MI = ("urgent-medicines", "minor-illness"), ("urgent-medicines",), ("minor-illness",)
ALIKE = {
    answers.COPY: ("20007", "20008"),
    answers.UNPROCESSED: (*(f"{code}" for code in range(10001, 10011) if code != 10006), "20015"),
    answers.NO_RECIPIENT: ("20001", "20002", "20003", "20010", "20011"),
    answers.NOT_PERMITTED: ("20004", "20005", "20012"),
    answers.INVALID: ("20006", "20009"),
}
"""Codes of which one is answered alone, by the issue that they name."""
CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        answers.KNOWN: ("20013", "30001"),
        answers.DECEASED: ("20013", "30004"),
        answers.NOT_KNOWN: ("20013", "30002"),
        answers.MOVED: ("20013", "30003"),
        answers.TAKEN_ALONE: ("20013",),
        answers.KNOWN_ALONE: ("30001",),
        answers.LEGACY: ("20013 old", "30001 old"),
    }
)
"""What else is answered, in the usual order."""
_DUE = {
    **dict.fromkeys((answers.KNOWN, answers.DECEASED), DELIVERED),
    **dict.fromkeys((answers.TAKEN_ALONE, answers.KNOWN_ALONE, answers.NOTHING, answers.LEGACY), OPEN),
}


@dataclass(frozen=True)
class Case:
    """One patient's notification: what it is about; all else of what comes back for it is drawn."""

    label: str
    pathways: tuple[str, ...]
    answer: str
    also: Mapping[str, str] = field(default_factory=dict)

    @property
    def pinned(self) -> dict[str, str]:
        """The conditions that are not drawn, value by dimension."""
        return {FIRST: self.answer, **self.also}


@dataclass(frozen=True)
class Script:
    """What comes back for a patient's notification, as it was drawn for them."""

    label: str
    row: Mapping[str, Any]
    """By field."""
    number: str
    """The patient's NHS number, by which one of several codes that mean the same is taken."""

    @property
    def answer(self) -> str:
        """What the practice answers, or MESH reports."""
        return str(self.row.get("answer", answers.KNOWN))

    @property
    def report(self) -> str:
        """Code of MESH's report that the message was not delivered; empty where the practice has it."""
        return self.answer if self.answer in answers.REPORTS else ""

    @property
    def is_late(self) -> bool:
        """Whether the practice answers only after somebody was told that it had not."""
        return self.row.get("when") == answers.LATE

    @property
    def due(self) -> str:
        """What the notification has come to by all of it."""
        return FAILED if self._besides == answers.TAKEN_BACK else _DUE.get(self.answer, FAILED)

    @property
    def codes(self) -> tuple[str, ...]:
        """The response codes in order, as `mocks/gp_practice/responder.py` reads them."""
        own = CODES.get(self.answer) or self._one_of(ALIKE.get(self.answer, ()))
        own = own[::-1] if self.row.get("order") == answers.BUSINESS_FIRST else own
        after = {answers.TAKEN_BACK: ("30002",), answers.COPY_AFTER: self._one_of(ALIKE[answers.COPY])}
        times = 2 if self.row.get("times") == answers.TWICE else 1
        ours = [code for code in (*own, *after.get(self._besides, ())) for _ in range(times)]
        chunks = f" {answers.CHUNKS}" if self.row.get("form") == answers.CHUNKS else ""
        return tuple(f"{code}{chunks}" for code in (*self._about_another, *ours))

    @property
    def tells_of_a_death(self) -> bool:
        """Whether the practice says that the patient has died."""
        return self.answer == answers.DECEASED

    @property
    def own_codes(self) -> frozenset[str]:
        """The codes that are answered to the notification itself, and not to another message."""
        return frozenset(code[:5] for code in self.codes if answers.ANOTHER not in code)

    @property
    def told(self) -> str:
        """What comes back, in words."""
        return f"MESH's report {self.report}" if self.report else ", ".join(self.codes) or "no answer"

    @property
    def _besides(self) -> str:
        return str(self.row.get("besides", answers.NONE_BESIDES))

    @property
    def _about_another(self) -> tuple[str, ...]:
        """The opposite of what the notification itself is answered, so that whoever credits it is seen."""
        if self._besides != answers.ANOTHER:
            return ()
        said = ("20009",) if self.due == DELIVERED else CODES[answers.KNOWN]
        return tuple(f"{code} {answers.ANOTHER}" for code in said)

    def _one_of(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        return (codes[int(self.number[-4:-1]) % len(codes)],) if codes else ()


ACCEPTS, DIED = "20013 and 30001", "20013 and 30004, the patient has died"
NO_MORE, NOTHING = {BESIDES: "none"}, "none"
AT_ONCE, IN_THE_END = "when the practice collects the message", "after somebody was told that none had"
LATE = "answered late"
"""Label of a patient whose practice accepts late."""
CASES = (
    Case("accepted", BOTH, ACCEPTS, {BESIDES: "about another message", WHEN: AT_ONCE}),
    Case(LATE, BOTH, ACCEPTS, {WHEN: IN_THE_END, **NO_MORE}),
    Case("known, deceased", MI, DIED, NO_MORE),
    Case("known, deceased", UM, DIED, {BESIDES: "about another message"}),
    Case("then a copy", MI, ACCEPTS, {BESIDES: "a copy is answered afterwards"}),
    Case("deceased, then a copy", UM, DIED, {BESIDES: "a copy is answered afterwards"}),
    Case("contradicted", BOTH, ACCEPTS, {BESIDES: "30002 afterwards"}),
    Case("not known there", BOTH, "20013 and 30002, the patient is not known"),
    Case("moved away", BOTH, "20013 and 30003, the patient has moved"),
    Case("not processed", BOTH, "10001 to 10010 or 20015, not processed"),
    Case("no such recipient", BOTH, "20001 to 20003, 20010 or 20011, no such recipient"),
    Case("not permitted", BOTH, "20004, 20005 or 20012, not permitted"),
    Case("invalid", BOTH, "20006 or 20009, invalid"),
    Case("called a copy", BOTH, "20007 or 20008, a copy"),
    Case("infrastructure answer alone", BOTH, "20013 alone"),
    Case("business answer alone", BOTH, "30001 alone"),
    Case("answers of the old kind", BOTH, "of the old kind, ITK002M"),
    Case("no answer", MI, NOTHING, NO_MORE),
    Case("answers about another", UM, NOTHING, {BESIDES: "about another message"}),
    Case("not collected", BOTH, "MESH's report 14"),
    Case("no mailbox", UM, "MESH's report EPL-151"),
    Case("number not found", UM, "MESH's report EPL-153"),
    Case("several mailboxes", MI, "MESH's report EPL-150"),
    Case("number invalid", MI, "MESH's report EPL-152"),
    Case("no such person", MI, "MESH's report EPL-154"),
)


def cases_of(pathway: str) -> list[Case]:
    """Give the cases that are played in a pathway."""
    return [case for case in CASES if pathway in case.pathways]


def script_of(label: str, issued: Mapping[str, Any]) -> Script:
    """Give what comes back for a patient's notification, of what was issued for them, in plain data."""
    row = (issued.get("drawn") or {}).get(THING) or {}
    return Script(label, row, str(issued["person"]["nhs_number"]))
