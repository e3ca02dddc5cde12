"""What patients said to their practices being told, read from what candidates were given to record, and recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cpcs_harness.evidence.events import Event, Observation
from cpcs_harness.judging.things.recorded import Cases, Recorded
from cpcs_harness.people.drawn.consent import SAID


def consents(cases: Cases) -> Iterator[Recorded]:
    """Give what each patient said until their practice was first told, with what came after it of them."""
    answers = {said: answer for answer, said in SAID.items()}
    asked: dict[tuple[str | None, str], int] = {}
    for step in cases.evidence.of(Observation):
        if step.data.action == "notify_gp" and cases.of(step) and not _waits(step.data):
            asked.setdefault((step.journey, cases.of(step)), step.seq)
    found: dict[tuple[str | None, str], list[Event[Observation]]] = defaultdict(list)
    for steps in cases.by_patient("record_consent"):
        first = asked.get((steps[0].journey, cases.of(steps[0])))
        found[steps[0].journey, cases.of(steps[0])] = [
            step for step in steps if first is None or step.seq < first
        ]
    for steps in filter(None, found.values()):
        said = tuple(step.data.input.get("share_with_gp") is True for step in steps)
        yield Recorded({"answer": answers.get(said, "")}, cases.after(steps[0]))


def _waits(asked: Observation) -> bool:
    """Say whether all that a practice is to be told waits, or failed: it was not told by then."""
    notes = asked.observation.get("notifications")
    states = {
        note.get("status") for note in (notes if isinstance(notes, list) else ()) if isinstance(note, dict)
    }
    return bool(states) and states <= {"waiting", "failed"}
