"""One patient's way through the service, as content describes it and the runtime carries it out."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from cpcs_harness.drivers.base import Actor, Driver, Outcome
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.session.model import Issued, Report


class Journey(ABC):
    """What is done to a candidate for one patient; a subclass a file in `conformance/journeys/`."""

    id: ClassVar[str]
    pathway: ClassVar[str]
    title: ClassVar[str]
    alone: ClassVar[bool] = False
    """It touches what others share, so it has a sitting of its own."""

    @abstractmethod
    def run(self, stage: Stage) -> None:
        """Do the steps, in order; raise nothing but what the stage raises."""


class JourneyStopped(Exception):
    """A step that the rest depends on did not end well; the journey cannot go on."""

    def __init__(self, reason: str, blame: str = "candidate") -> None:
        super().__init__(reason)
        self.reason = reason
        self.blame = blame


class CandidateSilent(JourneyStopped):
    """Nothing more is asked of the candidate, in this journey or in the whole run."""


class Patience:
    """Counts steps that were left unanswered in a row, over all journeys; at the limit no more is asked."""

    def __init__(self, limit: int = 3) -> None:
        self.limit = limit
        self._unanswered = 0
        self._over = ""
        self._stopped: dict[str, str] = {}
        self._lock = threading.Lock()

    def note(self, outcome: Outcome) -> None:
        """Count one step."""
        with self._lock:
            self._unanswered = 0 if outcome.answered else self._unanswered + 1
            if self._unanswered >= self.limit:
                self._over = f"{self.limit} steps in a row were left unanswered, so nothing more was asked"

    def give_up(self, why: str) -> None:
        """Ask nothing more of the candidate."""
        self._over = self._over or why

    def stop(self, journey: str, why: str) -> None:
        """Ask nothing more in one journey."""
        self._stopped[journey] = why

    def check(self, journey: str) -> None:
        """Stop the journey when nothing more is to be asked."""
        over = self._over or self._stopped.get(journey, "")
        if over:
            raise CandidateSilent(over)


@dataclass(frozen=True)
class Pace:
    """How long the harness waits for this candidate, in seconds."""

    step: float = 20.0
    poll: float = 0.2
    arrival: float = 10.0
    """Until a referral that was acknowledged is on the worklist."""


@dataclass
class Stage:
    """What a journey acts through: the candidate, the senders, and the people it was given."""

    issued: Issued
    driver: Driver
    recorder: Recorder
    pace: Pace
    patience: Patience
    send_report: Callable[[Report, str | None], str]
    practice_responds: Callable[[str], Any]
    own_codes: Mapping[str, str]
    plan_fault: Callable[[Fault], None]
    referral: str | None = None
    """The candidate's own name for the referral, once it was seen on the worklist."""
    _step: str = ""

    @property
    def actor(self) -> Actor:
        """The pharmacist of this journey, at the premises the referral is addressed to."""
        person = self.issued.pharmacist
        return Actor(person.full_name, "pharmacist", self.issued.premises.ods, person.gphc)

    def step(self, name: str) -> None:
        """Begin a step: what was recorded so far is made safe first."""
        self.recorder.log.sync()
        self._step = name
        self.recorder.register.begin_step(self.issued.journey, name)
        self.recorder.event("step", {"name": name}, journey=self.issued.journey, step=name)

    def do(self, action: str, *, needed: bool = True, **given: Any) -> Outcome:
        """Have the candidate do something; when it is needed and does not end `done`, the journey stops."""
        self.patience.check(self.issued.journey)
        outcome = self.driver.act(action, self.actor, self.referral, given, self.pace.step)
        self._record(action, given, outcome)
        self.patience.note(outcome)
        if needed and outcome.status != "done":
            told = outcome.reason or outcome.shown or "no reason was given"
            raise JourneyStopped(f"{action} ended {outcome.status}: {told}")
        return outcome

    def send(self, damage: str | None = None, **changes: Any) -> Report:
        """Have NHS 111 send the journey's report (with changes, or damaged), and record what came back."""
        report = replace(self.issued.report, **changes)
        self.send_report(report, damage)
        return report

    def find_on_worklist(self) -> str:
        """Look at the worklist until the journey's referral is there; gives the candidate's name for it."""
        deadline = time.monotonic() + self.pace.arrival
        while True:
            row = self._row(self.do("worklist"))
            if row is not None:
                self.referral = str(row.get("referral", ""))
                return self.referral
            if time.monotonic() + self.pace.poll > deadline:
                break
            time.sleep(self.pace.poll)
        raise JourneyStopped(f"the referral was not on the worklist after {self.pace.arrival:g} s")

    def fault(self, name: str, service: str, operation: str, **how: Any) -> None:
        """Have a mock do something wrong, once, to this journey's people alone."""
        self.plan_fault(Fault(name, service, operation, self.issued.journey, **how))
        self.note("fault", {"name": name, "service": service, "operation": operation})

    def own_code(self, role: str) -> str:
        """Give the candidate's own code for a medicine, as its declaration maps the role."""
        code = self.own_codes.get(role)
        if code is None:
            raise JourneyStopped(f"[medicines] in candidate.toml has no code for {role}", "configuration")
        return code

    def note(self, kind: str, data: Mapping[str, Any]) -> None:
        """Write something down that the harness itself did."""
        self.recorder.event(kind, data, journey=self.issued.journey, step=self._step)

    def _row(self, seen: Outcome) -> Mapping[str, Any] | None:
        rows = seen.observation.get("referrals")
        return next((row for row in rows if self._is_ours(row)), None) if isinstance(rows, list) else None

    def _is_ours(self, row: Any) -> bool:
        report, person = self.issued.report, self.issued.person
        marks = {report.case_reference, report.case_id, person.nhs_number}
        return isinstance(row, dict) and bool(
            marks & {row.get("case_reference"), row.get("case_id"), row.get("nhs_number")}
        )

    def _record(self, action: str, given: Mapping[str, Any], outcome: Outcome) -> None:
        data = {
            "action": action,
            "actor": self.actor.as_json(),
            "referral": self.referral,
            "input": dict(given),
            "status": outcome.status,
            "reason": outcome.reason,
            "shown": outcome.shown,
            "observation": dict(outcome.observation),
            "elapsed_ms": round(outcome.elapsed_ms, 1),
        }
        self.recorder.event("observation", data, journey=self.issued.journey, step=self._step)
