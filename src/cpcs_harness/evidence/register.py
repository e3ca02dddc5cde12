"""Who belongs to which journey: the marks that the run gave out, and the rule by which a call was matched."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cpcs_harness.evidence.attempts import planned
from cpcs_harness.evidence.marks import Marks
from cpcs_harness.evidence.slices import SLICE, by_number
from cpcs_harness.people.model import Issued

STRENGTH = (
    "NHS number",
    "document",
    "case",
    "message",
    "practice e-mail",
    "practice mailbox",
    "practice",
    "telephone",
    "postcode",
    "family name",
    "GPhC number",
    "care worker",
    "sign-in",
    "service",
)
"""Kinds of mark, the strongest first: a call that carries several belongs to the owner of the strongest."""

_TEN_DIGITS = re.compile(r"(?<!\d)9\d{2}[ -]?\d{3}[ -]?\d{4}(?!\d)")


@dataclass(frozen=True)
class Mark:
    """A text that stands for one journey wherever it occurs."""

    kind: str
    text: str
    journey: str
    number: int
    """In the order in which marks were given out: of two that are as strong, the first decides."""


class Register:
    """Every mark of the run; grows while journeys run, and is read by all mocks at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._texts = Marks()
        self._marks: dict[str, Mark] = {}
        self._steps: dict[str, list[tuple[float, str]]] = {}
        self._run_texts: dict[str, str] = {}

    def add(self, issued: Issued) -> None:
        """Give a journey's marks out."""
        for kind, text in _marks_of(issued):
            self.link(kind, text, issued.journey)

    def link(self, kind: str, text: str, journey: str) -> None:
        """Add one mark that came up while the journey ran, such as the id of a message it sent."""
        with self._lock:
            mark = Mark(kind, text, journey, len(self._marks))
            self._marks.setdefault(self._texts.add(text), mark)  # who had it first keeps it

    def link_service(self, service_id: str, journey: str) -> None:
        """Add a service of DoS near a journey's patient; one that is near those of several is the run's.

        Where a journey is carried out once more, the service goes over to the new attempt.
        """
        with self._lock:
            text = self._texts.add(service_id)
            if text in self._run_texts:
                return
            mark = Mark("service", service_id, journey, len(self._marks))
            held = self._marks.setdefault(text, mark)
            if planned(held.journey) == planned(journey):
                self._marks[text] = mark
            else:
                del self._marks[text]
                self._run_texts[text] = "a service near patients of several journeys"

    def belongs_to_run(self, text: str, why: str) -> None:
        """Say that calls with this text, and no journey's mark, are the run's own (a polled mailbox)."""
        with self._lock:
            self._run_texts[self._texts.add(text)] = why

    @property
    def count(self) -> int:
        """How many marks there are: while they are as many, what was nobody's is nobody's."""
        return len(self._marks) + len(self._run_texts)

    def begin_step(self, journey: str, step: str) -> None:
        """Say which step a journey is at, so that calls can be told apart by it."""
        with self._lock:
            self._steps.setdefault(journey, []).append((time.monotonic(), step))

    def step_of(self, journey: str, ago: float = 0.0) -> str | None:
        """Give the step that a journey is at, or was at some seconds ago; the first where it had not begun one."""
        since, found = time.monotonic() - ago, None
        with self._lock:
            for at, step in reversed(self._steps.get(journey, ())):
                found = step
                if at <= since:
                    break
        return found

    def match(self, texts: Sequence[str]) -> tuple[str | None, str]:
        """Find the journey of a call from the texts in it; gives journey (or "run", or None) and the rule."""
        with self._lock:
            search = self._texts.search()
        # \0 and not white space, which is folded away: no mark goes across texts
        found = search.found("\0".join(text for text in texts if len(text) <= SLICE))
        for text in texts:
            if len(text) > SLICE:
                found |= search.found(text)
        if not found:
            return None, ""
        with self._lock:
            marks = [self._marks[text] for text in found if text in self._marks]
            if not marks:
                run_reason = next((why for text, why in self._run_texts.items() if text in found), None)
                return ("run", run_reason) if run_reason else (None, "")
        best = min(marks, key=lambda mark: (STRENGTH.index(mark.kind), mark.number))
        return best.journey, f"{best.kind} {best.text}"


def why_unmatched(texts: Iterable[str]) -> str:
    """Say, so that a supplier can act on it, why a call belongs to no journey."""
    written = {found for text in texts for part in by_number(text) for found in _TEN_DIGITS.findall(part)}
    numbers = sorted({re.sub(r"\D", "", found) for found in written})
    if numbers:
        return f"NHS number {', '.join(numbers[:3])} belongs to no journey of this run"
    return "nothing in it (NHS number, case, practice, postcode) belongs to a journey of this run"


def _marks_of(issued: Issued) -> list[tuple[str, str]]:
    person, report, referral = issued.person, issued.report, issued.gp_referral
    worker = issued.care_worker
    return [
        ("NHS number", person.nhs_number),
        ("document", report.document_id),
        ("document", report.set_id),
        ("case", report.case_reference),
        ("case", report.case_id),
        ("case", referral.reference),
        ("document", referral.document_id),
        ("message", referral.message_id),
        ("message", referral.bundle_id),
        ("message", report.tracking_id),
        ("message", report.message_id),
        ("practice e-mail", person.practice.email),
        ("practice mailbox", person.practice.mailbox),
        ("practice", person.practice.ods),
        ("telephone", person.callback),
        ("postcode", person.postcode),
        ("family name", person.family),
        ("GPhC number", issued.pharmacist.gphc),
        *((("care worker", worker.user_id), ("care worker", worker.role_stem)) if worker else ()),
    ]
